package com.tripsage.gateway.firstrun;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * The settings of a gateway with nothing configured: it listens to its own machine only, lets pages from there call it, trusts
 * the tokens that it signs itself, encrypts with a key of its own, and shows its schema and GraphiQL.
 */
class FirstRunDefaults implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Defaults(environment));
    }

    /** Answers when it is asked, because tests say only later that they have a database. */
    private static final class Defaults extends PropertySource<Object> {

        // Not the source itself: Boot would look for further sources in it, and find this one again without end.
        private final Environment environment;

        Defaults(Environment environment) {
            super("firstRunDefaults");
            this.environment = environment;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return switch (name) {
                case "server.address" -> isFirstRun() ? "127.0.0.1" : null;
                // what is closed wherever a database is configured
                case "gateway.introspection.enabled", "gateway.graphiql.enabled", "gateway.cors.allow-loopback" ->
                    isFirstRun() ? "true" : null;
                case "gateway.jwt.secret" ->
                    isFirstRun() && !trustsSomebodyElse() ? dataFolder().jwtSecret() : null;
                case "gateway.encryption.keys" ->
                    isFirstRun() && !StringUtils.hasText(environment.getProperty("gateway.encryption.file"))
                            ? dataFolder().encryptionKey()
                            : null;
                case "gateway.assets.store.folder" ->
                    isFirstRun() ? dataFolder().assets().toString() : null;
                case "gateway.operations.token" -> isFirstRun() ? dataFolder().operationsToken() : null;
                default -> null;
            };
        }

        private boolean isFirstRun() {
            return NoDatabaseConfigured.isTrueOf(environment);
        }

        private boolean trustsSomebodyElse() {
            return Stream.of("issuer-uri", "jwk-set-uri")
                    .anyMatch(name -> StringUtils.hasText(
                            environment.getProperty("spring.security.oauth2.resourceserver.jwt." + name)));
        }

        private DataFolder dataFolder() {
            return DataFolder.of(environment);
        }
    }
}
