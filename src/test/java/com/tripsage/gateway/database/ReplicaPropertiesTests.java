package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaPropertiesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica.example.com                                  | no URL",
                "postgres://app:hunter2@replica/tripsage              | no URL",
                "jdbc:mysql://replica/tripsage?password=hunter2       | no URL",
                "jdbc:postgresql://a,b/tripsage?password=hunter2      | more than one host",
                "jdbc:postgresql://a:5432,b:5433/tripsage             | more than one host"
            })
    void refusesWhatIsNotOneServerWithoutShowingIt(String url, String why) {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> new ReplicaProperties(url, Duration.ofSeconds(5)).checked())
                .withMessageContaining("gateway.replica.url")
                .withMessageContaining(why)
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusesAnswersThatMustHaveNoAge() {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> new ReplicaProperties("jdbc:postgresql://a/tripsage", Duration.ZERO).checked())
                .withMessageContaining("gateway.replica.max-age");
    }

    @Test
    void takesOneServer() {
        assertThatCode(() -> new ReplicaProperties(
                                "jdbc:postgresql://[::1]:5433/tripsage?sslmode=verify-full", Duration.ofMillis(1))
                        .checked())
                .doesNotThrowAnyException();
    }
}
