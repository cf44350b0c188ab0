package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The heap that requests allocate, beyond what the smallest one does with its client in the same JVM. The bounds are generous, and
 * far below what a map for each object and a path for each field take.
 */
class AllocationTests extends RunningGateway {

    private static final int REQUESTS = 200;
    private static final String SMALLEST = "{ __typename }";

    private static final String DASHBOARD = """
            { trips(first: 20) { edges { node {
                id title status startDate endDate budget { amount currency } createdAt updatedAt
                flights { id airline flightNumber departureTime arrivalTime price { amount currency } status }
                accommodations { id name checkInDate checkOutDate totalPrice { amount currency } status }
            } } pageInfo { hasNextPage endCursor } } }
            """;

    @Test
    void aDashboardAllocatesLittleForEachField() {
        Traveller ada = Traveller.known(port);
        for (int n = 0; n < 20; n++) {
            ada.createTrip(trip(n));
        }
        Wire wire = Wire.of(port, ada);
        bytes(wire, SMALLEST);
        bytes(wire, DASHBOARD);

        long dashboard = bytes(wire, DASHBOARD) - bytes(wire, SMALLEST);

        assertThat(dashboard).as("bytes of a dashboard of 20 trips").isBetween(50_000L, 700_000L);
    }

    private static long bytes(Wire wire, String document) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        for (int n = 0; n < REQUESTS; n++) {
            wire.send(document);
        }
        return (threads.getTotalThreadAllocatedBytes() - before) / REQUESTS;
    }

    private static Map<String, ?> trip(int n) {
        return Map.of(
                "title",
                "Trip " + n,
                "budget",
                Map.of("amount", 1200.50, "currency", "EUR"),
                "flights",
                IntStream.range(0, 3)
                        .mapToObj(flight -> Map.of(
                                "airline",
                                "TP",
                                "flightNumber",
                                "TP" + flight,
                                "price",
                                Map.of("amount", 99.90, "currency", "EUR")))
                        .toList(),
                "accommodations",
                List.of(stay(n), stay(n + 1)));
    }

    private static Map<String, ?> stay(int n) {
        return Map.of(
                "name",
                "Hotel " + n,
                "checkInDate",
                "2027-03-01",
                "checkOutDate",
                "2027-03-04",
                "totalPrice",
                Map.of("amount", 300, "currency", "EUR"));
    }
}
