package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where an private PostgreSQL keeps its data, its log and its secrets; only the user who runs the gateway may look inside. */
record DataFolder(Path path) {

    static final String DEFAULT = ".data";
    static final String OPERATIONS_TOKEN = "operations-token";

    private static final int SECRET_BYTES = 48;

    private static final SecureRandom RANDOM = new SecureRandom();

    // The operating system's locks are per process, and closing a second channel would give up the first one's.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    static DataFolder at(String path) {
        return new DataFolder(Path.of(path));
    }

    Path cluster() {
        return path.resolve("postgresql");
    }

    Path log() {
        return path.resolve("log");
    }

    /** Signs the tokens of a first run. */
    String jwtSecret() {
        return secret("jwt-secret");
    }

    /** Null where no gateway has run yet. */
    @Nullable
    String existingJwtSecret() {
        Path file = path.resolve("jwt-secret");
        return Files.exists(file) ? read(file) : null;
    }

    /** For who reads the metrics of a first run. */
    String operationsToken() {
        return secret(OPERATIONS_TOKEN);
    }

    String ownerPassword() {
        return secret("owner-password");
    }

    String gatewayPassword() {
        return secret("gateway-password");
    }

    boolean isMarked(String mark) {
        return Files.exists(path.resolve(mark));
    }

    void mark(String mark) {
        try {
            Files.createFile(path.resolve(mark));
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be written: %s".formatted(path, e), e);
        }
    }

    void create() {
        try {
            if (!Files.isDirectory(path)) {
                if (path.getParent() != null) {
                    Files.createDirectories(path.getParent());
                }
                Files.createDirectory(path, onlyForMe("rwx------"));
            }
        } catch (FileAlreadyExistsException e) {
            // another thread or process was faster
        } catch (IOException e) {
            throw new FirstRunFailed(
                    "The data folder %s cannot be created: %s. Set GATEWAY_EMBEDDED_DATA to another place, or SPRING_DATASOURCE_URL to a database."
                            .formatted(path, e),
                    e);
        }
        if (!Files.isWritable(path)) {
            throw new FirstRunFailed(
                    "The data folder %s belongs to another user: set GATEWAY_EMBEDDED_DATA to another place"
                            .formatted(path));
        }
    }

    /** Keeps every other gateway out until it is closed, or until this process ends. */
    Lock lock() {
        create();
        if (!HELD.add(path)) {
            throw inUse("in this process");
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    onlyForMe("rw-------"));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse("in another process");
            }
            locked = true;
            return new Lock(path, channel);
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be locked: %s".formatted(path, e), e);
        } finally {
            if (!locked) {
                HELD.remove(path);
            }
        }
    }

    private FirstRunFailed inUse(String where) {
        return new FirstRunFailed(
                "Another gateway uses the data folder %s (%s). Stop it, or set GATEWAY_EMBEDDED_DATA to a folder of its own."
                        .formatted(path, where));
    }

    private String secret(String name) {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            create();
            write(file);
        }
        return read(file);
    }

    // Written aside and renamed, so that a secret is never half there.
    private void write(Path file) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        try {
            Path draft = Files.createTempFile(path, "secret-", ".tmp", onlyForMe("rw-------"));
            Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            // another process was faster; its secret counts
        } catch (IOException e) {
            throw new FirstRunFailed("The data folder %s cannot be written: %s".formatted(path, e), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new FirstRunFailed("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private FileAttribute<?>[] onlyForMe(String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    record Lock(Path folder, FileChannel channel) implements AutoCloseable {

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new FirstRunFailed("The lock of %s cannot be given up: %s".formatted(folder, e), e);
            } finally {
                HELD.remove(folder);
            }
        }
    }
}
