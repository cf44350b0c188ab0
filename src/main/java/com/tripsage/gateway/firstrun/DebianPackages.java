package com.tripsage.gateway.firstrun;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debian's packages of PostgreSQL and all that it needs, downloaded by an apt on a state of its own. In that state no package
 * is installed, so apt names everything down to the C library.
 */
record DebianPackages(Path work, Path settings) {

    private static final Logger LOG = LoggerFactory.getLogger(DebianPackages.class);

    /** The Debian release that has the package, whichever one the machine runs. */
    private static final String RELEASE = "trixie";

    static final String VECTOR_PACKAGE = "postgresql-17-pgvector";

    /** An index of Debian's. Third parties name their suites alike; the path, and then the signature, tell them apart. */
    private static final Pattern DEBIAN_INDEX = Pattern.compile("'([^']*/debian(?:\\.list|/[^']*)?)/dists/"
            + "(?:buster|bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)"
            + "/main/binary-[^/']+/Packages.*");

    private static final Path DEBIAN_KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

    private static final Pattern PLANNED_PACKAGE = Pattern.compile("(?m)^Inst (\\S+) ");

    private static final Pattern NEEDED_PACKAGE =
            Pattern.compile("lib.*|zlib1g|patchelf|postgresql-17|postgresql-client-17|" + VECTOR_PACKAGE);

    /** What the server runs without: the JIT compiler, Perl, translations, and tools of other programs. */
    private static final Pattern NEEDLESS_PACKAGE =
            Pattern.compile("libllvm.*|libz3.*|libperl.*|.*-perl|libc-l10n|libc-bin|libpam-modules.*|.*-common");

    private static final Pattern LISTED_SIZE = Pattern.compile("(?m)^'[^']*' \\S+ (\\d+)");

    private static final long MB = 1_000_000;

    /**
     * Packages that are still to be downloaded. The machine's configuration stays in force, for proxies and the like, without
     * its hooks.
     */
    static DebianPackages in(Path work) throws IOException {
        Path apt = Files.createDirectories(work.resolve("apt"));
        Files.createDirectories(apt.resolve("lists/partial"));
        Files.createDirectories(apt.resolve("cache/archives/partial"));
        Path status = Files.createFile(apt.resolve("status"));
        Path settings = Files.writeString(apt.resolve("apt.conf"), """
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
        return new DebianPackages(work, settings);
    }

    /** The mirror from which this machine takes Debian's packages, where it is a Debian. */
    Optional<String> mirror() {
        return apt("update", "--print-uris")
                .run()
                .lines()
                .flatMap(line -> DEBIAN_INDEX.matcher(line).results())
                .map(match -> match.group(1))
                .findFirst();
    }

    /** The folder of the packages that the server needs, down to the C library. */
    Path download(String mirror) throws IOException {
        Stopwatch time = Stopwatch.started();
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
        LOG.info("Reading which packages Debian has");
        apt("update").run();
        List<String> wanted = new ArrayList<>();
        PLANNED_PACKAGE
                .matcher(
                        apt("install", "--simulate", VECTOR_PACKAGE, "patchelf").run())
                .results()
                .map(match -> match.group(1))
                .filter(name -> NEEDED_PACKAGE.matcher(name).matches()
                        && !NEEDLESS_PACKAGE.matcher(name).matches())
                .forEach(wanted::add);
        Path packages = Files.createDirectory(work.resolve("packages"));
        long size = size(download(wanted, "--print-uris").in(packages).run());
        LOG.info("Downloading {} packages, {} MB", wanted.size(), size / MB);
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> telling = clock.scheduleAtFixedRate(
                    () -> LOG.info("Downloaded {} of {} MB", sizeOfFiles(packages) / MB, size / MB), 2, 2, SECONDS);
            download(wanted).in(packages).run();
            telling.cancel(false);
        }
        LOG.info("Downloaded {} packages in {} ms", wanted.size(), time.millis());
        return packages;
    }

    /** The bytes that apt is about to fetch, which it lists by address, name and size. */
    static long size(String uris) {
        return LISTED_SIZE
                .matcher(uris)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    /** The bytes that are there by now. */
    private static long sizeOfFiles(Path folder) {
        return Stream.of(Objects.requireNonNullElse(folder.toFile().listFiles(), new File[0]))
                .mapToLong(File::length)
                .sum();
    }

    private Command download(List<String> packages, String... options) {
        return apt(Stream.of(Stream.of("download"), Stream.of(options), packages.stream())
                .flatMap(words -> words)
                .toArray(String[]::new));
    }

    private Command apt(String... words) {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-y", "-c", settings.toString()));
        command.addAll(List.of(words));
        return Command.of(command).within(Duration.ofMinutes(15));
    }
}
