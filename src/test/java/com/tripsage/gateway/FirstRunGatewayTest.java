package com.tripsage.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/** A gateway with nothing configured but its folder and a free port: with a PostgreSQL of its own, demo users and GraphiQL. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(named = "postgres", matches = "docker", disabledReason = "PostgreSQL need not be installed")
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "gateway.embedded.data=${postgres.data:target/postgres}-first-run")
@ContextConfiguration(initializers = FirstRunGatewayTest.InNewFolder.class)
public @interface FirstRunGatewayTest {

    /** Takes away what an earlier run has left. */
    class InNewFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                FileSystemUtils.deleteRecursively(
                        Path.of(context.getEnvironment().getRequiredProperty("gateway.embedded.data")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
