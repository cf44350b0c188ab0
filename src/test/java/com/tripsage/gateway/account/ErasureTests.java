package com.tripsage.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErasureTests extends RunningGateway {

    private static final String ERASE =
            "mutation ($input: EraseAccountInput!) { eraseAccount(input: $input) { erasedId isComplete } }";

    private static final String EVENTS = """
            query ($id: ID!) { tripEventLog(tripId: $id, first: 100) { events { kind entityId actorId changedFields } } }""";

    @Test
    void closesTheAccountAndSaysSo() {
        Traveller ada = Traveller.known(port);
        ada.createTrip("Oslo");

        Wire.Answer erased = erase(ada, Map.of("confirm", ada.email()));

        assertThat(erased.at("/eraseAccount"))
                .isEqualTo("{\"erasedId\":\"%s\",\"isComplete\":true}".formatted(ada.id()));
        assertThat(count("users where id = ?", ada)).isZero();
        assertThat(count("trips where user_id = ?", ada)).isZero();
        for (Wire.Answer answer : List.of(
                erase(ada, Map.of("confirm", ada.email())),
                Wire.of(port, ada).send("{ viewer { id } }"),
                Wire.of(port, ada).send("mutation { createTrip(input: { title: \"Bergen\" }) { trip { id } } }"))) {
            answer.isRefused("UNAUTHENTICATED");
            assertThat(answer.body()).contains("ACCOUNT_ERASED");
        }
        assertThat(count("users where id = ?", ada)).isZero();
    }

    @Test
    void takesTheIdForAConfirmationAndNothingElse() {
        Traveller ada = Traveller.known(port);

        erase(ada, Map.of("confirm", "somebody@example.com")).blames("input.confirm");
        erase(ada, Map.of("confirm", "")).blames("input.confirm");

        assertThat(erase(ada, Map.of("confirm", ada.id())).at("/eraseAccount/isComplete"))
                .isEqualTo("true");
    }

    @Test
    void asksWhatBecomesOfSharedTrips() {
        Party party = Party.around(port, "Oslo");

        Wire.Answer refused =
                erase(party.owner(), Map.of("confirm", party.owner().id()));

        refused.blames("input.otherSharedTrips");
        assertThat(refused.body()).contains(party.trip().toString());
        assertThat(count("trips where user_id = ?", party.owner())).isOne();
    }

    @Test
    void deletesThemWhereItIsTold() {
        Party party = Party.around(port, "Oslo");

        erase(party.owner(), Map.of("confirm", party.owner().id(), "otherSharedTrips", "DELETE"))
                .at("/eraseAccount");

        assertThat(events(party.editor(), null).each("/tripEventLog/events", "/kind"))
                .contains("TRIP_DELETED");
    }

    @Test
    void handsThemOverToAnEditor() {
        Party party = Party.around(port, Map.of("title", "Oslo", "description", "A week in Oslo"));

        erase(party.owner(), handOver(party.owner(), party.trip(), party.editor()))
                .at("/eraseAccount");

        Wire.Answer trip = Wire.of(port, party.editor())
                .send(
                        "query ($id: ID!) { trip(id: $id) { title viewerRole owner { id } members { user { id } } } }",
                        Map.of("id", party.trip()));
        assertThat(trip.at("/trip/viewerRole")).isEqualTo("OWNER");
        assertThat(trip.at("/trip/owner/id")).isEqualTo(party.editor().id().toString());
        assertThat(trip.each("/trip/members", "/user/id"))
                .containsExactly(party.viewer().id().toString());
        Wire.Answer told = events(party.viewer(), party.trip());
        assertThat(told.each("/tripEventLog/events", "/changedFields")).contains("[\"owner\"]");
        assertThat(told.each("/tripEventLog/events", "/kind")).contains("MEMBER_REMOVED", "TRIP_UPDATED");
        assertThat(superuser()
                        .sql("select content_text from memory_embeddings where user_id = ? and describes_trip = ?")
                        .params(party.editor().id(), party.trip())
                        .query(String.class)
                        .single())
                .isEqualTo("A week in Oslo");
    }

    @Test
    void handsNothingOverToAnybodyElse() {
        Party party = Party.around(port, "Oslo");
        UUID foreign = party.editor().createTrip("Bergen");

        erase(party.owner(), handOver(party.owner(), party.trip(), party.viewer()))
                .blames("input.handOver[0]", "input.otherSharedTrips");
        erase(party.owner(), handOver(party.owner(), party.trip(), party.stranger()))
                .blames("input.handOver[0]", "input.otherSharedTrips");
        erase(party.owner(), handOver(party.owner(), foreign, party.viewer()))
                .blames("input.handOver[0]", "input.otherSharedTrips");
        assertThat(count("trips where user_id = ?", party.owner())).isOne();
    }

    /** Whoever has blocked the new owner is not a member of that owner's trips. */
    @Test
    void handsNobodyOverToSomebodyWhomTheyHaveBlocked() {
        Party party = Party.around(port, "Oslo");
        superuser()
                .sql("insert into user_blocks (user_id, blocked_id) values (?, ?)")
                .params(party.viewer().id(), party.editor().id())
                .update();

        erase(party.owner(), handOver(party.owner(), party.trip(), party.editor()))
                .at("/eraseAccount");

        assertThat(count("trip_members where user_id = ?", party.viewer())).isZero();
    }

    @Test
    void letsWhoeverSignsInAgainBeginAnew() {
        Traveller ada = Traveller.known(port);
        erase(ada, Map.of("confirm", ada.id())).at("/eraseAccount");

        assertThat(Wire.of(port, ada).send("{ viewer { id } }").body()).contains("ACCOUNT_ERASED");
        assertThat(signedIn(ada, "iat", Tokens.inSeconds(-60))).contains("ACCOUNT_ERASED");
        assertThat(signedIn(ada, "auth_time", -60)).contains("ACCOUNT_ERASED");
        assertThat(signedIn(ada, "iat", Tokens.inSeconds(5)))
                .contains(ada.id().toString())
                .doesNotContain("errors");
    }

    @Test
    void goesOnInTheBackgroundWhereTheAccountIsLarge() {
        Traveller ada = Traveller.known(port);
        ada.through(port, "trips:read");
        superuser()
                .sql(
                        "insert into memory_embeddings (user_id, content_text) select ?, 'memory ' || n from generate_series(1, 2500) n")
                .param(ada.id())
                .update();

        assertThat(erase(ada, Map.of("confirm", ada.id())).at("/eraseAccount/isComplete"))
                .isEqualTo("false");

        assertThat(count("access_tokens where revoked_at is null and user_id = ?", ada))
                .isZero();
        Wire.of(port, ada).send("{ viewer { id } }").isRefused("UNAUTHENTICATED");
        await().until(() -> count("users where id = ?", ada) == 0);
        assertThat(count("memory_embeddings where user_id = ?", ada)).isZero();
    }

    @Test
    void endsExports() throws Exception {
        Traveller ada = Traveller.known(port);
        erase(ada, Map.of("confirm", ada.id())).at("/eraseAccount");

        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/account/export"))
                .header("Authorization", "Bearer " + ada.token())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> refused = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("ACCOUNT_ERASED");
        }
    }

    private String signedIn(Traveller traveller, String claim, Object value) {
        String token = Tokens.signed(Tokens.claims()
                .subject(traveller.id().toString())
                .claim("email", traveller.email())
                .claim(claim, value)
                .build());
        return new Wire(port, token).send("{ viewer { id } }").body();
    }

    private static Map<String, Object> handOver(Traveller owner, UUID trip, Traveller newOwner) {
        return Map.of("confirm", owner.id(), "handOver", List.of(Map.of("tripId", trip, "newOwnerId", newOwner.id())));
    }

    private Wire.Answer events(Traveller traveller, @Nullable UUID trip) {
        return trip == null
                ? Wire.of(port, traveller).send("{ tripEventLog(first: 100) { events { kind entityId } } }")
                : Wire.of(port, traveller).send(EVENTS, Map.of("id", trip));
    }

    private Wire.Answer erase(Traveller traveller, Map<String, ?> input) {
        return Wire.of(port, traveller).send(ERASE, Map.of("input", input));
    }

    private int count(String rows, Traveller traveller) {
        return superuser()
                .sql("select count(*) from " + rows)
                .param(traveller.id())
                .query(Integer.class)
                .single();
    }
}
