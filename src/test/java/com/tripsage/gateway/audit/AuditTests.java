package com.tripsage.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditTests extends RunningGateway {

    private static final String TRAIL = """
            query ($first: Int!, $after: String, $filter: AuditFilter) {
              auditTrail(first: $first, after: $after, filter: $filter) {
                edges { node { id table recordId action actorId tokenId changedFields occurredAt requestId } }
                pageInfo { hasNextPage endCursor }
              }
            }""";

    @Test
    void tellsWhoDidWhatUnderWhichRequest() {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Oslo");
        Wire.Answer updated = Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!) { updateTrip(input: { id: $id, title: \"Bergen\", budget: { amount: 5 } }) { trip { id } } }",
                        Map.of("id", trip));
        updated.at("/updateTrip");

        Wire.Answer trail = trail(ada, Map.of("table", "trips", "recordId", trip));

        assertThat(each(trail, "/action")).containsExactly("UPDATE", "INSERT");
        assertThat(each(trail, "/recordId")).containsOnly(trip.toString());
        assertThat(each(trail, "/actorId")).containsOnly(ada.id().toString());
        assertThat(each(trail, "/changedFields").getFirst()).contains("title", "budget");
        assertThat(each(trail, "/tokenId")).containsOnly("null");
        assertThat(each(trail, "/requestId").getFirst()).matches("[0-9a-f-]{36}");
    }

    @Test
    void theOwnerSeesWhatOthersDoToTheTripAndOthersSeeWhatTheyDid() {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        Traveller eve = Traveller.known(port);
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, bob, "EDITOR");
        ada.share(trip, eve, "VIEWER");
        Wire.of(port, bob)
                .send(
                        "mutation ($id: ID!) { updateTrip(input: { id: $id, title: \"Rome\" }) { trip { id } } }",
                        Map.of("id", trip))
                .at("/updateTrip");

        assertThat(each(trail(ada, Map.of("actorId", bob.id())), "/table")).containsExactly("trips");
        assertThat(each(trail(bob, Map.of("table", "trips")), "/action")).containsExactly("UPDATE");
        assertThat(each(trail(bob, Map.of("table", "members")), "/recordId"))
                .containsExactly(bob.id().toString());
        assertThat(each(trail(eve, Map.of("table", "trips")), "/action")).isEmpty();
        assertThat(each(trail(eve, Map.of()), "/table")).containsExactly("members", "users");
    }

    @Test
    void aDeletedTripIsStillInTheTrailOfItsOwner() {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Oslo");
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip))
                .at("/deleteTrip");

        assertThat(each(trail(ada, Map.of("recordId", trip)), "/action")).containsExactly("DELETE", "INSERT");
    }

    @Test
    void aKeyThatChangesIsOneEntryWithoutTheProvider() {
        Traveller ada = Traveller.known(port);
        Wire wire = Wire.of(port, ada);
        wire.send("""
                mutation { setProviderKey(input: { provider: "openai", key: "sk-0123456789-planted" }) {
                  providerKey { provider } } }""").at("/setProviderKey");
        wire.send("mutation { removeProviderKey(provider: \"openai\") { provider } }")
                .at("/removeProviderKey");

        Wire.Answer trail = trail(ada, Map.of("table", "users"));

        assertThat(each(trail, "/action")).containsExactly("KEY_CHANGED", "KEY_CHANGED", "INSERT");
        assertThat(each(trail, "/changedFields")).containsOnly("[]");
        assertThat(trail.body()).doesNotContain("openai", "planted");
    }

    @Test
    void pagesGoBackWithoutGapsWhileThingsHappen() {
        Traveller ada = Traveller.known(port);
        for (int i = 0; i < 5; i++) {
            ada.createTrip("Trip " + i);
        }
        List<String> seen = new ArrayList<>();
        String after = "null";
        do {
            Wire.Answer page = Wire.of(port, ada)
                    .send(
                            TRAIL,
                            "{\"first\": 2, \"after\": %s, \"filter\": {\"actions\": [\"INSERT\"], \"table\": \"trips\"}}"
                                    .formatted(after));
            seen.addAll(each(page, "/id"));
            after = page.at("/auditTrail/pageInfo/hasNextPage").equals("true")
                    ? "\"" + page.at("/auditTrail/pageInfo/endCursor") + "\""
                    : "";
            ada.createTrip("Meanwhile");
        } while (!after.isEmpty());

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void isBoundedByTimes() {
        Traveller ada = Traveller.known(port);
        ada.createTrip("Oslo");

        assertThat(each(trail(ada, Map.of("from", "2000-01-01T00:00:00Z", "to", "2999-01-01T00:00:00Z")), "/id"))
                .isNotEmpty();
        assertThat(each(trail(ada, Map.of("from", "2999-01-01T00:00:00Z")), "/id"))
                .isEmpty();
        assertThat(each(trail(ada, Map.of("to", "2000-01-01T00:00:00Z")), "/id"))
                .isEmpty();
        assertThat(each(trail(ada, Map.of("table", "no'; such")), "/id")).isEmpty();
    }

    @Test
    void refusedScopesAreKeptButNotWithoutEnd() {
        Traveller ada = Traveller.known(port);
        for (int i = 0; i < 70; i++) {
            refuse(ada, "{trips:write,chat:read}");
        }
        refuse(ada, "{a secret}");

        Wire.Answer trail = trail(ada, Map.of("actions", List.of("SCOPE_REFUSED")));

        assertThat(each(trail, "/changedFields")).hasSize(60).containsOnly("[\"trips:write\",\"chat:read\"]");
        assertThat(each(trail, "/table")).containsOnly("accessTokens");
        assertThat(each(trail, "/recordId")).containsOnly(ada.id().toString());
    }

    @Test
    void aTokenSignsInOnceAnHourAndIsNamedByWhatIsDoneWithIt() {
        Traveller ada = Traveller.known(port);
        Traveller program = ada.through(port, "trips:write");
        UUID trip = program.createTrip("Oslo");
        program.createTrip("Bergen");

        Wire.Answer signIns = trail(ada, Map.of("actions", List.of("SIGN_IN")));
        Wire.Answer made = trail(ada, Map.of("table", "trips", "recordId", trip));

        assertThat(each(signIns, "/table")).containsExactly("accessTokens");
        assertThat(each(signIns, "/actorId")).containsExactly(ada.id().toString());
        assertThat(each(made, "/tokenId")).isEqualTo(each(signIns, "/recordId"));
    }

    @Test
    void aScopeThatATokenHasNotIsInTheTrail() {
        Traveller ada = Traveller.known(port);
        Traveller program = ada.through(port, "trips:read");

        Wire.of(port, program).send("{ memories(first: 1) { edges { cursor } } }");

        Wire.Answer trail = trail(ada, Map.of("actions", List.of("SCOPE_REFUSED")));
        assertThat(each(trail, "/changedFields")).containsExactly("[\"memories:read\"]");
        assertThat(each(trail, "/recordId")).isEqualTo(each(trail, "/tokenId"));
    }

    /** As the gateway, with the claims of the caller. */
    private void refuse(Traveller of, String scopes) {
        Superuser.of(environment)
                .sql("""
                        with claims as materialized (
                            select set_config('request.jwt.claims', ?, true))
                        select changelog.refuse_scopes(cast(? as text[])) from claims
                        """)
                .params("{\"sub\": \"" + of.id() + "\"}", scopes)
                .query(Boolean.class)
                .single();
    }

    private Wire.Answer trail(Traveller of, Map<String, ?> filter) {
        return Wire.of(port, of).send(TRAIL, Map.of("first", 100, "filter", filter));
    }

    private static List<String> each(Wire.Answer trail, String pointer) {
        return trail.each("/auditTrail/edges", "/node" + pointer);
    }
}
