package com.tripsage.gateway.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trip is shared with an address of somebody who has not come yet. */
class InvitationTests extends RunningGateway {

    static final String SHARE = """
            mutation ($trip: ID!, $email: String!, $role: TripMemberRole!) {
              shareTrip(input: { tripId: $trip, userEmail: $email, role: $role }) {
                trip { members { role user { id email } } invitations { id email role invitedAt } }
              }
            }""";

    static final String UNSHARE = """
            mutation ($input: UnshareTripInput!) {
              unshareTrip(input: $input) { trip { members { user { id } } invitations { email } } }
            }""";

    static final String STATE = """
            query ($id: ID!) { trip(id: $id) { title members { role user { id } } invitations { id email role } } }
            """;

    Wire owner;
    UUID trip;
    String address;

    @BeforeEach
    void invite() {
        Traveller ada = Traveller.known(port);
        owner = Wire.of(port, ada);
        trip = ada.createTrip("Oslo");
        address = UUID.randomUUID() + "@example.com";
    }

    private Wire.Answer share(String email, String role) {
        return owner.send(SHARE, Map.of("trip", trip, "email", email, "role", role));
    }

    private Wire.Answer unshare(Object... input) {
        return owner.send(UNSHARE, Map.of("input", Map.of("tripId", trip, String.valueOf(input[0]), input[1])));
    }

    private Wire.Answer state(Wire person) {
        return person.send(STATE, Map.of("id", trip));
    }

    private Wire come(String email) {
        return Wire.of(port, Traveller.of(port, UUID.randomUUID(), email));
    }

    @Test
    void waitsForWhoeverComesWithTheAddress() {
        Wire.Answer shared = share(address, "EDITOR");
        assertThat(shared.at("/shareTrip/trip/members")).isEqualTo("[]");
        assertThat(shared.each("/shareTrip/trip/invitations", "/email")).containsExactly(address);
        assertThat(shared.each("/shareTrip/trip/invitations", "/role")).containsExactly("EDITOR");
        assertThat(shared.at("/shareTrip/trip/invitations/0/invitedAt")).endsWith("Z");
        String cursor = owner.send("{ tripEventLog(first: 100) { endCursor } }").at("/tripEventLog/endCursor");

        Traveller bob = Traveller.of(port, UUID.randomUUID(), address);

        assertThat(state(Wire.of(port, bob)).at("/trip/title")).isEqualTo("Oslo");
        assertThat(state(owner).each("/trip/members", "/role")).containsExactly("EDITOR");
        assertThat(state(owner).at("/trip/invitations")).isEqualTo("[]");
        Wire.Answer events = owner.send(
                "query ($after: String) { tripEventLog(first: 100, after: $after) { events { kind entityId actorId } } }",
                Map.of("after", cursor));
        assertThat(events.at("/tripEventLog/events"))
                .isEqualTo(
                        "[{\"kind\":\"MEMBER_ADDED\",\"entityId\":\"%1$s\",\"actorId\":\"%1$s\"}]".formatted(bob.id()));
        assertThat(state(come(address)).at("/trip")).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "'  %s\t', %s",
        "%s,       '  %s '",
        "Zoë.%s,   Zoe\u0308.%s",
        "ZOË.%s,   zoë.%s",
        "ДАША.%s,  даша.%s",
        "A%s,      a%s",
        "สมชาย%s,  สมชาย%s"
    })
    void findsTheSameAddressInOtherLetters(String invited, String comes) {
        share(invited.formatted(address), "VIEWER").at("/shareTrip/trip");

        assertThat(state(come(comes.formatted(address))).at("/trip/title")).isEqualTo("Oslo");
    }

    @ParameterizedTest
    @CsvSource({"zoë.%s, zoe.%s", "\u212Aim.%s, kim.%s", "kim.%s, \u212Aim.%s", "ı%s, i%s", "ß%s, ss%s", "ａ%s, a%s"})
    void doesNotFindAnother(String invited, String comes) {
        share(invited.formatted(address), "VIEWER").at("/shareTrip/trip");

        assertThat(state(come(comes.formatted(address))).at("/trip")).isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "@",
                "a@",
                "@b",
                "a@b@c",
                "a b@c.de",
                "a@b,c@d",
                "Ada <ada@example.com>",
                "a@b..c",
                "a@.b",
                "a@b.",
                "a\u00a0b@c.de",
                "a\u200bb@c.de",
                "a\u202eb@c.de",
                "\"a b\"@c.de",
                "tel:+4915112345678",
                "a\nb@c.de"
            })
    void refusesWhatIsNoAddress(String email) {
        share(email, "VIEWER").blames("input.userEmail");
        assertThat(state(owner).at("/trip/invitations")).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@localhost",
                "o'neil+trip@example.co.uk",
                "%@example.com",
                "a..b@docomo.ne.jp",
                "x@münchen.de"
            })
    void takesUnusualAddresses(String email) {
        assertThat(share(email, "VIEWER").each("/shareTrip/trip/invitations", "/email"))
                .containsExactly(email);
    }

    @Test
    void takesLongAddressesAsTheyAre() {
        String local = "a".repeat(243);
        assertThat(share(local + "@example.com", "VIEWER").each("/shareTrip/trip/invitations", "/email"))
                .containsExactly(local + "@example.com");
        share("a" + local + "@example.com", "VIEWER").blames("input.userEmail");
        share("a".repeat(400_000), "VIEWER").blames("input.userEmail");
    }

    @Test
    void hasTheLastRoleAndIsOne() {
        String id = share(address, "VIEWER").at("/shareTrip/trip/invitations/0/id");
        Wire.Answer again = share(address.toUpperCase(java.util.Locale.ROOT), "EDITOR");

        assertThat(again.each("/shareTrip/trip/invitations", "/id")).containsExactly(id);
        assertThat(again.each("/shareTrip/trip/invitations", "/role")).containsExactly("EDITOR");
        come(address).send("{ viewer { id } }").at("/viewer");
        assertThat(state(owner).each("/trip/members", "/role")).containsExactly("EDITOR");
    }

    @Test
    void isTakenBackByItsIdOrItsAddress() {
        String id = share(address, "VIEWER").at("/shareTrip/trip/invitations/0/id");
        assertThat(unshare("invitationId", id).at("/unshareTrip/trip/invitations"))
                .isEqualTo("[]");
        unshare("invitationId", id).isRefused("NOT_FOUND");
        share(address, "VIEWER").at("/shareTrip/trip");
        assertThat(unshare("userEmail", " " + address.toUpperCase(java.util.Locale.ROOT))
                        .at("/unshareTrip/trip/invitations"))
                .isEqualTo("[]");
        unshare("userEmail", address).isRefused("NOT_FOUND");
        unshare("userEmail", "nonsense").isRefused("NOT_FOUND");

        assertThat(state(come(address)).at("/trip")).isEqualTo("null");
    }

    @Test
    void endsForAMemberByTheAddressToo() {
        share(address, "VIEWER").at("/shareTrip/trip");
        Wire bob = come(address);
        assertThat(state(bob).at("/trip/title")).isEqualTo("Oslo");

        assertThat(unshare("userEmail", address).at("/unshareTrip/trip/members"))
                .isEqualTo("[]");
        assertThat(state(bob).at("/trip")).isEqualTo("null");
    }

    @Test
    void wantsToKnowExactlyOneOfThem() {
        for (Map<String, Object> whom : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("userId", UUID.randomUUID(), "userEmail", address),
                Map.of("userEmail", address, "invitationId", UUID.randomUUID()))) {
            Map<String, Object> input = new java.util.HashMap<>(whom);
            input.put("tripId", trip);
            owner.send(UNSHARE, Map.of("input", input)).blames("input");
        }
    }

    @Test
    void isTheOwnersAlone() {
        Traveller editor = Traveller.known(port);
        share(editor.email(), "EDITOR").at("/shareTrip/trip");
        String id = share(address, "VIEWER").at("/shareTrip/trip/invitations/0/id");

        assertThat(state(Wire.of(port, editor)).at("/trip/invitations")).isEqualTo("null");
        for (Object[] whom : new Object[][] {{"invitationId", id}, {"userEmail", address}}) {
            Map<String, Object> input = Map.of("tripId", trip, String.valueOf(whom[0]), whom[1]);
            Wire.of(port, editor).send(UNSHARE, Map.of("input", input)).isRefused("FORBIDDEN");
            come(UUID.randomUUID() + "@example.com")
                    .send(UNSHARE, Map.of("input", input))
                    .isRefused("NOT_FOUND");
        }
        assertThat(state(owner).each("/trip/invitations", "/id")).containsExactly(id);
    }

    @Test
    void isNotForTheOwner() {
        Traveller ada = Traveller.of(port, UUID.randomUUID(), "Me-" + address);
        UUID hers = ada.createTrip("Rome");

        for (String own : List.of("Me-" + address, "me-" + address, " ME-" + address)) {
            Wire.of(port, ada)
                    .send(SHARE, Map.of("trip", hers, "email", own, "role", "VIEWER"))
                    .blames("input.userEmail");
        }
    }

    @Test
    void isNotClaimedByTheOwnerWhoGetsTheAddress() {
        UUID id = UUID.randomUUID();
        Traveller ada = Traveller.of(port, id, "old-" + address);
        UUID hers = ada.createTrip("Rome");
        Wire.of(port, ada)
                .send(SHARE, Map.of("trip", hers, "email", address, "role", "VIEWER"))
                .at("/shareTrip/trip");

        Wire now = Wire.of(port, Traveller.of(port, id, address));

        assertThat(now.send("query ($id: ID!) { trip(id: $id) { viewerRole members { role } } }", Map.of("id", hers))
                        .at("/trip"))
                .isEqualTo("{\"viewerRole\":\"OWNER\",\"members\":[]}");
    }

    @Test
    void goesWithTheTripAndTheOwner() {
        share(address, "VIEWER").at("/shareTrip/trip");
        owner.send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip))
                .at("/deleteTrip");
        assertThat(state(come(address)).at("/trip")).isEqualTo("null");

        Traveller gone = Traveller.known(port);
        UUID his = gone.createTrip("Bari");
        Wire.of(port, gone)
                .send(SHARE, Map.of("trip", his, "email", "b" + address, "role", "VIEWER"))
                .at("/shareTrip");
        var database = Superuser.of(environment);
        database.sql("delete from users where id = ?").param(gone.id()).update();
        assertThat(database.sql("select count(*) from trip_invitations where address like '%' || ?")
                        .param(address)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(come("b" + address).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }

    @Test
    void countsWithTheMembers() {
        Superuser.of(environment).sql("""
                        insert into trip_invitations (trip_id, address, address_key, role)
                        select ?, n || '-' || ?, n || '-' || ?, 'viewer' from generate_series(1, 199) n
                        """).params(trip, address, address).update();
        share(address, "VIEWER").at("/shareTrip/trip");

        share("more-" + address, "VIEWER").blames("input.userEmail");
        share(Traveller.known(port).email(), "VIEWER").blames("input.userEmail");
        share("7-" + address, "EDITOR").at("/shareTrip/trip");
        assertThat(state(come(address)).at("/trip/title")).isEqualTo("Oslo");
        share("more-" + address, "VIEWER").blames("input.userEmail");
        unshare("userEmail", "8-" + address).at("/unshareTrip/trip");
        share("more-" + address, "VIEWER").at("/shareTrip/trip");
    }

    @Test
    void areAllClaimedHoweverManyThereAre() {
        Superuser.of(environment).sql("""
                        with many as (
                            insert into trips (user_id, title)
                            select t.user_id, 'T' || n from trips t, generate_series(1, 250) n where t.id = ?
                            returning id)
                        insert into trip_invitations (trip_id, address, address_key, role)
                        select id, ?, ?, 'viewer' from many
                        """).params(trip, address, address).update();
        Wire bob = come(address);
        for (int i = 0; i < 3; i++) {
            bob.send("{ viewer { id } }").at("/viewer");
        }

        assertThat(bob.send("{ trips { totalCount } }").at("/trips/totalCount")).isEqualTo("250");
    }

    /** Whoever of them is first: once it is taken back, nobody is a member. */
    @RepeatedTest(10)
    void isClaimedOrTakenBackNotBoth() {
        share(address, "VIEWER").at("/shareTrip/trip");
        Wire bob = come(address);

        Together.run(
                2,
                i -> i == 0
                        ? bob.send("{ viewer { id } }").at("/viewer/id")
                        : unshare("userEmail", address).at("/unshareTrip/trip/members"));

        assertThat(state(owner).at("/trip/members")).isEqualTo("[]");
        assertThat(state(owner).at("/trip/invitations")).isEqualTo("[]");
        assertThat(state(bob).at("/trip")).isEqualTo("null");
    }

    /** Whoever of them is first: who comes while the trip is being shared is a member in the end. */
    @RepeatedTest(10)
    void isNotMissedByWhoComesAtTheSameMoment() {
        Wire bob = come(address);

        Together.run(
                2,
                i -> i == 0
                        ? bob.send("{ viewer { id } }").at("/viewer/id")
                        : share(address, "VIEWER").at("/shareTrip/trip"));
        bob.send("{ viewer { id } }").at("/viewer/id");

        assertThat(state(bob).at("/trip/title")).isEqualTo("Oslo");
        assertThat(state(owner).at("/trip/invitations")).isEqualTo("[]");
    }

    @Test
    void isClaimedOnce() {
        share(address, "VIEWER").at("/shareTrip/trip");
        UUID id = UUID.randomUUID();

        Together.run(16, i -> Wire.of(port, Traveller.of(port, id, address))
                .send("{ viewer { id } }")
                .at("/viewer/id"));

        assertThat(state(owner).each("/trip/members", "/user/id")).containsExactly(id.toString());
    }

    /** An owner who keeps a trip locked keeps nobody from coming in. */
    @Test
    void doesNotKeepAnybodyWaiting() throws Exception {
        share(address, "VIEWER").at("/shareTrip/trip");
        Wire bob = come(address);
        try (var locked = Superuser.begin(environment)) {
            try (var statement = locked.prepareStatement("select from trips where id = ? for update")) {
                statement.setObject(1, trip);
                statement.execute();
            }

            assertThat(bob.send("{ trips { totalCount } }").at("/trips/totalCount"))
                    .isEqualTo("0");
            locked.rollback();
        }
        assertThat(bob.send("{ trips { totalCount } }").at("/trips/totalCount")).isEqualTo("1");
    }
}
