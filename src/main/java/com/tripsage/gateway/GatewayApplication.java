package com.tripsage.gateway;

import com.tripsage.gateway.process.Carriers;
import com.tripsage.gateway.process.Ending;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The TripSage gateway: one GraphQL schema in front of one PostgreSQL. */
@SpringBootApplication
public class GatewayApplication {

    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    public static void main(String[] args) {
        shareProcessors();
        Carriers.lookAfter();
        Ending.comesInTime();
        SpringApplication.run(GatewayApplication.class, args);
    }

    /**
     * Virtual threads are not interrupted while they compute: with as many carriers as processors, a few large documents would
     * make everybody wait. With more of them the operating system shares the processors out.
     */
    private static void shareProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        if (System.getProperty(CARRIERS) == null) {
            System.setProperty(CARRIERS, String.valueOf(Math.max(16, 4 * processors)));
        }
    }
}
