package com.tripsage.gateway.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** The folder that has the bytes of a test's gateways. */
record StoreFolder(Path root) {

    static StoreFolder of(Environment environment) {
        return new StoreFolder(Path.of(environment.getRequiredProperty("gateway.assets.store.folder")));
    }

    /** What there is of an asset, or of an upload. */
    List<Path> files(String id) throws IOException {
        return all("").stream().filter(path -> path.endsWith(id)).toList();
    }

    /** What is being written, and what was being written when its gateway ended. */
    List<Path> unfinished() throws IOException {
        return all("unfinished").stream().filter(Files::isRegularFile).toList();
    }

    private List<Path> all(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            return all.toList();
        }
    }
}
