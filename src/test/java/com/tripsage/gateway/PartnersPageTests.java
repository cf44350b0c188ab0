package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/partners.md shows, taken from it and run by a shell, from the first line to the last. */
class PartnersPageTests extends OneTraveller {

    private static final Pattern LINES = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void works(@TempDir Path folder) throws Exception {
        String lines = LINES.matcher(Files.readString(Path.of("docs/partners.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining("\necho\n"));

        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment()
                .putAll(Map.of(
                        "GATEWAY_URL",
                        "http://127.0.0.1:" + port + "/graphql",
                        "GATEWAY_TOKEN",
                        ada.token(),
                        "EMAIL",
                        ada.email()));
        Process running = shell.start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(running.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("\"createTrip\":{\"trip\":{")
                .contains("\"kind\":\"SUBSCRIBED\"")
                .contains("\"scope\":\"memories:read\"")
                .contains("\"revokedAt\":\"2")
                .contains("\"erasedId\":\"" + ada.id() + "\",\"isComplete\":true")
                .doesNotContain("GRAPHQL_VALIDATION_FAILED", "UNAUTHENTICATED", "INTERNAL", "BAD_USER_INPUT");
    }
}
