package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.DriverInfo;
import tools.jackson.databind.JsonNode;

/** The jar of the image, taken apart as it is there and with the image's modules: a gateway without the private PostgreSQL of a first run. */
class PackagedImageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String SBOM = "META-INF/sbom/application.cdx.json";
    private static final Pattern MODULES = Pattern.compile("--add-modules (\\S+)");

    /** What decision 72 leaves the half of, and what Spring Boot adds, which takes the jar apart. */
    private static final Pattern NOT_AS_RELEASED =
            Pattern.compile("(onnxruntime|tokenizers|jna|spring-boot-jarmode-tools)-.*");

    private static Path jar = Path.of("");

    @BeforeAll
    static void extract() throws Exception {
        jar = PackagedGateway.extracted(PackagedGateway.IMAGE_JAR);
    }

    @Test
    void hasNothingOfAFirstRun() throws Exception {
        assertThat(entries(jar))
                .contains("com/tripsage/gateway/GatewayApplication.class")
                .noneMatch(PackagedImageIT::isOfAFirstRun);
        assertThat(entries(PackagedGateway.JAR)).anyMatch(PackagedImageIT::isOfAFirstRun);
    }

    @Test
    void servesAConfiguredDatabase() throws Exception {
        List<String> settings = Arrays.stream(GatewayTest.OnTestPostgres.properties(
                        TestPostgres.shared().createDatabase()))
                .filter(property -> !property.startsWith("test.") && !property.startsWith("gateway.embedding.provider"))
                .map(property -> "--" + property)
                .toList();
        try (PackagedGateway gateway = PackagedGateway.start(jar, modulesOfTheImage(), settings)) {
            await().atMost(PATIENCE).until(() -> gateway.isReady() || !gateway.isAlive());

            assertThat(gateway.isAlive()).as(gateway.log()).isTrue();
            assertThat(gateway.query(Tokens.valid(), "{ viewer { id } }")).startsWith("{\"data\":{\"viewer\":{\"id\":");
            // The model and its native code are in the jar.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.query(
                            Tokens.valid(), "{ searchMemories(query: { text: \\\"seats\\\" }, first: 1) { mode } }"))
                    .contains("\"mode\":\"HYBRID\""));

            assertThat(gateway.status("/actuator/sbom")).isEqualTo(401);
            assertThat(gateway.get(Tokens.valid(), "/actuator/sbom/application").statusCode())
                    .isEqualTo(403);
            if (entries(jar).contains(SBOM)) {
                assertThat(gateway.get(Tokens.OPERATOR, "/actuator/sbom/application")
                                .body())
                        .contains("\"bomFormat\" : \"CycloneDX\"");
            }
        }
    }

    /** What the jar's list of its parts says, it has, and the other way round. */
    @Test
    void namesItsLibraries() throws IOException {
        try (JarFile file = new JarFile(PackagedGateway.IMAGE_JAR.toFile())) {
            ZipEntry entry = file.getEntry(SBOM);
            // Offline, Maven leaves the plugin out that makes it.
            assumeFalse(
                    entry == null && Boolean.getBoolean("offline"), "There is no SBOM of a build without a network");
            JsonNode sbom = Wire.JSON.readTree(file.getInputStream(entry));
            assertThat(sbom.at("/bomFormat").stringValue()).isEqualTo("CycloneDX");
            Set<String> purls = sbom.at("/components")
                    .valueStream()
                    .map(component -> component.at("/purl").stringValue())
                    .collect(Collectors.toSet());
            assertThat(purls)
                    .contains("pkg:maven/org.postgresql/postgresql@" + DriverInfo.DRIVER_VERSION + "?type=jar");

            Set<String> hashes = sbom.at("/components")
                    .valueStream()
                    .flatMap(component -> component.at("/hashes").valueStream())
                    .map(hash -> hash.at("/content").stringValue())
                    .collect(Collectors.toSet());
            assertThat(file.stream().filter(library -> library.getName().matches("BOOT-INF/lib/.+\\.jar")))
                    .hasSizeGreaterThan(100)
                    .allSatisfy(library -> {
                        String name = Path.of(library.getName()).getFileName().toString();
                        if (!NOT_AS_RELEASED.matcher(name).matches()) {
                            assertThat(hashes).as(name).contains(sha256(file, library));
                        }
                    });
        }
    }

    @Test
    void saysThatNoDatabaseIsConfigured() throws Exception {
        try (PackagedGateway gateway = PackagedGateway.start(jar, Map.of(), List.of())) {
            assertThat(gateway.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(gateway.log())
                    .containsOnlyOnce("No database is configured: set SPRING_DATASOURCE_URL")
                    .doesNotContain("\tat ", "Caused by");
        }
    }

    /** The modules of Java that the Dockerfile puts into the image. */
    private static Map<String, String> modulesOfTheImage() throws IOException {
        Matcher modules = MODULES.matcher(Files.readString(Path.of("Dockerfile")));
        assertThat(modules.find()).isTrue();
        return Map.of("JAVA_TOOL_OPTIONS", "--limit-modules=" + modules.group(1));
    }

    private static String sha256(JarFile file, ZipEntry entry) {
        try (InputStream bytes = file.getInputStream(entry)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOfAFirstRun(String name) {
        return name.contains("firstrun") || name.contains("first-run");
    }

    private static List<String> entries(Path jar) throws Exception {
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> names = file.stream().map(Object::toString)) {
            return names.toList();
        }
    }
}
