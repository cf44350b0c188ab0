package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lines of shell on a page, run from the first to the last. */
final class ShellPage {

    private static final Pattern LINES = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private ShellPage() {}

    /** Runs a page's lines as a user, and tells what they printed. */
    static String run(String page, Path folder, int port, Traveller user) throws IOException, InterruptedException {
        String lines = LINES.matcher(Files.readString(Path.of("docs", page)))
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
                        user.token(),
                        "EMAIL",
                        user.email()));
        Process running = shell.start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(output).isZero();
        return output;
    }
}
