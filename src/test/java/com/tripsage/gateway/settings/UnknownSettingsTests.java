package com.tripsage.gateway.settings;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class UnknownSettingsTests {

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_LIMIT_DEPTH, GATEWAY_LIMITS_DEPTH",
        "GATEWAY_LIMITS_DEPHT, GATEWAY_LIMITS_DEPTH",
        "GATEWAY_JWTSECRET, GATEWAY_JWT_SECRET",
        "GATEWAY_WEBSOCKET_MAX_CONECTIONS, GATEWAY_WEBSOCKET_MAXCONNECTIONS",
        "GATEWAY_CORS_ORIGINS, GATEWAY_CORS_ALLOWEDORIGINS"
    })
    void areRefusedAsVariables(String variable, String meant) {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> check(variables(variable)))
                .withMessage("The gateway has no setting " + variable + ": did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.limit.depth, gateway.limits.depth",
        "gateway.limits.depth.max, gateway.limits.depth",
        "gateway.database.statement_timeouts, gateway.database.statement-timeout"
    })
    void areRefusedAsProperties(String property, String meant) {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> check(new MapPropertySource("properties", Map.of(property, "1"))))
                .withMessage("The gateway has no setting " + property + ": did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GATEWAY_XYZ",
                "GATEWAY_",
                "GATEWAY_MEMORY_DUPLICATEDISTANCE",
                "GATEWAY_UNRELATEDTOANYTHINGTHATTHEREIS"
            })
    void areRefusedWithoutAGuess(String variable) {
        assertThatExceptionOfType(SettingsInvalid.class)
                .isThrownBy(() -> check(variables(variable)))
                .withMessageContaining(variable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GATEWAY_LIMITS_DEPTH",
                "GATEWAY_LIMITS_DOCUMENTLENGTH",
                "GATEWAY_LIMITS_DOCUMENT_LENGTH",
                "GATEWAY_CORS_ALLOWEDORIGINS_0",
                "GATEWAY_DATABASE_VECTORINDEX",
                "GATEWAY_EMBEDDED_DATA",
                "GATEWAY_SERVICE_HOST",
                "GATEWAY_SERVICE_PORT_HTTP",
                "GATEWAY_PORT",
                "GATEWAY_PORT_8080_TCP_ADDR",
                "GATEWAY_PUBLISH",
                "GATEWAY_JAR",
                "GATEWAY_ARGS",
                "GATEWAY_JAVA_OPTS",
                "GATEWAY_DATABASE",
                "MY_GATEWAY_LIMIT",
                "GATEWAYS"
            })
    void areNotThoseThatAreKnownOrSomebodyElses(String variable) {
        assertThatNoException().isThrownBy(() -> check(variables(variable)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.limits.depth",
                "gateway.limits.documentLength",
                "gateway.limits.document_length",
                "gateway.cors.allowed-origins[0]",
                "gateways.limit"
            })
    void areNotThoseInAnotherSpelling(String property) {
        assertThatNoException().isThrownBy(() -> check(new MapPropertySource("properties", Map.of(property, "1"))));
    }

    private static PropertySource<?> variables(String name) {
        return new SystemEnvironmentPropertySource("variables", Map.of(name, "1"));
    }

    private static void check(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        new UnknownSettings().postProcessEnvironment(environment, new SpringApplication());
    }
}
