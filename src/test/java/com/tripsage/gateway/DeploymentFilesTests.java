package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of docs/deploy, read by what they are for. Skipped where Node and npm, or systemd, are missing. */
class DeploymentFilesTests {

    private static final Path FILES = Path.of("docs/deploy").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.yaml", "migrate.yaml"})
    void kubernetesKnowsWhatTheManifestSays(String manifest) {
        NodeScripts.install();
        NodeScripts.run(
                "kubernetes.mjs",
                0,
                "",
                Map.of("MANIFEST", FILES.resolve(manifest).toString()));
    }

    @Test
    void systemdKnowsWhatTheUnitSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not installed");
        Process systemd = new ProcessBuilder(
                        "/usr/bin/systemd-analyze",
                        "verify",
                        FILES.resolve("tripsage-gateway.service").toString())
                .redirectErrorStream(true)
                .start();

        String output = new String(systemd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(systemd.waitFor()).as(output).isZero();
        assertThat(output).isEmpty();
    }
}
