package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL 17 with pgvector, unpacked from Debian's packages into the user's cache folder.
 *
 * <p>Nothing outside of that folder changes, and no rights are needed: apt works on a state of its own, in which no package is
 * installed, so that it names everything down to the C library. The programs are then pointed at that library, because the
 * machine's own may be older.
 */
final class PrivateInstallation {

    private static final Logger log = LoggerFactory.getLogger(PrivateInstallation.class);

    static final int MAJOR = 17;

    // The Debian release that has postgresql-17-pgvector, whichever one the machine runs.
    private static final String RELEASE = "trixie";

    private static final String VECTOR_PACKAGE = "postgresql-17-pgvector";

    // Third parties name their suites like Debian's; the path, and then the signature, tell them apart.
    private static final Pattern DEBIAN_INDEX = Pattern.compile("'([^']*/debian(?:\\.list|/[^']*)?)/dists/"
            + "(?:buster|bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)"
            + "/main/binary-[^/']+/Packages.*");

    private static final Path DEBIAN_KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    private static final Pattern PLANNED_PACKAGE = Pattern.compile("(?m)^Inst (\\S+) ");

    private static final Pattern NEEDED_PACKAGE =
            Pattern.compile("lib.*|zlib1g|patchelf|postgresql-17|postgresql-client-17|" + VECTOR_PACKAGE);

    // What the server runs without: the JIT compiler, Perl, translations, and tools of other programs.
    private static final Pattern NEEDLESS_PACKAGE =
            Pattern.compile("libllvm.*|libz3.*|libperl.*|.*-perl|libc-l10n|libc-bin|libpam-modules.*|.*-common");

    private static final List<String> NEEDLESS_FOLDERS = List.of(
            "usr/share/doc",
            "usr/share/man",
            "usr/share/locale",
            "usr/share/lintian",
            "usr/lib/postgresql/17/lib/bitcode",
            "usr/lib/postgresql/17/lib/pgxs");

    private final Path home;

    private final Path prefix;

    private PrivateInstallation(Path cache, String architecture) {
        this.home = cache.resolve("tripsage-gateway");
        this.prefix = home.resolve("%s-%s".formatted(VECTOR_PACKAGE, architecture));
    }

    /** What an earlier run installed; else it is installed now, where the machine is a Debian. */
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
        return found(prefix);
    }

    private static Optional<Installation> found(Path root) {
        return Installation.at(
                root.resolve("usr/lib/postgresql/17/bin"), List.of(root.resolve("usr/share/postgresql/17")));
    }

    private Optional<Installation> install() {
        if (Stream.of("apt-get", "dpkg-deb").anyMatch(program -> !isOnPath(program))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(home);
            // A second gateway waits here, and then finds what the first one installed.
            try (FileChannel channel = FileChannel.open(
                            home.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                log.debug("Holding {}", lock);
                return found().or(this::installLocked);
            }
        } catch (IOException e) {
            throw new FirstRunFailed(
                    "PostgreSQL cannot be installed in %s: %s. Set XDG_CACHE_HOME to a folder that can be written."
                            .formatted(home, e),
                    e);
        }
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
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
            throw new FirstRunFailed("PostgreSQL cannot be installed in %s: %s".formatted(home, e), e);
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
        long start = System.nanoTime();
        Path settings = writeAptSettings(work);
        Optional<String> mirror = debianMirror(settings);
        if (mirror.isEmpty()) {
            return Optional.empty();
        }
        log.info("No PostgreSQL with pgvector is installed: installing a private one in {}, once", prefix);
        Path packages = download(work, settings, mirror.get());
        Path root = unpack(work, packages);
        pointAtOwnLibraries(root);
        Files.move(root, prefix, StandardCopyOption.ATOMIC_MOVE);
        Installation installation = found().orElseThrow(() -> new FirstRunFailed(
                "Debian's packages were unpacked into %s, but the PostgreSQL there does not run on this machine"
                        .formatted(prefix)));
        log.info("Installed PostgreSQL {} in {} ms", installation.version(), millisSince(start));
        return Optional.of(installation);
    }

    // The machine's own configuration stays in force, for proxies and the like, but its hooks are not run.
    private static Path writeAptSettings(Path work) throws IOException {
        Path apt = Files.createDirectories(work.resolve("apt"));
        Files.createDirectories(apt.resolve("lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        Path status = Files.createFile(apt.resolve("status"));
        return Files.writeString(apt.resolve("apt.conf"), """
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear DPkg::Pre-Invoke;
                #clear DPkg::Post-Invoke;
                #clear DPkg::Pre-Install-Pkgs;
                Dir::State "%1$s";
                Dir::State::lists "%1$s/lists";
                Dir::State::status "%2$s";
                Dir::Cache "%1$s/cache";
                Dir::Log "%1$s";
                Dir::Etc::preferences "/dev/null";
                Dir::Etc::preferencesparts "/dev/null";
                APT::Sandbox::User "root";
                APT::Install-Recommends "false";
                Acquire::Languages "none";
                Acquire::Retries "3";
                Acquire::http::Timeout "30";
                Acquire::https::Timeout "30";
                """.formatted(apt, status));
    }

    private static Optional<String> debianMirror(Path settings) {
        return apt(settings, "update", "--print-uris")
                .run()
                .lines()
                .flatMap(line -> DEBIAN_INDEX.matcher(line).results())
                .map(match -> match.group(1))
                .findFirst();
    }

    private static Path download(Path work, Path settings, String mirror) throws IOException {
        long start = System.nanoTime();
        Path sources = work.resolve("apt/sources.list");
        String signedBy = Files.isReadable(DEBIAN_KEYRING) ? "[signed-by=%s] ".formatted(DEBIAN_KEYRING) : "";
        Files.writeString(sources, """
                deb %1$s%2$s %3$s main
                deb %1$s%2$s %3$s-updates main
                """.formatted(signedBy, mirror, RELEASE));
        Files.writeString(settings, Files.readString(settings) + """
                Dir::Etc::sourcelist "%s";
                Dir::Etc::sourceparts "/dev/null";
                """.formatted(sources));
        apt(settings, "update").run();
        List<String> wanted = new ArrayList<>(List.of("download"));
        PLANNED_PACKAGE
                .matcher(apt(settings, "install", "--simulate", VECTOR_PACKAGE, "patchelf")
                        .run())
                .results()
                .map(match -> match.group(1))
                .filter(name -> NEEDED_PACKAGE.matcher(name).matches()
                        && !NEEDLESS_PACKAGE.matcher(name).matches())
                .forEach(wanted::add);
        Path packages = Files.createDirectory(work.resolve("packages"));
        apt(settings, wanted.toArray(String[]::new)).in(packages).run();
        log.info("Downloaded {} packages in {} ms", wanted.size() - 1, millisSince(start));
        return packages;
    }

    private static Command apt(Path settings, String... words) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-y", "-c", settings.toString()));
        command.addAll(List.of(words));
        return Command.of(command).within(Duration.ofMinutes(15));
    }

    private static Path unpack(Path work, Path packages) throws IOException {
        Path root = Files.createDirectory(work.resolve("root"));
        // Debian's /lib is a link, which packages expect to be there.
        Files.createDirectories(root.resolve("usr/lib"));
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(packages, "*.deb")) {
            for (Path file : files) {
                Command.of("dpkg-deb", "--extract", file.toString(), root.toString())
                        .run();
            }
        }
        for (String folder : NEEDLESS_FOLDERS) {
            FileSystemUtils.deleteRecursively(root.resolve(folder));
        }
        Files.deleteIfExists(root.resolve("usr/lib/postgresql/17/lib/llvmjit.so"));
        return root;
    }

    private void pointAtOwnLibraries(Path root) throws IOException {
        Path loader = loader(root);
        Path libraries = root.relativize(loader.getParent() == null ? root : loader.getParent());
        List<String> patch = new ArrayList<>(List.of(
                loader.toString(),
                "--library-path",
                root.resolve(libraries).toString(),
                root.resolve("usr/bin/patchelf").toString(),
                "--set-interpreter",
                prefix.resolve(libraries).resolve(loader.getFileName()).toString(),
                "--force-rpath",
                "--set-rpath",
                prefix.resolve(libraries).toString()));
        try (DirectoryStream<Path> programs =
                Files.newDirectoryStream(root.resolve("usr/lib/postgresql/17/bin"), PrivateInstallation::isElf)) {
            programs.forEach(program -> patch.add(program.toString()));
        }
        Command.of(patch).run();
    }

    private static Path loader(Path root) throws IOException {
        try (Stream<Path> files =
                Files.find(root.resolve("usr/lib"), 2, (file, attributes) -> String.valueOf(file.getFileName())
                        .startsWith("ld-linux"))) {
            // Some architectures have a link to it one level up as well.
            return files.max(Comparator.comparingInt(Path::getNameCount))
                    .orElseThrow(() -> new FirstRunFailed("Debian's libc6 package brought no loader"));
        }
    }

    private static boolean isElf(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            byte[] start = content.readNBytes(4);
            return start.length == 4 && start[0] == 0x7f && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
        }
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
