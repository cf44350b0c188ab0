package com.tripsage.gateway.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link makes whoever is signed in and has it a member, as often as it may and for as long. */
class InvitationLinkTests extends RunningGateway {

    private static final String CREATE = """
            mutation ($input: CreateInvitationLinkInput!) {
              createInvitationLink(input: $input) { invitationLink { id role maxUses uses expiresAt createdAt } secret }
            }""";

    private static final String ACCEPT = """
            mutation ($token: String!) { acceptInvitationLink(token: $token) { trip { id title viewerRole } } }""";

    private static final String REVOKE = """
            mutation ($id: ID!) { revokeInvitationLink(id: $id) { revokedId trip { invitationLinks { id } } } }""";

    private static final String STATE = """
            query ($id: ID!) { trip(id: $id) { members { role user { id } } invitationLinks { id role uses maxUses } } }""";

    private Traveller ada;
    private Wire owner;
    private UUID trip;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        owner = Wire.of(port, ada);
        trip = ada.createTrip("Oslo");
    }

    @Test
    void letsInWhoHasIt() {
        Wire.Answer created = create("VIEWER", 2, null);
        assertThat(created.at("/createInvitationLink/secret")).matches("tripsage_invite_[0-9A-Za-z]{36}");
        assertThat(created.at("/createInvitationLink/invitationLink/maxUses")).isEqualTo("2");
        String cursor = owner.send("{ tripEventLog(first: 100) { endCursor } }").at("/tripEventLog/endCursor");
        Traveller bob = Traveller.known(port);

        Wire.Answer joined = accept(Wire.of(port, bob), secret(created));

        assertThat(joined.at("/acceptInvitationLink/trip"))
                .isEqualTo("{\"id\":\"%s\",\"title\":\"Oslo\",\"viewerRole\":\"VIEWER\"}".formatted(trip));
        assertThat(state().each("/trip/members", "/user/id"))
                .containsExactly(bob.id().toString());
        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly("1");
        assertThat(owner.send(
                                "query ($after: String) { tripEventLog(first: 100, after: $after) { events { kind entityId actorId } } }",
                                Map.of("after", cursor))
                        .at("/tripEventLog/events"))
                .isEqualTo(
                        "[{\"kind\":\"MEMBER_ADDED\",\"entityId\":\"%1$s\",\"actorId\":\"%1$s\"}]".formatted(bob.id()));
        assertThat(owner.send("{ auditTrail(filter: { table: \"invitationLinks\" }) { nodes { action } } }")
                        .each("/auditTrail/nodes", "/action"))
                .containsExactly("UPDATE", "INSERT");
    }

    @Test
    void isNotUsedUpByTheSamePersonOrTheOwner() {
        String secret = secret(create("VIEWER", 1, null));
        Wire bob = somebody();

        accept(owner, secret).at("/acceptInvitationLink/trip/id");
        for (int again = 0; again < 3; again++) {
            assertThat(accept(bob, secret).at("/acceptInvitationLink/trip/viewerRole"))
                    .isEqualTo("VIEWER");
        }

        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly("1");
        assertThat(state().each("/trip/members", "/role")).hasSize(1);
        accept(somebody(), secret).isRefused("NOT_FOUND");
        assertThat(accept(owner, secret).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("OWNER");
    }

    @ParameterizedTest
    @CsvSource({"EDITOR, VIEWER, EDITOR, 0", "VIEWER, EDITOR, EDITOR, 1", "VIEWER, VIEWER, VIEWER, 0"})
    void raisesARoleAndNeverLowersOne(String held, String given, String then, String uses) {
        Traveller bob = Traveller.known(port);
        ada.share(trip, bob, held);

        assertThat(accept(Wire.of(port, bob), secret(create(given, 1, null)))
                        .at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo(then);
        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly(uses);
    }

    @Test
    void letsInAsManyAsItMayWhenAllComeAtOnce() {
        String secret = secret(create("EDITOR", 1, null));
        List<Wire> people = IntStream.range(0, 50).mapToObj(_ -> somebody()).toList();

        List<Wire.Answer> answers = Together.run(50, worker -> accept(people.get(worker), secret));

        assertThat(answers.stream().filter(answer -> answer.codes().isEmpty())).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.codes().equals(List.of("NOT_FOUND"))))
                .hasSize(49);
        assertThat(state().each("/trip/members", "/role")).containsExactly("EDITOR");
        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly("1");
    }

    /** What is refused is refused in the same words, whatever there was. */
    @Test
    void tellsNobodyWhyItRefuses() {
        String usedUp = secret(create("VIEWER", 1, null));
        accept(somebody(), usedUp).at("/acceptInvitationLink/trip/id");
        Wire.Answer revokedLink = create("VIEWER", 1, null);
        String id = revokedLink.at("/createInvitationLink/invitationLink/id");
        assertThat(owner.send(REVOKE, Map.of("id", id)).at("/revokeInvitationLink/revokedId"))
                .isEqualTo(id);
        Wire.Answer expiredLink = create("VIEWER", 1, null);
        superuser()
                .sql("""
                        update trip_invitation_links set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
                         where id = ?::uuid""")
                .param(expiredLink.at("/createInvitationLink/invitationLink/id"))
                .update();
        Traveller blocking = Traveller.known(port);
        block(blocking.id(), ada.id());
        Traveller blocked = Traveller.known(port);
        block(ada.id(), blocked.id());
        String open = secret(create("VIEWER", 9, null));

        List<Wire.Answer> refusals = List.of(
                accept(somebody(), usedUp),
                accept(somebody(), secret(revokedLink)),
                accept(somebody(), secret(expiredLink)),
                accept(somebody(), "tripsage_invite_" + "0".repeat(36)),
                accept(somebody(), ""),
                accept(somebody(), "é".repeat(1000)),
                accept(Wire.of(port, blocking), open),
                accept(Wire.of(port, blocked), open));

        assertThat(refusals).extracting(Wire.Answer::body).hasSize(8);
        assertThat(refusals.stream()
                        .map(answer -> answer.json().at("/errors/0/message").asString())
                        .distinct())
                .containsExactly("There is no such invitation");
        refusals.forEach(answer -> answer.isRefused("NOT_FOUND"));
        assertThat(state().each("/trip/members", "/role")).hasSize(1);
    }

    /** Whoever removes: the owner, or another program. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotLetInAgainWhomSomebodyHasRemoved(boolean byTheOwner) {
        String secret = secret(create("VIEWER", 9, null));
        Traveller bob = Traveller.known(port);
        Wire bobs = Wire.of(port, bob);
        accept(bobs, secret).at("/acceptInvitationLink/trip/id");

        remove(bob, byTheOwner);

        accept(bobs, secret).isRefused("NOT_FOUND");
        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly("1");
        accept(somebody(), secret).at("/acceptInvitationLink/trip/id");

        assertThat(accept(bobs, secret(create("EDITOR", 1, null))).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("EDITOR");
    }

    @Test
    void letsInAgainWhoHasLeft() {
        String secret = secret(create("VIEWER", 9, null));
        Traveller bob = Traveller.known(port);
        Wire bobs = Wire.of(port, bob);
        accept(bobs, secret).at("/acceptInvitationLink/trip/id");
        remove(bob, true);
        ada.share(trip, bob, "VIEWER");

        leave(bobs);

        assertThat(accept(bobs, secret).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("VIEWER");
    }

    /** Whoever lowers the role: the owner, or another program. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotGiveBackARoleThatSomebodyHasTaken(boolean byTheOwner) {
        String edits = secret(create("EDITOR", 9, null));
        String views = secret(create("VIEWER", 9, null));
        Traveller bob = Traveller.known(port);
        Wire bobs = Wire.of(port, bob);
        accept(bobs, edits).at("/acceptInvitationLink/trip/id");

        lower(bob, byTheOwner);

        accept(bobs, edits).isRefused("NOT_FOUND");
        leave(bobs);
        accept(bobs, edits).isRefused("NOT_FOUND");
        assertThat(accept(bobs, views).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("VIEWER");
        accept(bobs, edits).isRefused("NOT_FOUND");
        assertThat(accept(bobs, secret(create("EDITOR", 1, null))).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("EDITOR");
    }

    @Test
    void doesNotRaiseWhomTheOwnerHasTakenBackWithLess() {
        String edits = secret(create("EDITOR", 9, null));
        Traveller bob = Traveller.known(port);
        Wire bobs = Wire.of(port, bob);
        accept(bobs, edits).at("/acceptInvitationLink/trip/id");
        remove(bob, true);
        ada.share(trip, bob, "VIEWER");

        accept(bobs, edits).isRefused("NOT_FOUND");
        assertThat(state().each("/trip/members", "/role")).containsExactly("VIEWER");
        accept(somebody(), edits).at("/acceptInvitationLink/trip/id");

        remove(bob, true);
        assertThat(accept(bobs, secret(create("VIEWER", 1, null))).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("VIEWER");
        accept(bobs, edits).isRefused("NOT_FOUND");
        assertThat(accept(bobs, secret(create("EDITOR", 1, null))).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("EDITOR");
    }

    /** Whom the owner has made an editor again has nothing that was taken. */
    @Test
    void letsInAgainAsAnEditorWhomTheOwnerHasMadeOne() {
        String edits = secret(create("EDITOR", 9, null));
        Traveller bob = Traveller.known(port);
        Wire bobs = Wire.of(port, bob);
        accept(bobs, edits).at("/acceptInvitationLink/trip/id");
        lower(bob, true);
        ada.share(trip, bob, "EDITOR");

        leave(bobs);

        assertThat(accept(bobs, edits).at("/acceptInvitationLink/trip/viewerRole"))
                .isEqualTo("EDITOR");
    }

    /** A viewer who takes an editor's link while the owner removes them. */
    @Test
    void waitsForARemovalAtTheSameMoment() throws Exception {
        String secret = secret(create("EDITOR", 9, null));
        Traveller bob = Traveller.known(port);
        ada.share(trip, bob, "VIEWER");
        Wire bobs = Wire.of(port, bob);

        try (var removing = Superuser.begin(environment);
                var statement = removing.createStatement()) {
            statement.execute("delete from trip_members where user_id = '%s'".formatted(bob.id()));
            CompletableFuture<Wire.Answer> accepting = CompletableFuture.supplyAsync(() -> accept(bobs, secret));
            Superuser.awaitLocked(environment, 1);
            removing.commit();
            accepting.get().isRefused("NOT_FOUND");
        }
        assertThat(state().each("/trip/members", "/role")).isEmpty();
    }

    @Test
    void isTheOwnersToMakeSeeAndRevoke() {
        Traveller editor = Traveller.known(port);
        ada.share(trip, editor, "EDITOR");
        Wire bob = Wire.of(port, editor);
        String id = create("VIEWER", 1, null).at("/createInvitationLink/invitationLink/id");

        assertThat(bob.send(STATE, Map.of("id", trip)).at("/trip/invitationLinks"))
                .isEqualTo("null");
        bob.send(CREATE, Map.of("input", Map.of("tripId", trip, "role", "VIEWER")))
                .isRefused("FORBIDDEN");
        bob.send(REVOKE, Map.of("id", id)).isRefused("NOT_FOUND");
        somebody()
                .send(CREATE, Map.of("input", Map.of("tripId", trip, "role", "VIEWER")))
                .isRefused("NOT_FOUND");
        Wire reader = Wire.of(port, ada.through(port, "trips:read"));
        reader.send(CREATE, Map.of("input", Map.of("tripId", trip, "role", "VIEWER")))
                .isRefused("FORBIDDEN");
        reader.send(ACCEPT, Map.of("token", "x")).isRefused("FORBIDDEN");
        assertThat(owner.send(REVOKE, Map.of("id", id)).at("/revokeInvitationLink/trip/invitationLinks"))
                .isEqualTo("[]");
        owner.send(REVOKE, Map.of("id", id)).isRefused("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "0, , input.maxUses",
        "201, , input.maxUses",
        "1, 2020-01-01T00:00:00Z, input.expiresAt",
        "1, 2999-01-01T00:00:00Z, input.expiresAt"
    })
    void hasBounds(int maxUses, @Nullable String expiresAt, String path) {
        create("VIEWER", maxUses, expiresAt).blames(path);
    }

    @Test
    void itsSecretIsNoCredentialAndIsNotKept() throws Exception {
        String secret = secret(create("VIEWER", 1, null));

        HttpResponse<String> refused = Edge.send(new Edge(port)
                .anonymous("/graphql?query=%7B__typename%7D")
                .header("Authorization", "Bearer " + secret));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(superuser()
                        .sql("select count(*) from trip_invitation_links l where l::text like '%' || ? || '%'")
                        .param(secret)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** Members and invitations are counted together, whichever way they come. */
    @Test
    void aFullTripTakesNobody() {
        superuser().sql("""
                        insert into trip_invitations (trip_id, address, address_key, role)
                        select ?::uuid, n || '@example.com', n || '@example.com', 'viewer' from generate_series(1, 200) n
                        """).param(trip).update();
        String secret = secret(create("VIEWER", 5, null));

        accept(somebody(), secret).isRefused("BAD_USER_INPUT");

        assertThat(state().each("/trip/invitationLinks", "/uses")).containsExactly("0");
    }

    private void remove(Traveller member, boolean byTheOwner) {
        if (byTheOwner) {
            owner.send(InvitationTests.UNSHARE, Map.of("input", Map.of("tripId", trip, "userId", member.id())))
                    .at("/unshareTrip/trip");
        } else {
            superuser()
                    .sql("delete from trip_members where user_id = ?")
                    .param(member.id())
                    .update();
        }
    }

    private void lower(Traveller member, boolean byTheOwner) {
        if (byTheOwner) {
            ada.share(trip, member, "VIEWER");
        } else {
            superuser()
                    .sql("update trip_members set role = 'viewer' where user_id = ?")
                    .param(member.id())
                    .update();
        }
    }

    private void leave(Wire member) {
        member.send("mutation ($id: ID!) { leaveTrip(id: $id) { leftId } }", Map.of("id", trip))
                .at("/leaveTrip/leftId");
    }

    private void block(UUID user, UUID blocked) {
        superuser()
                .sql("insert into user_blocks (user_id, blocked_id) values (?, ?)")
                .param(user)
                .param(blocked)
                .update();
    }

    private Wire.Answer create(String role, int maxUses, @Nullable String expiresAt) {
        Map<String, @Nullable Object> input = new HashMap<>(Map.of("tripId", trip, "role", role, "maxUses", maxUses));
        if (expiresAt != null) {
            input.put("expiresAt", expiresAt);
        }
        return owner.send(CREATE, Map.of("input", input));
    }

    private static String secret(Wire.Answer created) {
        return created.at("/createInvitationLink/secret");
    }

    private static Wire.Answer accept(Wire by, String secret) {
        return by.send(ACCEPT, Map.of("token", secret));
    }

    private Wire.Answer state() {
        return owner.send(STATE, Map.of("id", trip));
    }
}
