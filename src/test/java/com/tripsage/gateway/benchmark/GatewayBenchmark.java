package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.GatewayTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The whole gateway on a free port, over a PostgreSQL that has room for a million memories. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "gateway.quota.texts-per-minute=0")
@ContextConfiguration(initializers = GatewayBenchmark.OnLargePostgres.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@interface GatewayBenchmark {

    /** The tests' PostgreSQL, with these settings unless {@code -Dpostgres.settings} has others. */
    class OnLargePostgres extends GatewayTest.OnTestPostgres {

        private static final String SETTINGS = "shared_buffers=6GB";

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            if (System.getProperty("postgres.settings") == null) {
                System.setProperty("postgres.settings", SETTINGS);
            }
            super.initialize(context);
        }
    }
}
