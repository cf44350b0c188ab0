package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.settings.SettingsInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** What is said of a URL before anybody connects. */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredDatabaseTests {

    private static final String WARNING = "can read the connection, or answer in its place";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example.invalid:5432/x?password=not-to-be-seen",
                "jdbc:postgresql://127.0.0.1,192.0.2.1/x",
                "jdbc:postgresql://192.0.2.1/x?sslmode=prefer",
                "jdbc:postgresql://192.0.2.1/x?sslmode=require"
            })
    void warnOfAConnectionThatAnybodyMayTakeOver(String url, CapturedOutput log) {
        login(url);

        assertThat(log)
                .containsOnlyOnce(WARNING)
                .contains("spring.datasource.url")
                .doesNotContain("not-to-be-seen");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://192.0.2.1/x?sslmode=verify-full",
                "jdbc:postgresql://192.0.2.1/x?ssl=true",
                "jdbc:postgresql://192.0.2.1/x?sslmode=verify-ca",
                "jdbc:postgresql://192.0.2.1/x?sslmode=disable",
                "jdbc:postgresql://127.0.0.1:5432/x",
                "jdbc:postgresql://[::1]/x",
                "jdbc:postgresql:x"
            })
    void doNotWarnOfOneThatIsSafeOrMeant(String url, CapturedOutput log) {
        login(url);

        assertThat(log).doesNotContain(WARNING);
    }

    /** Which would be told about when somebody connects, in words about a server that doesn't answer. */
    @Test
    void refuseAModeThatThereIsNot() {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> login("jdbc:postgresql://127.0.0.1/x?sslmode=verify_full"))
                .withMessageContaining("spring.datasource.url has an sslmode that there isn't")
                .withMessageContaining("verify_full");
    }

    private static void login(String url) {
        new ConfiguredDatabase().gatewayLogin(new MockEnvironment().withProperty("spring.datasource.url", url));
    }
}
