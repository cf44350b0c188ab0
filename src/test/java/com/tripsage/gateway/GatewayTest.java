package com.tripsage.gateway;

import com.tripsage.gateway.fernet.TestKeys;
import com.tripsage.gateway.security.Tokens;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The whole gateway on a free port, over a PostgreSQL of the tests; one for all tests of the run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "gateway.introspection.enabled=true")
@ContextConfiguration(initializers = GatewayTest.OnTestPostgres.class)
public @interface GatewayTest {

    /** Points the gateway to a new database. */
    class OnTestPostgres implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(properties()).applyTo(context);
        }

        static String[] properties() {
            return properties(TestPostgres.shared().createDatabase());
        }

        public static String[] properties(String database) {
            TestPostgres postgres = TestPostgres.shared();
            return new String[] {
                "spring.datasource.url=" + postgres.jdbcUrl(database),
                "spring.datasource.username=authenticator",
                "spring.datasource.password=authenticator",
                "spring.flyway.user=" + postgres.ownerUser(),
                "spring.flyway.password=" + postgres.ownerPassword(),
                "gateway.jwt.secret=" + Tokens.SECRET,
                "gateway.encryption.keys=" + TestKeys.BOTH,
                "gateway.assets.store.folder=target/assets/" + database,
                "gateway.operations.token=" + Tokens.OPERATOR,
                "test.database=" + database,
            };
        }
    }
}
