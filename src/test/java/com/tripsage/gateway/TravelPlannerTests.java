package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real trips go in through the API and come out the same, also from a gateway that was started again. */
class TravelPlannerTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String DETAILS = """
            query TripDetail($id: ID!) {
              trip(id: $id) {
                title description status startDate endDate budget { amount currency } destinations metadata
                flights { flightNumber departureAirport arrivalAirport departureTime arrivalTime rawData status }
                accommodations { name checkInDate checkOutDate totalPrice { amount currency } rawData status }
              }
            }
            """;

    private static final String DASHBOARD = """
            query Dashboard($first: Int!) {
              trips(first: $first, orderBy: START_DATE_DESC) {
                edges {
                  node {
                    id title status startDate endDate budget { amount currency }
                    flights { flightNumber departureAirport arrivalAirport departureTime arrivalTime }
                    accommodations { name checkInDate checkOutDate totalPrice { amount currency } }
                  }
                }
              }
            }
            """;

    private final UUID id = UUID.randomUUID();

    @Test
    void tripsComeBackAsTheyWentIn() throws IOException {
        Path file = Path.of(System.getProperty("trips", ""));
        assumeThat(file).as("real trips, from -Dtrips=<file>").isRegularFile();
        List<JsonNode> trips =
                Files.readAllLines(file).stream().map(JSON::readTree).toList();
        String[] properties =
                GatewayTest.OnTestPostgres.properties(TestPostgres.shared().createDatabase());

        Map<UUID, JsonNode> stored = new LinkedHashMap<>();
        try (ConfigurableApplicationContext gateway = start(properties)) {
            Traveller ada = traveller(gateway);
            trips.forEach(trip -> stored.put(ada.createTrip(inputOf(trip)), trip));
            compare(stored, ada);
        }
        try (ConfigurableApplicationContext gateway = start(properties)) {
            compare(stored, traveller(gateway));
        }
        assertThat(stored).hasSize(80);
    }

    private static ConfigurableApplicationContext start(String[] properties) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(GatewayApplication.class).run(arguments.toArray(String[]::new));
    }

    private Traveller traveller(ConfigurableApplicationContext gateway) {
        int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return Traveller.of(port, id, id + "@example.com");
    }

    private static Map<String, ?> inputOf(JsonNode trip) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("title", trip.get("title").asString());
        input.put("description", trip.get("request").asString());
        input.put("startDate", trip.get("startDate").asString());
        input.put("endDate", trip.get("endDate").asString());
        put(input, "budget", money(trip.get("budgetTotal"), trip));
        input.put(
                "destinations",
                trip.get("destinations")
                        .valueStream()
                        .map(city -> Map.of("name", city.asString()))
                        .toList());
        input.put("metadata", Map.of("id", trip.get("id").asInt(), "activities", plain(trip.get("activities"))));
        input.put("flights", list(trip.get("flights"), flight -> flightInput(flight)));
        input.put("accommodations", list(trip.get("accommodations"), stay -> stayInput(stay, trip)));
        return input;
    }

    private static Map<String, ?> flightInput(JsonNode flight) {
        Map<String, Object> input = new LinkedHashMap<>();
        for (String name :
                List.of("flightNumber", "departureAirport", "arrivalAirport", "departureTime", "arrivalTime")) {
            put(input, name, text(flight, name));
        }
        input.put("rawData", plain(flight));
        return input;
    }

    private static Map<String, ?> stayInput(JsonNode stay, JsonNode trip) {
        Map<String, Object> input = new LinkedHashMap<>();
        for (String name : List.of("name", "checkInDate", "checkOutDate")) {
            put(input, name, text(stay, name));
        }
        put(input, "totalPrice", money(stay.get("totalPrice"), trip));
        input.put("rawData", plain(stay));
        return input;
    }

    private static void compare(Map<UUID, JsonNode> stored, Traveller ada) {
        Map<String, JsonNode> dashboard = new LinkedHashMap<>();
        tree(ada, DASHBOARD, Map.of("first", 100), "trips.edges")
                .forEach(edge -> dashboard.put(edge.at("/node/id").asString(), edge.get("node")));
        assertThat(dashboard).hasSize(stored.size());

        stored.forEach((tripId, trip) -> {
            JsonNode details = tree(ada, DETAILS, Map.of("id", tripId), "trip");
            compareTrip(trip, details);
            assertThat(details.get("description").asString())
                    .isEqualTo(trip.get("request").asString());
            assertThat(details.at("/destinations").valueStream().map(city -> city.get("name")
                            .asString()))
                    .isEqualTo(trip.get("destinations")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList());
            assertThat(details.at("/metadata/activities")).isEqualTo(trip.get("activities"));
            assertThat(details.get("flights").valueStream().map(flight -> flight.get("rawData")))
                    .containsExactlyInAnyOrderElementsOf(
                            trip.get("flights").valueStream().toList());
            assertThat(details.get("accommodations").valueStream().map(stay -> stay.get("rawData")))
                    .containsExactlyInAnyOrderElementsOf(
                            trip.get("accommodations").valueStream().toList());
            compareTrip(trip, Objects.requireNonNull(dashboard.get(tripId.toString())));
        });
    }

    private static void compareTrip(JsonNode trip, JsonNode answer) {
        for (String name : List.of("title", "startDate", "endDate")) {
            assertThat(text(answer, name)).isEqualTo(text(trip, name));
        }
        assertThat(text(answer, "status")).isEqualTo("PLANNING");
        assertThat(amount(answer.get("budget"))).isEqualTo(scaled(trip.get("budgetTotal")));
        assertThat(list(answer.get("flights"), TravelPlannerTests::flightValues))
                .containsExactlyInAnyOrderElementsOf(list(trip.get("flights"), TravelPlannerTests::flightValues));
        assertThat(list(answer.get("accommodations"), TravelPlannerTests::answeredStay))
                .containsExactlyInAnyOrderElementsOf(list(trip.get("accommodations"), TravelPlannerTests::plannedStay));
    }

    private static List<@Nullable Object> flightValues(JsonNode flight) {
        return Arrays.asList(
                text(flight, "flightNumber"),
                text(flight, "departureAirport"),
                text(flight, "arrivalAirport"),
                instant(flight, "departureTime"),
                instant(flight, "arrivalTime"));
    }

    private static List<@Nullable Object> answeredStay(JsonNode stay) {
        return stay(stay, amount(stay.get("totalPrice")));
    }

    private static List<@Nullable Object> plannedStay(JsonNode stay) {
        return stay(stay, scaled(stay.get("totalPrice")));
    }

    private static List<@Nullable Object> stay(JsonNode stay, @Nullable BigDecimal price) {
        return Arrays.asList(text(stay, "name"), text(stay, "checkInDate"), text(stay, "checkOutDate"), price);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> map) {
        return array.valueStream().map(map).toList();
    }

    private static JsonNode tree(Traveller ada, String document, Map<String, ?> variables, String path) {
        return JSON.valueToTree(
                ada.execute(document, variables).path(path).entity(Object.class).get());
    }

    private static void put(Map<String, Object> input, String name, @Nullable Object value) {
        if (value != null) {
            input.put(name, value);
        }
    }

    private static Object plain(JsonNode node) {
        return JSON.treeToValue(node, Object.class);
    }

    private static @Nullable Map<String, ?> money(@Nullable JsonNode amount, JsonNode trip) {
        return amount == null || amount.isNull()
                ? null
                : Map.of(
                        "amount",
                        new BigDecimal(amount.asString()),
                        "currency",
                        trip.get("currency").asString());
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static @Nullable Object instant(JsonNode object, String name) {
        String time = text(object, name);
        return time == null ? null : OffsetDateTime.parse(time).toInstant();
    }

    private static @Nullable BigDecimal amount(@Nullable JsonNode money) {
        return money == null || money.isNull() ? null : scaled(money.get("amount"));
    }

    private static @Nullable BigDecimal scaled(@Nullable JsonNode amount) {
        return amount == null || amount.isNull() ? null : new BigDecimal(amount.asString()).setScale(2);
    }
}
