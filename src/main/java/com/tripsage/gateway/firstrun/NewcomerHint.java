package com.tripsage.gateway.firstrun;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * The last words of a start, which tell a newcomer what to do next: on a loopback address only, because there is a token in
 * them.
 */
class NewcomerHint {

    private static final Logger LOG = LoggerFactory.getLogger(NewcomerHint.class);

    private final Environment environment;

    NewcomerHint(Environment environment) {
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.LOWEST_PRECEDENCE)
    void show() {
        String port = environment.getProperty("local.server.port");
        String address = environment.getProperty("server.address");
        if (port != null && isLoopback(address)) {
            String url = "http://%s:%s".formatted(host(address), port);
            LOG.info("{}", text(url, managementUrl(url)));
        }
    }

    /** The address of the actuator: the same port unless it has one of its own. */
    private String managementUrl(String url) {
        String port = environment.getProperty("local.management.port");
        String address = environment.getProperty("management.server.address");
        return port == null ? url : "http://%s:%s".formatted(address == null ? "127.0.0.1" : host(address), port);
    }

    private String text(String url, String managementUrl) {
        String secret = environment.getProperty("gateway.jwt.secret");
        String places = """


                The TripSage gateway is ready.

                  GraphQL    %1$s/graphql
                  GraphiQL   %1$s/graphiql
                  Metrics    curl -s %2$s/actuator/prometheus -H "Authorization: Bearer $(cat %3$s)"
                """.formatted(
                        url,
                        managementUrl,
                        environment.getProperty("gateway.embedded.data", DataFolder.DEFAULT) + "/"
                                + DataFolder.OPERATIONS_TOKEN);
        return secret == null ? places : places + """

                Ask for the trips of the demo user:

                curl -s %s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %s' -d '{"query":"{ trips(first: 3) { edges { node { title startDate } } } }"}'

                A token for somebody else:

                  java -jar target/gateway.jar token bob@example.com
                  mvn -q spring-boot:run -Dspring-boot.run.arguments="token bob@example.com"
                """.formatted(url, Person.DEMO.token(secret, Instant.now()));
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static String host(@Nullable String address) {
        return address != null && address.contains(":") ? "[%s]".formatted(address) : String.valueOf(address);
    }
}
