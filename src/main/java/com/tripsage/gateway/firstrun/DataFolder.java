package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The folder where a private PostgreSQL keeps its data, its log and its secrets; only the user who runs the gateway may look inside. */
record DataFolder(Path path) {

    static final String DEFAULT = ".data";
    static final String OPERATIONS_TOKEN = "operations-token";

    private static final String JWT_SECRET = "jwt-secret";
    private static final String OWNER_PASSWORD = "owner-password";

    private static final int SECRET_BYTES = 48;
    private static final int FERNET_KEY_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    DataFolder {
        path = path.toAbsolutePath().normalize();
    }

    static DataFolder at(String path) {
        return new DataFolder(Path.of(path));
    }

    /** The folder that is configured, known before there are beans. */
    static DataFolder of(Environment environment) {
        return at(environment.getProperty("gateway.embedded.data", DEFAULT));
    }

    Path cluster() {
        return path.resolve("postgresql");
    }

    Path log() {
        return path.resolve("log");
    }

    Path assets() {
        return path.resolve("assets");
    }

    /** The log of a start, before the server has its own. */
    Path startLog() {
        return log().resolve("start.log");
    }

    /** The major version of the PostgreSQL that wrote the data; null where there is none yet. */
    @Nullable
    Integer clusterMajor() {
        Path version = cluster().resolve("PG_VERSION");
        try {
            return Files.exists(version) ? Integer.valueOf(read(version)) : null;
        } catch (NumberFormatException e) {
            throw new FirstRunFailed("%s can't be read: %s".formatted(version, e), e);
        }
    }

    /** The secret that signs the tokens of a first run. */
    String jwtSecret() {
        return secret(JWT_SECRET);
    }

    /** The same secret; null where no gateway has run yet. */
    @Nullable
    String existingJwtSecret() {
        Path file = path.resolve(JWT_SECRET);
        return Files.exists(file) ? read(file) : null;
    }

    /** The token of those who read the metrics of a first run. */
    String operationsToken() {
        return secret(OPERATIONS_TOKEN);
    }

    /** The key that a first run encrypts users' secrets with. */
    String encryptionKey() {
        return secret("encryption-key", FERNET_KEY_BYTES);
    }

    String ownerPassword() {
        return secret(OWNER_PASSWORD);
    }

    Path ownerPasswordFile() {
        return path.resolve(OWNER_PASSWORD);
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
            throw notWritable(e);
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
        } catch (FileAlreadyExistsException _) {
            // another thread or process was faster
        } catch (IOException e) {
            throw new FirstRunFailed(
                    "The data folder %s can't be created: %s. Set GATEWAY_EMBEDDED_DATA to another place, or SPRING_DATASOURCE_URL to a database."
                            .formatted(path, e),
                    e);
        }
        if (!Files.isWritable(path)) {
            throw new FirstRunFailed(
                    "The data folder %s belongs to another user: set GATEWAY_EMBEDDED_DATA to another place"
                            .formatted(path));
        }
    }

    FirstRunFailed notWritable(IOException failure) {
        return new FirstRunFailed("The data folder %s can't be written: %s".formatted(path, failure), failure);
    }

    private String secret(String name) {
        return secret(name, SECRET_BYTES);
    }

    private String secret(String name, int bytes) {
        Path file = path.resolve(name);
        if (!Files.exists(file)) {
            create();
            write(file, bytes);
        }
        return read(file);
    }

    /** Writes it aside and renames it, so that a secret is never half there. */
    private void write(Path file, int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        try {
            Path draft = Files.createTempFile(path, "secret-", ".tmp", onlyForMe("rw-------"));
            Files.writeString(draft, Base64.getUrlEncoder().encodeToString(secret));
            Files.move(draft, file);
        } catch (FileAlreadyExistsException _) {
            // another process was faster; its secret counts
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new FirstRunFailed("%s can't be read: %s".formatted(file, e), e);
        }
    }

    /** The permissions of a new file, where the file system has them. */
    FileAttribute<?>[] onlyForMe(String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
