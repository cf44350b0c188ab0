package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Nothing of a query string, of a token or of a cookie is in the log, however talkative it is. */
@EdgeTest
@TestPropertySource(properties = "logging.level.root=debug")
@ExtendWith(OutputCaptureExtension.class)
class LoggedSecretsTests {

    private static final String SECRET = "very-secret";

    @LocalServerPort
    private int port;

    /** Levels are the whole JVM's. */
    @AfterAll
    static void becomeQuiet() {
        LoggingSystem.get(LoggedSecretsTests.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /graphql?access_token=very-secret HTTP/1.1",
                "GET /graphql?access_token=very-secret HTTP/1.1\n<good>",
                "GET /graphql?query=%7Bme%7D&x=very-secret HTTP/1.1\n<good>",
                "GET /graphql?query=%7B+fault+%7D&x=very-secret HTTP/1.1\n<good>",
                "GET /graphql?query=%7B+unwritable+%7D&x=very-secret HTTP/1.1\n<good>",
                "GET /graphql?query=subscription%7Bticks%7D&x=very-secret HTTP/1.1\nAccept: text/event-stream\n<good>",
                "GET /graphql?query=%7Bvery-secret HTTP/1.1\n<good>",
                "GET /graphql?variables=%7Bvery-secret&query=%7Bme%7D HTTP/1.1\n<good>",
                "GET /graphql?access_token=%zzvery-secret HTTP/1.1\n<good>",
                "GET /graphql?access_token=%ff%fevery-secret HTTP/1.1\n<good>",
                "GET /graphql?very-secret=%zz HTTP/1.1\n<good>",
                "GET /graphql?=very-secret HTTP/1.1\n<good>",
                "GET /graphql?access_token=<very-secret> HTTP/1.1\n<good>",
                "GET /graphql;access_token=very-secret HTTP/1.1\n<good>",
                "GET /graphiql?x=very-secret HTTP/1.1",
                "GET /calendar.ics?key=very-secret HTTP/1.1",
                "GET /webjars/nothing.js?x=very-secret HTTP/1.1",
                "GET /nothing?x=very-secret HTTP/1.1\n<good>",
                "GET /?x=very-secret HTTP/1.1",
                "GET /actuator/health?x=very-secret HTTP/1.1",
                "GET /actuator/prometheus?x=very-secret HTTP/1.1",
                "GET http://localhost/graphql?x=very-secret HTTP/1.1",
                "GET http://very-secret@localhost/graphql HTTP/1.1",
                "GET /graphql?x=very-secret HTTP/9.1",
                "GET /graphql?x=very-secret HTTP/1.1\n<upgrade>",
                "GET /graphql?x=very-secret HTTP/1.1\n<good>\n<upgrade>",
                "GET /graphql?x=%zzvery-secret HTTP/1.1\n<upgrade>",
                "GET /graphql?x=very-secret HTTP/1.1\n<upgrade>\nOrigin: http://evil.test",
                "TRACE /graphql?x=very-secret HTTP/1.1\n<good>",
                "BREW /graphql?x=very-secret HTTP/1.1\n<good>",
                "OPTIONS /graphql?x=very-secret HTTP/1.1\nOrigin: http://evil.test",
                "POST /graphql?x=very-secret HTTP/1.1\nContent-Type: application/json\nContent-Length: 0\n<good>",
                "POST /graphql?access_token=x HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n"
                        + "Content-Length: 24\n\naccess_token=very-secret",
                "POST /graphql?x=very-secret HTTP/1.1\nContent-Type: multipart/form-data; boundary=very-secret\n"
                        + "Content-Length: 0\n<good>",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer tripsage_pat_very-secret",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret x",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret\nAuthorization: Bearer very-secret",
                "GET /graphql HTTP/1.1\nAuthorization: Basic very-secret",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret\u0001",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret\u0085",
                "GET /graphql HTTP/1.1\nAuthorization : Bearer very-secret",
                "GET /graphql HTTP/1.1\nAuthorization Bearer very-secret",
                "GET /graphql HTTP/1.1\nAuthorization: Bearer very-secret\n<upgrade>",
                "GET /graphql HTTP/1.1\nCookie: very-secret\u00e4=\"very-secret"
            })
    void secretsAreNotInTheLog(String request, CapturedOutput log) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(request.replace("<good>", "Authorization: Bearer " + Tokens.valid())
                    .replace("<upgrade>", RawConnection.UPGRADE.strip())
                    .replaceFirst("HTTP/(.\\..)", "HTTP/$1\nHost: localhost")
                    .concat("\n\n")
                    .replace("\n", "\r\n"));

            assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 ").doesNotContain(SECRET);
        }
        assertThat(log.getAll()).doesNotContain(SECRET);
    }
}
