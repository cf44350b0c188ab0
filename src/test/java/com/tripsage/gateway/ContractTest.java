package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The set-up of tests of the contract: its operations as clients send them, with the variables that it shows beside them. */
abstract class ContractTest extends OneTraveller {

    private static final Pattern OPERATION = Pattern.compile("(?ms)^(?:query|mutation|subscription) (\\w+).*?^}");

    static final Map<String, String> OPERATIONS = operations("web", "search", "live");

    static final String SEATTLE = """
            { "input": { "title": "3 days in Seattle", "description": "…", "startDate": "2022-03-29", "endDate": "2022-03-31",
              "budget": { "amount": 1800, "currency": "USD" }, "destinations": [{ "name": "Seattle" }], "status": "PLANNING",
              "metadata": { "source": "web" },
              "flights": [{ "flightNumber": "F3527324", "departureAirport": "MSP", "arrivalAirport": "SEA",
                            "departureTime": "2022-03-29T15:52:00Z", "arrivalTime": "2022-03-29T17:22:00Z" }],
              "accommodations": [{ "name": "Studio", "checkInDate": "2022-03-29", "checkOutDate": "2022-03-31" }] } }
            """;

    UUID createSeattle() {
        return UUID.fromString(send("CreateTrip", SEATTLE).at("/createTrip/trip/id"));
    }

    Wire.Answer send(String operation, String variables) {
        return wire.send(requireNonNull(OPERATIONS.get(operation), operation), variables);
    }

    /** Each operation of files of the contract. */
    static Map<String, String> operations(String... files) {
        Map<String, String> operations = new LinkedHashMap<>();
        for (String file : files) {
            try (InputStream in = ContractTests.class.getResourceAsStream("/contract/" + file + ".graphql")) {
                String text = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
                for (Matcher found = OPERATION.matcher(text); found.find(); ) {
                    operations.put(found.group(1), found.group());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return operations;
    }
}
