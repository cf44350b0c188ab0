package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway, asked for a token instead of being started. */
class PackagedTokenIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path data = Path.of("");

    @Test
    void printsATokenAndNothingElse() throws Exception {
        Files.writeString(data.resolve("jwt-secret"), "a secret that is long enough to sign with");

        try (PackagedGateway gateway = ask("bob@example.com")) {
            assertThat(gateway.exitCode(PATIENCE)).isZero();
            assertThat(gateway.log()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        try (PackagedGateway gateway = ask("bob@example.com")) {
            assertThat(gateway.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(gateway.log())
                    .startsWith("There is no gateway's data in " + data)
                    .hasLineCount(1);
        }
    }

    private PackagedGateway ask(String email) {
        return PackagedGateway.start(
                PackagedGateway.JAR, Map.of("GATEWAY_EMBEDDED_DATA", data.toString()), List.of("token", email));
    }
}
