package com.tripsage.gateway.asset.store;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A store in a folder. A file is written beside the others, and gets its name when it is whole and on the disk; no file is changed, so
 * a copy is another name of the same bytes.
 */
final class FolderStore implements AssetStore {

    private static final int PIECE = 64 << 10;

    /** Longer than any upload takes. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Path root;
    private final Path unfinished;

    FolderStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.unfinished = this.root.resolve("unfinished");
        try {
            Files.createDirectories(unfinished);
        } catch (IOException e) {
            throw new SettingsInvalid(
                    "The folder of the assets, " + this.root + ", can't be used: " + e
                            + ". GATEWAY_ASSETS_STORE_FOLDER has to name one that the gateway may write to.",
                    e);
        }
    }

    @Override
    public Optional<Stored> find(Key key) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path(key), BasicFileAttributes.class);
            return Optional.of(new Stored(
                    file.size(), file.size() + "-" + file.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        } catch (NoSuchFileException e) {
            requireFolder();
            return Optional.empty();
        }
    }

    @Override
    public InputStream read(Key key, long from, long length) throws IOException {
        FileChannel file = FileChannel.open(path(key), StandardOpenOption.READ);
        return new Limited(Channels.newInputStream(file.position(from)), length);
    }

    @Override
    public void write(Key key, InputStream bytes, long length) throws IOException {
        requireFolder();
        Path file = unfinished.resolve(UUID.randomUUID().toString());
        try {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream output = Channels.newOutputStream(channel);
                byte[] piece = new byte[PIECE];
                long written = 0;
                for (int read; (read = bytes.read(piece)) >= 0; written += read) {
                    output.write(piece, 0, read);
                }
                if (written != length) {
                    throw new EOFException(written + " bytes instead of " + length);
                }
                channel.force(true);
            }
            Path folder = folder(key);
            Files.move(file, path(key), StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public boolean copy(Key from, Stored found, Key to) throws IOException {
        if (!find(from).equals(Optional.of(found))) {
            return false;
        }
        Path path = path(to);
        Path folder = folder(to);
        try {
            Files.createLink(path, path(from));
            sync(folder);
        } catch (FileAlreadyExistsException alreadyDone) {
            return true;
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
            try (InputStream bytes = read(from, 0, found.size())) {
                write(to, bytes, found.size());
            }
        }
        return true;
    }

    @Override
    public void delete(Key key) throws IOException {
        requireFolder();
        Files.deleteIfExists(path(key));
    }

    @Override
    public void ids(Area area, Consumer<UUID> each) throws IOException {
        requireFolder();
        Path folder = root.resolve(area.folder());
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.find(folder, 2, (_, file) -> file.isRegularFile())) {
                files.flatMap(file -> Key.id(String.valueOf(file.getFileName())).stream())
                        .forEach(each);
            }
        }
    }

    @Override
    public void removeLeftovers() throws IOException {
        requireFolder();
        Instant before = Instant.now().minus(LEFT_BEHIND);
        List<Path> files;
        try (Stream<Path> all = Files.list(unfinished)) {
            files = all.toList();
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Of a disk that is not mounted nothing is known; without this, it would be a folder where everything has gone. */
    private void requireFolder() throws IOException {
        if (!Files.isDirectory(unfinished)) {
            throw new IOException("The folder of the assets, " + root + ", is not there");
        }
    }

    private Path path(Key key) {
        return root.resolve(key.path());
    }

    /** The folder of a key, which is there afterwards. */
    private Path folder(Key key) throws IOException {
        return Files.createDirectories(root.resolve(key.folder()));
    }

    /** Has the name of a file on the disk as well, where the system can. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unable) {
            // Windows does not open folders
        }
    }

    /** The first bytes of a stream, without more being read. */
    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream all, long length) {
            super(all);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
