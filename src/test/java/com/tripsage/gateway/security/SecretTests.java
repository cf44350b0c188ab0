package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTests {

    @Test
    void isRecognisedByItsForm() {
        Set<String> secrets = new HashSet<>();
        for (int n = 0; n < 1000; n++) {
            String secret = Secret.random("tripsage_pat_");
            assertThat(secret).matches("tripsage_pat_[0-9A-Za-z]{36}");
            assertThat(Secret.isWellFormed(secret)).isTrue();
            assertThat(secrets.add(secret)).isTrue();
        }
    }

    /** The CRC-32 of nothing is 0, and that of "123456789" the check value of every implementation, 0xCBF43926. */
    @Test
    void hasTheChecksumThatScannersKnow() {
        assertThat(Secret.checksum("")).isEqualTo("000000");
        assertThat(Secret.checksum("123456789")).isEqualTo("3jZRME");
    }

    @Test
    void isRefusedWithAnyOtherDigit() {
        String secret = Secret.random("tripsage_pat_");
        for (int at = "tripsage_pat_".length(); at < secret.length(); at++) {
            char other = secret.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(Secret.isWellFormed(secret.substring(0, at) + other + secret.substring(at + 1)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tripsage_pat_", "ghp_000000000000000000000000000000000000"})
    void isNothingElse(String other) {
        assertThat(Secret.isWellFormed(other)).isFalse();
        assertThat(Secret.isWellFormed(Secret.random("tripsage_pat_") + "0")).isFalse();
        assertThat(Secret.isWellFormed(Secret.random("tripsage_pat_").toUpperCase(Locale.ROOT)))
                .isFalse();
    }
}
