package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tripsage.gateway.TestCertificates;
import com.tripsage.gateway.TestCertificates.Issued;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts of the edge with certificates that are not as they should be. */
@ExtendWith(OutputCaptureExtension.class)
class CertificateStartTests {

    private static final String RELOADED = "--spring.ssl.bundle.pem.gateway.reload-on-update=true";

    @TempDir
    private static Path folder;

    private static TestCertificates authority;
    private static Issued good;

    private final Path certificate = folder.resolve("tls.crt");
    private final Path key = folder.resolve("tls.key");

    @BeforeAll
    static void issue() {
        authority = TestCertificates.authority(folder, "authority");
        good = authority.local();
    }

    @Test
    void refuseABundleThatThereIsNot(CapturedOutput log) throws IOException {
        write(good.certificatePem(), good.keyPem());

        assertRefused(
                log, "gatewey", "server.ssl.bundle is gatewey, and there is no such bundle: set spring.ssl.bundle.pem");
    }

    @Test
    void refuseAFileThatIsMissing(CapturedOutput log) throws IOException {
        write(good.certificatePem(), good.keyPem());
        Files.delete(key);

        assertRefused(log, "gateway", "The bundle gateway can't be used (");
        assertThat(log).contains("FileNotFoundException: " + key);
    }

    @Test
    void refuseAFileThatIsMissingAndWouldBeReadAgain(CapturedOutput log) throws IOException {
        write(good.certificatePem(), good.keyPem());
        Files.delete(key);

        assertRefused(
                log, "gateway", "The certificates can't be read (Unable to register SSL bundle 'gateway'", RELOADED);
        assertThat(log).contains(key.toString());
    }

    @Test
    void refuseTheKeyOfAnotherCertificate(CapturedOutput log) throws IOException {
        write(good.certificatePem(), authority.local().keyPem());

        assertRefused(log, "gateway", "The key of the bundle gateway is another certificate's (CN=localhost)");
    }

    /** Nothing of before could go on; whoever doesn't look at certificates, as a probe, is answered. */
    @Test
    void useOneThatIsOutOfDateAndSaySo(CapturedOutput log) throws Exception {
        Issued expired = authority.expired();
        write(expired.certificatePem(), expired.keyPem());

        try (ConfigurableApplicationContext edge = start("gateway")) {
            URI address = URI.create("https://localhost:"
                    + edge.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/health");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(authority.trusted()).build();

            assertThat(log).contains("The certificate of the bundle gateway is out of date, and clients refuse it");
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(
                            () -> client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()))
                    .withMessageContaining("validity check failed");
        }
    }

    private void write(String certificatePem, String keyPem) throws IOException {
        Files.writeString(certificate, certificatePem);
        Files.writeString(key, keyPem);
    }

    private void assertRefused(CapturedOutput log, String bundle, String sentence, String... more) {
        assertThat(catchThrowable(() -> start(bundle, more).close())).isNotNull();
        assertThat(log).contains("APPLICATION FAILED TO START", sentence).doesNotContain("\tat ", "Caused by");
    }

    private ConfigurableApplicationContext start(String bundle, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--server.ssl.bundle=" + bundle,
                "--spring.ssl.bundle.pem.gateway.keystore.certificate=" + certificate,
                "--spring.ssl.bundle.pem.gateway.keystore.private-key=" + key,
                "--gateway.jwt.secret=" + Tokens.SECRET,
                "--management.endpoint.health.validate-group-membership=false"));
        return new SpringApplicationBuilder(EdgeApplication.class).run(arguments.toArray(String[]::new));
    }
}
