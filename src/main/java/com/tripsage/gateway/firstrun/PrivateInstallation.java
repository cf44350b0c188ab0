package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL 17 with pgvector, unpacked from Debian's packages into the user's cache folder.
 *
 * <p>Nothing outside of that folder changes, and no rights are needed.
 */
final class PrivateInstallation {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateInstallation.class);

    static final int MAJOR = 17;

    private final Path home;

    private final Path prefix;

    private PrivateInstallation(Path cache, String architecture) {
        this.home = cache.resolve("tripsage-gateway");
        this.prefix = home.resolve("%s-%s".formatted(DebianPackages.VECTOR_PACKAGE, architecture));
    }

    /** The installation of an earlier run; else it is made now, where the machine is a Debian. */
    static Optional<Installation> findOrInstall() {
        Path cache = cacheFolder();
        Optional<PrivateInstallation> here = Optional.of(System.getProperty("os.name", ""))
                .filter("Linux"::equals)
                .map(linux -> new PrivateInstallation(cache, System.getProperty("os.arch", "unknown")));
        return here.flatMap(PrivateInstallation::found).or(() -> here.flatMap(PrivateInstallation::install));
    }

    private static Path cacheFolder() {
        Path configured = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", ""));
        return configured.isAbsolute() ? configured : Path.of(System.getProperty("user.home"), ".cache");
    }

    private Optional<Installation> found() {
        return Installation.at(
                prefix.resolve("usr/lib/postgresql/17/bin"), List.of(prefix.resolve("usr/share/postgresql/17")));
    }

    private Optional<Installation> install() {
        if (Stream.of("apt-get", "dpkg-deb").anyMatch(program -> !Command.isOnPath(program))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(home);
            // A second gateway waits here, and then finds what the first one installed.
            try (FileChannel channel = FileChannel.open(
                            home.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                LOG.debug("Holding {}", lock);
                return found().or(this::installLocked);
            }
        } catch (IOException e) {
            throw new FirstRunFailed(
                    "PostgreSQL can't be installed in %s: %s. Set XDG_CACHE_HOME to a folder that can be written."
                            .formatted(home, e),
                    e);
        }
    }

    private Optional<Installation> installLocked() {
        try {
            removeLeftOvers();
            Path work = Files.createTempDirectory(home, "installing-");
            try {
                return install(work);
            } finally {
                FileSystemUtils.deleteRecursively(work);
            }
        } catch (IOException e) {
            throw new FirstRunFailed("PostgreSQL can't be installed in %s: %s".formatted(home, e), e);
        }
    }

    private void removeLeftOvers() throws IOException {
        try (DirectoryStream<Path> leftOvers = Files.newDirectoryStream(home, "installing-*")) {
            for (Path leftOver : leftOvers) {
                FileSystemUtils.deleteRecursively(leftOver);
            }
        }
        FileSystemUtils.deleteRecursively(prefix);
    }

    private Optional<Installation> install(Path work) throws IOException {
        Stopwatch time = Stopwatch.started();
        DebianPackages packages = DebianPackages.in(work);
        Optional<String> mirror = packages.mirror();
        if (mirror.isEmpty()) {
            return Optional.empty();
        }
        LOG.info("No PostgreSQL with pgvector is installed: installing a private one in {}, once", prefix);
        Path files = packages.download(mirror.get());
        LOG.info("Unpacking them");
        UnpackedPackages unpacked = UnpackedPackages.unpack(files, work.resolve("root"));
        unpacked.pointAtOwnLibraries(prefix);
        Files.move(unpacked.root(), prefix, StandardCopyOption.ATOMIC_MOVE);
        Installation installation = found().orElseThrow(() -> new FirstRunFailed(
                "Debian's packages were unpacked into %s, but the PostgreSQL there does not run on this machine"
                        .formatted(prefix)));
        LOG.info("Installed PostgreSQL {} in {} ms", installation.version(), time.millis());
        return Optional.of(installation);
    }
}
