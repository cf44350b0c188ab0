package com.tripsage.gateway.firstrun;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** Debian's packages, unpacked into a folder where they run with the C library among them: the machine's may be older. */
record UnpackedPackages(Path root) {

    private static final List<String> NEEDLESS_FOLDERS = List.of(
            "usr/share/doc",
            "usr/share/man",
            "usr/share/locale",
            "usr/share/lintian",
            "usr/lib/postgresql/17/lib/bitcode",
            "usr/lib/postgresql/17/lib/pgxs");

    /** Unpacks all packages of a folder into a new one. */
    static UnpackedPackages unpack(Path packages, Path root) throws IOException {
        Files.createDirectory(root);
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
        return new UnpackedPackages(root);
    }

    /**
     * Points the programs at the libraries that they came with.
     *
     * @param prefix the folder to which all this will be moved
     */
    void pointAtOwnLibraries(Path prefix) throws IOException {
        Path loader = loader();
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
                Files.newDirectoryStream(root.resolve("usr/lib/postgresql/17/bin"), UnpackedPackages::isElf)) {
            programs.forEach(program -> patch.add(program.toString()));
        }
        Command.of(patch).run();
    }

    private Path loader() throws IOException {
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
}
