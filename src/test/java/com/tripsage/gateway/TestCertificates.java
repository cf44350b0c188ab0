package com.tripsage.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of a test's own, and the certificates that it signs: made by the JDK's keytool, about a second each. */
public final class TestCertificates {

    private static final String PASSWORD = "not-a-secret";
    private static final String CA = "ca";
    private static final String LOCAL = "san=dns:localhost,ip:127.0.0.1";

    private final Path store;
    private int made;

    private TestCertificates(Path store) {
        this.store = store;
    }

    /** An authority, which is kept in the folder. */
    public static TestCertificates authority(Path folder, String name) {
        var authority = new TestCertificates(folder.resolve(name + ".p12"));
        authority.keytool("-alias", CA, "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "3650");
        return authority;
    }

    /** A certificate for this machine, which counts for three months. */
    public Issued local() {
        return issue("localhost", LOCAL, "-1d", 90);
    }

    /** One that counted until yesterday. */
    public Issued expired() {
        return issue("localhost", LOCAL, "-10d", 9);
    }

    public Issued of(String host) {
        return issue(host, "san=dns:" + host, "-1d", 90);
    }

    /** A client's own. */
    public Issued client(String user) {
        return issue(user, "eku=clientAuth", "-1d", 90);
    }

    private Issued issue(String name, String extension, String start, int days) {
        String alias = "issued" + ++made;
        keytool(
                "-alias",
                alias,
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-startdate",
                start,
                "-validity",
                String.valueOf(days),
                "-signer",
                CA);
        try {
            KeyStore keys = load();
            return new Issued(Arrays.asList(keys.getCertificateChain(alias)), (PrivateKey)
                    keys.getKey(alias, PASSWORD.toCharArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client trusts: this authority, and no other. */
    public SSLContext trusted() {
        try {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            authorities.setCertificateEntry(CA, load().getCertificate(CA));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's own certificate, as a file. */
    public String pem() {
        try {
            return pem("CERTIFICATE", load().getCertificate(CA).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            assertThat(keytool.waitFor()).as(output).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(kind, Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(content));
    }

    /**
     * A certificate with its chain, and its key.
     *
     * @param chain its own first
     */
    public record Issued(List<Certificate> chain, PrivateKey key) {

        public X509Certificate certificate() {
            return (X509Certificate) chain.getFirst();
        }

        public String certificatePem() {
            return chain.stream().map(Issued::encoded).collect(Collectors.joining());
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        private static String encoded(Certificate certificate) {
            try {
                return pem("CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
