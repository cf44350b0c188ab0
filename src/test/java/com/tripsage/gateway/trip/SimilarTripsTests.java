package com.tripsage.gateway.trip;

import static com.tripsage.gateway.Errors.code;
import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.value.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The search for trips that are like a trip, a text or a vector, among those that the caller sees. */
class SimilarTripsTests extends TwoTravellers {

    private static final String SIMILAR = """
            query ($like: SimilarTo!, $first: Int) {
              similarTrips(like: $like, first: $first) { score trip { id description } }
            }""";

    private static final String OF_TRIP =
            "query ($id: ID!, $first: Int) { trip(id: $id) { similarTrips(first: $first) { score trip { id } } } }";

    private static final String UPDATE =
            "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }";

    private static final List<String> DESCRIPTIONS = List.of(
            "A week of surfing and seafood on the Atlantic coast",
            "Learning to surf, with fish every evening",
            "Museums, opera and coffee houses in Vienna",
            "A city break for lovers of painting and classical music",
            "Hiking from hut to hut in the Dolomites",
            "Skiing with the children, close to the lift");

    @Autowired
    EmbeddingProvider provider;

    @Test
    void findsTripsLikeAText() {
        Map<UUID, String> trips = createAll(ada);
        String text = "waves and fresh fish";

        Wire.Answer answer = similar(ada, Map.of("text", text));

        check(answer, nearest(trips, query(text)), 10);
    }

    @Test
    void findsTripsLikeAVector() {
        Map<UUID, String> trips = createAll(ada);
        Vector vector = query("music");

        check(similar(ada, Map.of("vector", vector.toFloats())), nearest(trips, vector), 10);
    }

    @Test
    void findsTripsLikeATripButNotTheTripItself() {
        Map<UUID, String> trips = createAll(ada);
        UUID opera = idOf(trips, 2);

        Map<UUID, Double> expected = nearest(trips, document(DESCRIPTIONS.get(2)));
        expected.remove(opera);

        check(similar(ada, Map.of("tripId", opera)), expected, 10);
        Wire.Answer ofTrip = Wire.of(port, ada).send(OF_TRIP, Map.of("id", opera));
        assertThat(ofTrip.each("/trip/similarTrips", "/trip/id")).isEqualTo(ids(expected));
        assertThat(ofTrip.each("/trip/similarTrips", "/score"))
                .isEqualTo(similar(ada, Map.of("tripId", opera)).each("/similarTrips", "/score"));
    }

    @Test
    void findsAnEqualTripButNotTheTripItself() {
        UUID trip = create(ada, DESCRIPTIONS.get(0));
        UUID copy = create(ada, DESCRIPTIONS.get(0));

        Wire.Answer answer = similar(ada, Map.of("tripId", trip));

        assertThat(answer.each("/similarTrips", "/trip/id")).containsExactly(copy.toString());
        assertThat(Double.parseDouble(answer.at("/similarTrips/0/score"))).isEqualTo(1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 100})
    void answersAsManyAsAreAskedFor(int first) {
        Map<UUID, String> trips = createAll(ada);
        UUID surf = idOf(trips, 0);

        for (Map<String, ?> like :
                List.of(Map.of("text", "fish"), Map.of("vector", query("fish").toFloats()))) {
            assertThat(similar(ada, like, first).each("/similarTrips", "/trip/id"))
                    .hasSize(Math.min(first, 6));
        }
        assertThat(similar(ada, Map.of("tripId", surf), first).each("/similarTrips", "/trip/id"))
                .hasSize(Math.min(first, 5));
        assertThat(Wire.of(port, ada)
                        .send(OF_TRIP, Map.of("id", surf, "first", first))
                        .each("/trip/similarTrips", "/trip/id"))
                .hasSize(Math.min(first, 5));
    }

    @Test
    void answersTenOrFiveWhereNobodySaysHowMany() {
        for (int i = 0; i < 12; i++) {
            create(ada, "Day trip number " + i);
        }
        UUID trip = create(ada, "One more day trip");
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("id", trip);
        nothing.put("first", null);

        assertThat(similar(ada, Map.of("tripId", trip)).each("/similarTrips", "/trip/id"))
                .hasSize(10);
        assertThat(similar(ada, Map.of("text", "day trip"), null).each("/similarTrips", "/trip/id"))
                .hasSize(10);
        assertThat(Wire.of(port, ada).send(OF_TRIP, Map.of("id", trip)).each("/trip/similarTrips", "/trip/id"))
                .hasSize(5);
        assertThat(Wire.of(port, ada).send(OF_TRIP, nothing).each("/trip/similarTrips", "/trip/id"))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void boundsHowManyAreAskedFor(int first) {
        UUID trip = create(ada, DESCRIPTIONS.get(0));

        similar(ada, Map.of("tripId", trip), first).blames("first");
        similar(ada, Map.of("text", "fish"), first).blames("first");
        ada.execute(OF_TRIP, Map.of("id", trip, "first", first)).errors().satisfy(code("BAD_USER_INPUT"));
    }

    @Test
    void refusesWhatNothingCanBeLike() {
        float[] tooFew = new float[1535];
        tooFew[0] = 1;
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("text", null);

        similar(ada, Map.of("vector", new float[1536])).blames("like.vector");
        similar(ada, Map.of("vector", tooFew)).blames("like.vector");
        similar(ada, Map.of("vector", "AAAA")).blames("like.vector");
        similar(ada, Map.of("text", " \u3000")).blames("like.text");
        similar(ada, Map.of("text", "a".repeat(10_001))).blames("like.text");
        similar(ada, Map.of("tripId", "x")).blames("like.tripId");
        similar(ada, Map.of()).blames("like");
        similar(ada, nothing).blames("like");
        similar(ada, Map.of("text", "fish", "tripId", UUID.randomUUID())).blames("like");
    }

    @Test
    void knowsNothingLikeATripWithoutADescription() {
        UUID empty = ada.createTrip("Surfing");
        UUID blank = create(ada, " \n\t");
        UUID surf = create(ada, DESCRIPTIONS.get(0));

        assertThat(similar(ada, Map.of("tripId", empty)).at("/similarTrips")).isEqualTo("[]");
        assertThat(similar(ada, Map.of("tripId", blank)).at("/similarTrips")).isEqualTo("[]");
        assertThat(similar(ada, Map.of("tripId", surf)).at("/similarTrips")).isEqualTo("[]");
        assertThat(similar(ada, Map.of("text", "surfing")).each("/similarTrips", "/trip/id"))
                .containsExactly(surf.toString());
    }

    @Test
    void followsTheDescription() {
        UUID surf = create(ada, DESCRIPTIONS.get(0));
        UUID opera = create(ada, DESCRIPTIONS.get(2));
        UUID plain = ada.createTrip("Not described yet");

        describe(ada, plain, DESCRIPTIONS.get(1));
        assertThat(similar(ada, Map.of("tripId", surf)).each("/similarTrips", "/trip/id"))
                .containsExactly(plain.toString(), opera.toString());
        check(
                similar(ada, Map.of("text", "surf")),
                nearest(
                        Map.of(surf, DESCRIPTIONS.get(0), opera, DESCRIPTIONS.get(2), plain, DESCRIPTIONS.get(1)),
                        query("surf")),
                10);

        describe(ada, plain, DESCRIPTIONS.get(3));
        assertThat(similar(ada, Map.of("tripId", opera)).each("/similarTrips", "/trip/id"))
                .containsExactly(plain.toString(), surf.toString());

        describe(ada, plain, null);
        assertThat(similar(ada, Map.of("tripId", opera)).each("/similarTrips", "/trip/id"))
                .containsExactly(surf.toString());
        assertThat(similar(ada, Map.of("tripId", plain)).at("/similarTrips")).isEqualTo("[]");

        describe(ada, surf, "  ");
        assertThat(similar(ada, Map.of("text", "surf")).each("/similarTrips", "/trip/id"))
                .containsExactly(opera.toString());

        ada.execute("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", opera))
                .errors()
                .verify();
        assertThat(similar(ada, Map.of("text", "surf")).at("/similarTrips")).isEqualTo("[]");
    }

    @Test
    void findsTripsOfOthersWhileTheyAreShared() {
        UUID own = create(bob, DESCRIPTIONS.get(0));
        UUID seen = create(ada, DESCRIPTIONS.get(1));
        UUID edited = create(ada, DESCRIPTIONS.get(2));
        UUID hidden = create(ada, DESCRIPTIONS.get(0));
        ada.share(seen, bob, "VIEWER");
        ada.share(edited, bob, "EDITOR");

        assertThat(similar(bob, Map.of("tripId", own)).each("/similarTrips", "/trip/id"))
                .containsExactly(seen.toString(), edited.toString());
        assertThat(similar(bob, Map.of("tripId", seen)).each("/similarTrips", "/trip/id"))
                .containsExactly(own.toString(), edited.toString());
        assertThat(similar(ada, Map.of("tripId", seen)).each("/similarTrips", "/trip/id"))
                .containsExactly(hidden.toString(), edited.toString());
        assertThat(similar(bob, Map.of("text", "surf")).each("/similarTrips", "/trip/id"))
                .containsExactlyInAnyOrder(own.toString(), seen.toString(), edited.toString());

        describe(bob, edited, DESCRIPTIONS.get(0));
        Wire.Answer answer = similar(bob, Map.of("tripId", own));
        assertThat(answer.each("/similarTrips", "/trip/id")).containsExactly(edited.toString(), seen.toString());
        assertThat(Double.parseDouble(answer.at("/similarTrips/0/score"))).isEqualTo(1, within(1e-6));
        assertThat(similar(ada, Map.of("tripId", hidden)).each("/similarTrips", "/trip/id"))
                .containsExactly(edited.toString(), seen.toString());

        for (UUID trip : List.of(seen, edited)) {
            ada.execute(
                            "mutation ($input: UnshareTripInput!) { unshareTrip(input: $input) { trip { id } } }",
                            Map.of("input", Map.of("tripId", trip, "userId", bob.id())))
                    .errors()
                    .verify();
        }
        assertThat(similar(bob, Map.of("tripId", own)).at("/similarTrips")).isEqualTo("[]");
        similar(bob, Map.of("tripId", seen)).isRefused("NOT_FOUND");
    }

    @Test
    void hasNothingLikeATripThatIsHidden() {
        UUID hidden = create(bob, DESCRIPTIONS.get(0));
        create(ada, DESCRIPTIONS.get(1));

        similar(ada, Map.of("tripId", hidden)).isRefused("NOT_FOUND");
        similar(ada, Map.of("tripId", UUID.randomUUID())).isRefused("NOT_FOUND");
        assertThat(Wire.of(port, ada).send(OF_TRIP, Map.of("id", hidden)).at("/trip"))
                .isEqualTo("null");
    }

    @Test
    void asksOnceForAllTripsOfAList() {
        for (int i = 0; i < 20; i++) {
            create(ada, DESCRIPTIONS.get(i % 6) + ", number " + i);
        }
        String list = "query ($n: Int!, $first: Int) { trips(first: $n) { edges { node {"
                + " id similarTrips(first: $first) { score trip { id title } } } } } }";

        assertThat(statementsOf(() -> send(list, Map.of("n", 1)))).isEqualTo(2);
        assertThat(statementsOf(() -> send(list, Map.of("n", 20)))).isEqualTo(2);

        Wire.Answer answer = send(list, Map.of("n", 20, "first", 100));
        assertThat(answer.each("/trips/edges", "/node/id")).hasSize(20);
        for (int i = 0; i < 20; i++) {
            UUID trip = UUID.fromString(answer.at("/trips/edges/%d/node/id".formatted(i)));
            Wire.Answer alone = send(OF_TRIP, Map.of("id", trip, "first", 100));
            String similar = "/trips/edges/%d/node/similarTrips".formatted(i);
            assertThat(answer.each(similar, "/trip/id"))
                    .hasSize(19)
                    .doesNotContain(trip.toString())
                    .isEqualTo(alone.each("/trip/similarTrips", "/trip/id"));
            assertThat(answer.each(similar, "/score").stream().map(Double::valueOf))
                    .isSortedAccordingTo(comparingDouble((Double score) -> -score));
        }
    }

    @Test
    void answersEachAliasAsManyAsItAsksFor() {
        createAll(ada);
        String document = "{ trips(first: 6) { edges { node { few: similarTrips(first: 1) { trip { id } }"
                + " more: similarTrips(first: 3) { trip { id } } again: similarTrips(first: 3) { trip { title } } } } } }";

        assertThat(statementsOf(() -> send(document, Map.of()))).isEqualTo(3);

        Wire.Answer answer = send(document, Map.of());
        for (int i = 0; i < 6; i++) {
            String node = "/trips/edges/%d/node".formatted(i);
            assertThat(answer.each(node + "/few", "/trip/id"))
                    .isEqualTo(answer.each(node + "/more", "/trip/id").subList(0, 1));
            assertThat(answer.each(node + "/more", "/trip/id")).hasSize(3);
            assertThat(answer.each(node + "/again", "/trip/title")).hasSize(3);
        }
    }

    @Test
    void asksOnceOrTwiceForTripsLikeSomething() {
        UUID trip = idOf(createAll(ada), 0);

        assertThat(statementsOf(() -> similar(ada, Map.of("text", "fish")))).isEqualTo(1);
        assertThat(statementsOf(
                        () -> similar(ada, Map.of("vector", query("fish").toFloats()))))
                .isEqualTo(1);
        // One of them looks whether the caller sees the trip.
        assertThat(statementsOf(() -> similar(ada, Map.of("tripId", trip)))).isEqualTo(2);
    }

    /** Compares with what this test works out; the first few of them. */
    private static void check(Wire.Answer answer, Map<UUID, Double> expected, int first) {
        assertThat(answer.each("/similarTrips", "/trip/id"))
                .isEqualTo(ids(expected).stream().limit(first).toList());
        List<Double> distances = List.copyOf(expected.values());
        List<String> scores = answer.each("/similarTrips", "/score");
        for (int i = 0; i < scores.size(); i++) {
            assertThat(Double.parseDouble(scores.get(i)))
                    .isBetween(0.0, 1.0)
                    .isEqualTo(1 - distances.get(i) / 2, within(1e-6));
        }
    }

    private static List<String> ids(Map<UUID, ?> trips) {
        return trips.keySet().stream().map(UUID::toString).toList();
    }

    private Map<UUID, Double> nearest(Map<UUID, String> trips, Vector vector) {
        Map<UUID, Double> distances = new HashMap<>();
        trips.forEach(
                (id, description) -> distances.put(id, document(description).distanceTo(vector)));
        Map<UUID, Double> sorted = new LinkedHashMap<>();
        distances.entrySet().stream()
                .sorted(comparingDouble(Map.Entry::getValue))
                .forEach(trip -> sorted.put(trip.getKey(), trip.getValue()));
        return sorted;
    }

    private Vector query(String text) {
        return Vector.padded(
                provider.embed(List.of(text), Purpose.QUERY, OwnKey.NONE).get(0));
    }

    private Vector document(String text) {
        return Vector.padded(
                provider.embed(List.of(text), Purpose.DOCUMENT, OwnKey.NONE).get(0));
    }

    private static UUID idOf(Map<UUID, String> trips, int number) {
        return new ArrayList<>(trips.keySet()).get(number);
    }

    private static Map<UUID, String> createAll(Traveller owner) {
        Map<UUID, String> trips = new LinkedHashMap<>();
        DESCRIPTIONS.forEach(description -> trips.put(create(owner, description), description));
        return trips;
    }

    private static UUID create(Traveller owner, String description) {
        return owner.createTrip(Map.of("title", "A trip", "description", description));
    }

    private static void describe(Traveller traveller, UUID trip, @Nullable String description) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", trip);
        input.put("description", description);
        traveller.execute(UPDATE, Map.of("input", input)).errors().verify();
    }

    private Wire.Answer similar(Traveller traveller, Map<String, ? extends @Nullable Object> like) {
        return Wire.of(port, traveller).send(SIMILAR, Map.of("like", like));
    }

    private Wire.Answer similar(
            Traveller traveller, Map<String, ? extends @Nullable Object> like, @Nullable Integer first) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("like", like);
        variables.put("first", first);
        return Wire.of(port, traveller).send(SIMILAR, variables);
    }

    private Wire.Answer send(String document, Map<String, ?> variables) {
        Wire.Answer answer = Wire.of(port, ada).send(document, variables);
        assertThat(answer.codes()).isEmpty();
        return answer;
    }

    private double statementsOf(Runnable operation) {
        double before = statements("read");
        operation.run();
        return statements("read") - before;
    }
}
