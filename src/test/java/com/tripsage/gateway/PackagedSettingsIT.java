package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged gateway with a setting that is wrong: it ends at once, and says which one and what to do. */
class PackagedSettingsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "--gateway.limits.concurent-operations=10, gateway.limits.concurent-operations",
        "--gateway.limits.request-timeout=soon, gateway.limits.request-timeout",
        "--gateway.jwt.secret=short, GATEWAY_JWT_SECRET",
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none, SPRING_DATASOURCE_URL",
        "--spring.flyway.password=guessed, SPRING_FLYWAY_PASSWORD"
    })
    void endsAndNamesTheSetting(String argument, String named) throws Exception {
        try (PackagedGateway gateway = PackagedGateway.start(PackagedGateway.JAR, Map.of(), settings(argument))) {
            assertEndedWith(gateway, named);
        }
    }

    @Test
    void endsWhereAnotherProgramHasThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PackagedGateway gateway = PackagedGateway.start(
                        PackagedGateway.JAR, taken.getLocalPort(), Map.of(), settings("--server.address=127.0.0.1"))) {
            assertEndedWith(gateway, String.valueOf(taken.getLocalPort()));
        }
    }

    private static void assertEndedWith(PackagedGateway gateway, String named) throws InterruptedException {
        assertThat(gateway.exitCode(PATIENCE)).isEqualTo(1);
        assertThat(gateway.log()).contains(named).doesNotContain("\tat ", "Caused by", "guessed");
    }

    private static List<String> settings(String wrong) throws IOException {
        String name = wrong.substring(0, wrong.indexOf('=') + 1);
        List<String> settings = new ArrayList<>();
        Arrays.stream(GatewayTest.OnTestPostgres.properties(
                        TestPostgres.shared().createDatabase()))
                .filter(property -> !property.startsWith("test."))
                .map(property -> "--" + property)
                .filter(argument -> !argument.startsWith(name))
                .forEach(settings::add);
        settings.add(wrong);
        return settings;
    }
}
