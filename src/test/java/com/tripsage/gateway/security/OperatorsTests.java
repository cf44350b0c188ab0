package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.settings.SettingsInvalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTests {

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789012345678901234567890", "01234567890123456789012345678901 and a blank"})
    void needATokenThatCanBeOne(String token) {
        assertThatThrownBy(() -> new Operators(token, callers -> callers))
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageStartingWith("GATEWAY_OPERATIONS_TOKEN needs at least 32 characters")
                .message()
                .doesNotContain(token);
    }

    @Test
    void keepTheirTokenToThemselves() {
        assertThat(new OperationsProperties("very-secret")).asString().doesNotContain("very-secret");
    }
}
