package com.tripsage.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsFailureAnalyzerTests {

    @Test
    void explainsAFailedStartInOneSentence() {
        assertThat(new SettingsFailureAnalyzer().analyze(new SettingsInvalid("Set it.")))
                .satisfies(analysis -> assertThat(analysis.getDescription()).isEqualTo("Set it."));
    }
}
