package com.tripsage.gateway.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NicenessTests {

    @Test
    @EnabledOnOs(OS.LINUX)
    void concernsTheOneThread() {
        String before = niceness();
        var last = new CompletableFuture<String>();

        Thread.ofPlatform().start(Niceness.last(() -> last.complete(niceness())));

        assertThat(last.join()).isEqualTo("19");
        assertThat(niceness()).isEqualTo(before);
    }

    /** The nineteenth field, of which the second may have spaces and ends with a bracket. */
    private static String niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
