package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class FirstRunDefaultsTests {

    private final MockEnvironment environment = new MockEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"gateway.introspection.enabled", "gateway.graphiql.enabled", "gateway.cors.allow-loopback"})
    void opensForDevelopmentOnlyWhereNoDatabaseIsConfigured(String property) {
        process();
        assertThat(environment.getProperty(property, Boolean.class)).isTrue();

        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db.example.com/trips");
        assertThat(environment.getProperty(property, Boolean.class)).isNull();
    }

    @Test
    void canBeOverridden() {
        environment.setProperty("gateway.introspection.enabled", "false");
        process();

        assertThat(environment.getProperty("gateway.introspection.enabled", Boolean.class))
                .isFalse();
    }

    @Test
    void makesUpAKeyForSecretsUnlessThereIsAnother(@TempDir Path folder) {
        environment.setProperty("gateway.embedded.data", folder.toString());
        process();
        String key = environment.getProperty("gateway.encryption.keys");
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
        assertThat(environment.getProperty("gateway.encryption.keys")).isEqualTo(key);

        environment.setProperty("gateway.encryption.file", "/run/secrets/keys");
        assertThat(environment.getProperty("gateway.encryption.keys")).isNull();
    }

    private void process() {
        new FirstRunDefaults().postProcessEnvironment(environment, new SpringApplication());
    }
}
