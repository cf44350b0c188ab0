package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.security.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The AOT cache that is made beside a jar which has been taken apart, as docs/operations.md says. */
class PackagedCacheIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void isUsedWhereItFits() throws Exception {
        Path jar = PackagedGateway.extracted(PackagedGateway.JAR);
        Map<String, String> database = database();
        make(jar.resolveSibling("."), database);
        Path options = jar.resolveSibling("jvm.options").toAbsolutePath();

        // This mode ends the start where the cache does not fit.
        assertThat(start(jar, database, "@" + options + " -XX:AOTMode=on")).doesNotContain("AOT cache");

        Files.writeString(jar.resolveSibling("gateway.aot"), "of another jar");
        assertThat(start(jar, database, "@" + options))
                .containsOnlyOnce("AOT cache")
                .doesNotContain("[aot]");
    }

    private static void make(Path folder, Map<String, String> database) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder maker = new ProcessBuilder(
                        java.toString(), "-Dseconds=1", "src/aot/AotCache.java", folder.toString())
                .inheritIO();
        maker.environment().putAll(database);
        Process made = maker.start();
        assertThat(made.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(made.exitValue()).isZero();
    }

    /** What a gateway says that starts with these options and answers. */
    private static String start(Path jar, Map<String, String> database, String options) throws Exception {
        Map<String, String> environment = new HashMap<>(database);
        environment.put("JDK_JAVA_OPTIONS", options);
        try (PackagedGateway gateway = PackagedGateway.start(jar, environment, List.of())) {
            await().atMost(PATIENCE).until(() -> gateway.isReady() || !gateway.isAlive());
            assertThat(gateway.query(Tokens.valid(), "{ viewer { id } }")).startsWith("{\"data\":{\"viewer\":{\"id\":");
            return gateway.log();
        }
    }

    private static Map<String, String> database() {
        TestPostgres postgres = TestPostgres.shared();
        return Map.of(
                "SPRING_DATASOURCE_URL",
                postgres.jdbcUrl(postgres.createDatabase()),
                "SPRING_DATASOURCE_USERNAME",
                "authenticator",
                "SPRING_DATASOURCE_PASSWORD",
                "authenticator",
                "SPRING_FLYWAY_USER",
                postgres.ownerUser(),
                "SPRING_FLYWAY_PASSWORD",
                postgres.ownerPassword(),
                "GATEWAY_JWT_SECRET",
                Tokens.SECRET);
    }
}
