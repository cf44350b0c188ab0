package com.tripsage.gateway;

import com.tripsage.gateway.embedded.TokenCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The TripSage gateway: one GraphQL schema in front of one PostgreSQL. */
@SpringBootApplication
public class GatewayApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("token")) {
            System.exit(TokenCommand.fromEnvironment().run(args));
        }
        SpringApplication.run(GatewayApplication.class, args);
    }
}
