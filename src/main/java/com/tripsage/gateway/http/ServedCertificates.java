package com.tripsage.gateway.http;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;

/**
 * The certificates that the gateway shows its clients. Spring Boot reads them, and reads them again when their files change. What no
 * client would accept is refused before Tomcat gets it, so that the certificate of before goes on: two files are written one after
 * the other, and for a moment belong to different certificates.
 */
final class ServedCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(ServedCertificates.class);

    private static final byte[] ANYTHING = {1};

    private final SslBundles bundles;

    ServedCertificates(SslBundles bundles) {
        this.bundles = bundles;
    }

    /** Looks at the certificate that the server starts with, and from now on at each that comes. */
    void checkOf(@Nullable Ssl settings) {
        String served = Ssl.isEnabled(settings) && settings != null ? settings.getBundle() : null;
        if (served != null) {
            checkAtStart(served);
        }
        // Also those of the management's port. Who asks first is told first, and whoever refuses ends the telling.
        bundles.getBundleNames()
                .forEach(name -> bundles.addBundleUpdateHandler(name, bundle -> checkNew(name, bundle)));
    }

    private void checkAtStart(String name) {
        try {
            for (Entry entry : entries(bundles.getBundle(name))) {
                if (!entry.belongTogether()) {
                    throw new SettingsInvalid("The key of the bundle " + name + " is another certificate's ("
                            + entry.subject() + "): give both files of one certificate.");
                }
                tell(name, entry);
            }
        } catch (NoSuchSslBundleException e) {
            throw new SettingsInvalid(
                    "server.ssl.bundle is " + name + ", and there is no such bundle: set spring.ssl.bundle.pem." + name
                            + ".keystore.certificate and …private-key to the files of a certificate and its key.",
                    e);
        } catch (IllegalStateException | GeneralSecurityException e) {
            throw new SettingsInvalid(CertificateFailures.sentence("The bundle " + name + " can't be used", e), e);
        }
    }

    /** A certificate that is out of date is used at the start, where there is none of before, and clients have to be told. */
    private static void tell(String name, Entry entry) {
        if (entry.isOutOfDate()) {
            LOG.error(
                    "The certificate of the bundle {} is out of date, and clients refuse it: {}, until {}",
                    name,
                    entry.subject(),
                    entry.end());
        } else {
            LOG.info("The certificate of the bundle {}: {}, until {}", name, entry.subject(), entry.end());
        }
    }

    private static void checkNew(String name, SslBundle bundle) {
        try {
            for (Entry entry : entries(bundle)) {
                if (!entry.belongTogether()) {
                    throw refused(name, "its key is another certificate's", entry);
                }
                if (entry.isOutOfDate()) {
                    throw refused(name, "it is out of date", entry);
                }
                LOG.info("A new certificate of the bundle {}: {}, until {}", name, entry.subject(), entry.end());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The new certificate of the bundle " + name + " can't be used", e);
        }
    }

    private static IllegalStateException refused(String name, String why, Entry entry) {
        return new IllegalStateException(
                "The new certificate of the bundle %s is not used, and the one of before goes on, because %s (%s, until %s)"
                        .formatted(name, why, entry.subject(), entry.end()));
    }

    private static List<Entry> entries(SslBundle bundle) throws GeneralSecurityException {
        List<Entry> entries = new ArrayList<>();
        KeyStore store = bundle.getStores().getKeyStore();
        if (store != null) {
            String password = bundle.getKey().getPassword() != null
                    ? bundle.getKey().getPassword()
                    : bundle.getStores().getKeyStorePassword();
            char[] secret = password == null ? new char[0] : password.toCharArray();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, secret) instanceof PrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    entries.add(new Entry(certificate, key));
                }
            }
        }
        return entries;
    }

    /** A certificate and the key beside it. */
    private record Entry(X509Certificate certificate, PrivateKey key) {

        /** Whether the certificate verifies what the key signs. */
        boolean belongTogether() throws GeneralSecurityException {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            try {
                signature.initVerify(certificate.getPublicKey());
                signature.update(ANYTHING);
                return signature.verify(signed);
            } catch (InvalidKeyException | SignatureException ofAnotherKindOrSize) {
                return false;
            }
        }

        boolean isOutOfDate() {
            try {
                certificate.checkValidity();
                return false;
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                return true;
            }
        }

        String subject() {
            return certificate.getSubjectX500Principal().getName();
        }

        Instant end() {
            return certificate.getNotAfter().toInstant();
        }
    }
}
