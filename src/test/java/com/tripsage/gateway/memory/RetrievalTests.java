package com.tripsage.gateway.memory;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.memory.Searches.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real trips are found again by their destination, asked for in other words. */
@GatewayTest
class RetrievalTests {

    private static final int FIRST = 5;

    private static final List<String> WORDINGS = List.of(
            "a trip to %s on a budget of about %s",
            "which of my plans takes me to %s for around %s", "holiday in %s, spending no more than %s");

    @LocalServerPort
    int port;

    @Test
    void findsTheTripsToACity() throws IOException {
        Path file = Path.of(System.getProperty("trips", ""));
        assumeThat(file).as("real trips, from -Dtrips=<file>").isRegularFile();
        List<JsonNode> trips = Files.readAllLines(file).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        Traveller ada = Traveller.known(port);
        trips.forEach(trip -> ada.createTrip(Map.of(
                "title", trip.get("title").asString(),
                "description", trip.get("request").asString())));
        List<Question> questions = questions(trips);

        Precision semantic = ask(questions, ada, "SEMANTIC");
        Precision keyword = ask(questions, ada, "KEYWORD");
        Precision hybrid = ask(questions, ada, "HYBRID");

        System.out.printf(
                "precision@5 of %d questions about %d trips: SEMANTIC %s, KEYWORD %s, HYBRID %s%n",
                questions.size(), trips.size(), semantic, keyword, hybrid);
        assertThat(hybrid.ofPossible()).isGreaterThanOrEqualTo(semantic.ofPossible());
        assertThat(hybrid.ofPossible()).isGreaterThanOrEqualTo(keyword.ofPossible());
        assertThat(hybrid.ofPossible()).isGreaterThan(0.75);
    }

    /** Some for each city, with the budgets of the trips that go there. */
    private static List<Question> questions(List<JsonNode> trips) {
        Map<String, List<JsonNode>> byCity = new TreeMap<>();
        for (JsonNode trip : trips) {
            trip.get("destinations").forEach(city -> byCity.computeIfAbsent(city.asString(), name -> new ArrayList<>())
                    .add(trip));
        }
        List<Question> questions = new ArrayList<>();
        byCity.forEach((city, there) -> {
            Set<String> descriptions =
                    there.stream().map(trip -> trip.get("request").asString()).collect(toSet());
            for (int i = 0; i < WORDINGS.size(); i++) {
                JsonNode trip = there.get(i % there.size());
                questions.add(new Question(
                        WORDINGS.get(i).formatted(city, trip.get("budgetTotal").asString()), descriptions));
            }
        });
        return questions;
    }

    private Precision ask(List<Question> questions, Traveller ada, String mode) {
        Searches searches = Searches.of(port, ada);
        Map<String, ?> descriptions = Map.of("kind", List.of("TRIP_CREATION"));
        double ofPossible = 0;
        double plain = 0;
        for (Question question : questions) {
            Found found = searches.byText(question.text, "mode", mode, "first", FIRST, "filter", descriptions);
            assertThat(found.mode()).isEqualTo(mode);
            long relevant =
                    found.texts().stream().filter(question.answers::contains).count();
            ofPossible += (double) relevant / Math.min(FIRST, question.answers.size());
            plain += (double) relevant / FIRST;
        }
        return new Precision(ofPossible / questions.size(), plain / questions.size());
    }

    private record Question(String text, Set<String> answers) {}

    /**
     * The share of answers among the first five.
     *
     * @param ofPossible of as many as there are, where there are fewer
     */
    private record Precision(double ofPossible, double plain) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f (%.3f of all five)", ofPossible, plain);
        }
    }
}
