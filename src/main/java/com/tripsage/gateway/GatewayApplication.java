package com.tripsage.gateway;

import com.tripsage.gateway.command.Commands;
import com.tripsage.gateway.process.Carriers;
import com.tripsage.gateway.process.Ending;
import com.tripsage.gateway.settings.Help;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The TripSage gateway: one GraphQL schema in front of one PostgreSQL. */
@SpringBootApplication
public class GatewayApplication {

    public static void main(String[] args) {
        if (Help.isAskedFor(args)) {
            Help.print(System.out);
            return;
        }
        if (Commands.isOne(args)) {
            System.exit(Commands.run(GatewayApplication.class, System.out, System.err, args));
        }
        Carriers.lookAfter();
        Ending.comesInTime();
        SpringApplication.run(GatewayApplication.class, args);
    }
}
