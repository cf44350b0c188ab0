package com.tripsage.gateway.database;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.GT;

/** The sentences for a connection to PostgreSQL that fails for its TLS, each with what its reader can do about it. */
final class TlsFailures {

    private static final String URLS = "SPRING_DATASOURCE_URL and SPRING_FLYWAY_URL";

    /** Has no cause, and is in the language of the JVM; but the verifier's name is in it, whatever the language. */
    private static final String OF_ANOTHER_HOST = "PgjdbcHostnameVerifier";

    private static final String NO_TLS = "The server does not support SSL.";

    private TlsFailures() {}

    /** The sentence, where the failure is one of TLS. */
    static Optional<String> sentence(SQLException failure) {
        return Optional.ofNullable(
                StartFailures.isOfTheLogin(failure)
                        ? ofTheServer(StartFailures.words(failure))
                        : ofTheClient(failure, StartFailures.words(failure)));
    }

    /** What PostgreSQL itself refuses by its pg_hba.conf, once it knows who connects. */
    private static @Nullable String ofTheServer(String words) {
        if (words.contains("no encryption")) {
            return "PostgreSQL takes no connection without TLS (" + words
                    + "): add sslmode=verify-full and sslrootcert to " + URLS + ".";
        }
        if (words.contains("certificate")) {
            return "PostgreSQL asks for a certificate of the gateway's (" + words
                    + "): name the files by sslcert and sslkey in " + URLS + ", made for the role that logs in.";
        }
        return null;
    }

    private static @Nullable String ofTheClient(SQLException failure, String words) {
        if (words.contains(OF_ANOTHER_HOST)) {
            return "The database's certificate is another host's (" + words + "): write the host in " + URLS
                    + " as the certificate has it, or give the server a certificate for this name.";
        }
        if (words.equals(GT.tr(NO_TLS))) {
            return "The server has no TLS, which sslmode asks for (" + words
                    + "): set ssl = on there, with a certificate and its key, or see that " + URLS
                    + " lead to the right server.";
        }
        Throwable outOfDate = behind(failure, CertificateExpiredException.class, CertificateNotYetValidException.class);
        if (outOfDate != null) {
            return "The database's certificate is out of date (" + outOfDate.getMessage()
                    + "): renew it on the server, which reads it with select pg_reload_conf(), and see that all clocks are right.";
        }
        if (behind(failure, CertPathBuilderException.class) != null) {
            return "Nobody whom the gateway trusts has signed the database's certificate (" + words
                    + "): put the certificate of the one who has into the file that sslrootcert in " + URLS + " names.";
        }
        if (behind(failure, SSLException.class) != null || isThrownByTheDriversTls(failure)) {
            return "TLS with the database fails (" + words + "): see what sslmode, sslrootcert, sslcert and sslkey in "
                    + URLS
                    + " name, that the gateway, and nobody else, may read the key, and what the server's log says.";
        }
        return null;
    }

    /** For files that it can't read or use, it has words, and no kind of exception. */
    private static boolean isThrownByTheDriversTls(SQLException failure) {
        return Arrays.stream(failure.getStackTrace()).limit(1).anyMatch(frame -> frame.getClassName()
                .startsWith(Driver.class.getPackageName() + ".ssl."));
    }

    /** The first of these kinds among the causes. */
    @SafeVarargs
    private static @Nullable Throwable behind(Throwable failure, Class<? extends Exception>... kinds) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Class<? extends Exception> kind : kinds) {
                if (kind.isInstance(cause)) {
                    return cause;
                }
            }
        }
        return null;
    }
}
