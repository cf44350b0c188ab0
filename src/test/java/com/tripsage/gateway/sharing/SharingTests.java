package com.tripsage.gateway.sharing;

import static com.tripsage.gateway.Errors.code;
import static com.tripsage.gateway.Errors.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.test.tester.GraphQlTester;

class SharingTests extends RunningGateway {

    private static final String SHARE = """
            mutation ($input: ShareTripInput!) {
              shareTrip(input: $input) { trip { members { role user { id email } } } }
            }""";

    private static final String UNSHARE = """
            mutation ($input: UnshareTripInput!) {
              unshareTrip(input: $input) { trip { members { user { id } } } }
            }""";

    private static final String LEAVE = "mutation ($id: ID!) { leaveTrip(id: $id) { leftId } }";

    private static final String ROLE = "query ($id: ID!) { trip(id: $id) { viewerRole } }";

    Party party;

    @BeforeEach
    void arrive() {
        party = Party.around(port, Map.of("title", "Oslo", "flights", List.of(Map.of("flightNumber", "SK802"))));
    }

    @Test
    void listsMembersInTheOrderInWhichTheyJoined() {
        Wire.Answer answer = Wire.of(port, party.viewer())
                .send(
                        "query ($id: ID!) { trip(id: $id) { members { role user { id } } } }",
                        Map.of("id", party.trip()));

        assertThat(answer.each("/trip/members", "/user/id"))
                .containsExactly(
                        party.editor().id().toString(), party.viewer().id().toString());
        assertThat(answer.each("/trip/members", "/role")).containsExactly("EDITOR", "VIEWER");
    }

    @Test
    void changesARole() {
        share(party.owner(), party.viewer().email(), "EDITOR")
                .path("shareTrip.trip.members[*].role")
                .entityList(String.class)
                .containsExactly("EDITOR", "EDITOR");
        share(party.owner(), party.editor().email(), "VIEWER")
                .path("shareTrip.trip.members[*].role")
                .entityList(String.class)
                .containsExactly("VIEWER", "EDITOR");
        assertThat(role(party.viewer())).isEqualTo("EDITOR");
        assertThat(role(party.editor())).isEqualTo("VIEWER");
    }

    @Test
    void tellsEverybodyTheirRole() {
        assertThat(role(party.owner())).isEqualTo("OWNER");
        assertThat(role(party.editor())).isEqualTo("EDITOR");
        assertThat(role(party.viewer())).isEqualTo("VIEWER");
    }

    @Test
    void findsAddressesInAnyCase() {
        share(party.owner(), party.stranger().email().toUpperCase(Locale.ROOT), "VIEWER")
                .path("shareTrip.trip.members[2].user.email")
                .entity(String.class)
                .isEqualTo(party.stranger().email());
    }

    @Test
    void refusesWhatIsNoAddressAndTheOwners() {
        share(party.owner(), "nobody", "VIEWER").errors().satisfy(violations("input.userEmail"));
        share(party.owner(), "%", "VIEWER").errors().satisfy(violations("input.userEmail"));
        share(party.owner(), party.owner().email(), "VIEWER").errors().satisfy(violations("input.userEmail"));
        share(party.owner(), " ", "VIEWER").errors().satisfy(violations("input.userEmail"));
        share(party.owner(), "a".repeat(256), "VIEWER").errors().satisfy(violations("input.userEmail"));
        share(party.owner(), party.stranger().email(), "OWNER").errors().satisfy(violations("input.role"));
    }

    @Test
    void isTheOwnersBusiness() {
        share(party.editor(), party.stranger().email(), "VIEWER").errors().satisfy(code("FORBIDDEN"));
        share(party.viewer(), party.viewer().email(), "EDITOR").errors().satisfy(code("FORBIDDEN"));
        share(party.editor(), "nobody@example.com", "VIEWER").errors().satisfy(code("FORBIDDEN"));
        share(party.stranger(), party.stranger().email(), "VIEWER").errors().satisfy(code("NOT_FOUND"));
        share(party.stranger(), "nobody@example.com", "VIEWER").errors().satisfy(code("NOT_FOUND"));
        unshare(party.editor(), party.viewer()).errors().satisfy(code("FORBIDDEN"));
        unshare(party.viewer(), party.owner()).errors().satisfy(code("FORBIDDEN"));
        unshare(party.stranger(), party.viewer()).errors().satisfy(code("NOT_FOUND"));
        assertThat(role(party.viewer())).isEqualTo("VIEWER");
    }

    @Test
    void endsForAMember() {
        unshare(party.owner(), party.viewer())
                .path("unshareTrip.trip.members[*].user.id")
                .entityList(UUID.class)
                .containsExactly(party.editor().id());
        unshare(party.owner(), party.viewer()).errors().satisfy(code("NOT_FOUND"));
        unshare(party.owner(), party.stranger()).errors().satisfy(code("NOT_FOUND"));
        unshare(party.owner(), party.owner()).errors().satisfy(code("NOT_FOUND"));
    }

    @Test
    void letsMembersRemoveThemselves() {
        unshare(party.viewer(), party.viewer()).path("unshareTrip.trip").valueIsNull();
        party.editor()
                .execute(LEAVE, Map.of("id", party.trip()))
                .path("leaveTrip.leftId")
                .entity(UUID.class)
                .isEqualTo(party.trip());

        party.owner()
                .execute("query ($id: ID!) { trip(id: $id) { members { role } } }", Map.of("id", party.trip()))
                .path("trip.members")
                .entityList(Object.class)
                .hasSize(0);
    }

    @Test
    void letsNobodyElseLeave() {
        party.owner().execute(LEAVE, Map.of("id", party.trip())).errors().satisfy(code("FORBIDDEN"));
        party.stranger().execute(LEAVE, Map.of("id", party.trip())).errors().satisfy(code("NOT_FOUND"));
        party.viewer()
                .execute(LEAVE, Map.of("id", party.trip()))
                .path("leaveTrip.leftId")
                .hasValue();
        party.viewer().execute(LEAVE, Map.of("id", party.trip())).errors().satisfy(code("NOT_FOUND"));
    }

    @Test
    void showsNothingToWhoHasLeft() {
        Wire leaver = Wire.of(port, party.viewer());
        String flight = leaver.send("query ($id: ID!) { trip(id: $id) { flights { id } } }", Map.of("id", party.trip()))
                .at("/trip/flights/0/id");
        party.viewer()
                .execute(LEAVE, Map.of("id", party.trip()))
                .path("leaveTrip.leftId")
                .hasValue();

        String node = "query ($id: ID!) { node(id: $id) { id } }";
        assertThat(role(party.viewer())).isEqualTo("null");
        assertThat(leaver.send("{ trips { totalCount edges { node { id } } } }").at("/trips"))
                .isEqualTo("{\"totalCount\":0,\"edges\":[]}");
        for (Object id :
                List.of(party.trip(), flight, party.owner().id(), party.editor().id())) {
            assertThat(leaver.send(node, Map.of("id", id)).at("/node")).isEqualTo("null");
        }
        leaver.send(
                        "mutation ($input: UpdateFlightInput!) { updateFlight(input: $input) { flight { id } } }",
                        Map.of("input", Map.of("id", flight, "status", "BOOKED")))
                .isRefused("NOT_FOUND");
        leaver.send(
                        "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }",
                        Map.of("input", Map.of("id", party.trip(), "title", "Bergen")))
                .isRefused("NOT_FOUND");
    }

    @Test
    void showsOfOthersNoMoreThanTheyShow() {
        for (Traveller person : List.of(party.owner(), party.editor(), party.viewer())) {
            person.execute("""
                    mutation {
                      updateViewer(input: { profile: { a: "p", displayName: "Ada", picture: "https://a.example/1.png" }, preferences: { a: "p" }, travelPreferences: { a: "p" } }) {
                        viewer { id }
                      }
                    }""").path("updateViewer.viewer.id").hasValue();
        }
        String user =
                "id email name picture authProvider profile preferences travelPreferences apiKeyNames createdAt updatedAt version";

        Wire.Answer answer = Wire.of(port, party.editor())
                .send(
                        "query ($id: ID!) { trip(id: $id) { owner { %s } members { user { %s } } } }"
                                .formatted(user, user),
                        Map.of("id", party.trip()));

        assertThat(answer.at("/trip/owner")).isEqualTo(bare(party.owner()));
        assertThat(answer.at("/trip/members/0/user"))
                .contains(
                        party.editor().email(),
                        "\"name\":\"Ada\"",
                        "\"a\":\"p\"",
                        "\"version\":2",
                        "\"apiKeyNames\":[]");
        assertThat(answer.at("/trip/members/1/user")).isEqualTo(bare(party.viewer()));
    }

    @Test
    void tellsWhoAMemberIs() {
        party.viewer().execute("""
                mutation { updateViewer(input: { profile: { full_name: "Bo", avatar_url: "https://a.example/bo" } }) { viewer { id } } }
                """).path("updateViewer.viewer.id").hasValue();
        String members = "query ($id: ID!) { trip(id: $id) { members { id name picture user { name } } } }";

        Wire.Answer seen = Wire.of(port, party.editor()).send(members, Map.of("id", party.trip()));

        assertThat(seen.each("/trip/members", "/name")).containsExactly("null", "Bo");
        assertThat(seen.each("/trip/members", "/picture")).containsExactly("null", "https://a.example/bo");
        assertThat(seen.at("/trip/members/1/user/name")).isEqualTo("Bo");
        assertThat(seen.each("/trip/members", "/id"))
                .doesNotHaveDuplicates()
                .doesNotContain(party.viewer().id().toString());
        share(party.owner(), party.viewer().email(), "EDITOR")
                .path("shareTrip.trip.members")
                .hasValue();
        assertThat(Wire.of(port, party.owner())
                        .send(members, Map.of("id", party.trip()))
                        .each("/trip/members", "/id"))
                .isEqualTo(seen.each("/trip/members", "/id"));
    }

    @Test
    void refusesThe201stMember() {
        Superuser.of(environment).sql("""
                        with people as (
                            insert into users (email)
                            select gen_random_uuid() || '@example.org' from generate_series(1, 198)
                            returning id)
                        insert into trip_members (trip_id, user_id, role) select ?, id, 'viewer' from people
                        """).param(party.trip()).update();

        share(party.owner(), party.stranger().email(), "VIEWER").errors().satisfy(violations("input.userEmail"));

        assertThat(role(party.stranger())).isEqualTo("null");
        share(party.owner(), party.viewer().email(), "EDITOR")
                .path("shareTrip.trip.members")
                .entityList(Object.class)
                .hasSize(200);
        unshare(party.owner(), party.editor()).path("unshareTrip.trip").hasValue();
        share(party.owner(), party.stranger().email(), "VIEWER")
                .path("shareTrip.trip.members")
                .entityList(Object.class)
                .hasSize(200);
    }

    private static String bare(Traveller person) {
        return """
                {"id":"%s","email":"%s","name":"Ada","picture":"https://a.example/1.png","authProvider":null,"profile":null,"preferences":null,"travelPreferences":null,\
                "apiKeyNames":null,"createdAt":null,"updatedAt":null,"version":null}""".formatted(person.id(), person.email());
    }

    private String role(Traveller person) {
        Wire.Answer answer = Wire.of(port, person).send(ROLE, Map.of("id", party.trip()));
        return answer.at("/trip").equals("null") ? "null" : answer.at("/trip/viewerRole");
    }

    private GraphQlTester.Response share(Traveller by, String email, String role) {
        return by.execute(SHARE, Map.of("input", Map.of("tripId", party.trip(), "userEmail", email, "role", role)));
    }

    private GraphQlTester.Response unshare(Traveller by, Traveller member) {
        return by.execute(UNSHARE, Map.of("input", Map.of("tripId", party.trip(), "userId", member.id())));
    }
}
