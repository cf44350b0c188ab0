package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A lock on a data folder, which keeps every other gateway out until it is closed, or until this process ends. */
record FolderLock(Path folder, FileChannel channel) implements AutoCloseable {

    // The operating system's locks are per process, and closing a second channel would give up the first one's.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    static FolderLock of(DataFolder data) {
        data.create();
        Path folder = data.path();
        if (!HELD.add(folder)) {
            throw inUse(folder, "in this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    data.onlyForMe("rw-------"));
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(folder, "in another process");
            }
            return new FolderLock(folder, channel);
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s can't be locked: %s".formatted(folder, e), e);
        } finally {
            if (channel == null || !channel.isOpen()) {
                HELD.remove(folder);
            }
        }
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FirstRunFailed("The lock of %s can't be given up: %s".formatted(folder, e), e);
        } finally {
            HELD.remove(folder);
        }
    }

    private static FirstRunFailed inUse(Path folder, String where) {
        return new FirstRunFailed(
                "Another gateway uses the data folder %s (%s). Stop it, or set GATEWAY_EMBEDDED_DATA to a folder of its own."
                        .formatted(folder, where));
    }
}
