package com.tripsage.gateway.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever is shared with may be left alone. */
class BlockTests extends RunningGateway {

    private static final String BLOCK =
            "mutation ($id: ID!) { blockUser(id: $id) { blockedUser { id email blockedAt } } }";
    private static final String UNBLOCK = "mutation ($id: ID!) { unblockUser(id: $id) { unblockedId } }";
    private static final String LEAVE = "mutation ($id: ID!) { leaveTrip(id: $id, block: true) { leftId } }";
    private static final String BLOCKED = "{ viewer { blockedUsers { id email } } }";
    private static final String COUNT = "{ trips { totalCount } }";

    Traveller pusher;
    Traveller other;
    Traveller eve;
    Wire her;

    @BeforeEach
    void arrive() {
        pusher = Traveller.known(port);
        other = Traveller.known(port);
        eve = Traveller.known(port);
        her = Wire.of(port, eve);
    }

    private Wire.Answer share(Traveller by, UUID trip, String email) {
        return Wire.of(port, by).send(InvitationTests.SHARE, Map.of("trip", trip, "email", email, "role", "VIEWER"));
    }

    /** Has somebody share a trip, so that it is known who that is. */
    private void meet(Traveller by) {
        by.share(by.createTrip("Before"), eve, "VIEWER");
    }

    private String trips() {
        return her.send(COUNT).at("/trips/totalCount");
    }

    @Test
    void leavesAllTripsOfTheBlockedAndNoOthers() {
        UUID first = pusher.createTrip("One");
        pusher.share(first, eve, "VIEWER");
        pusher.share(pusher.createTrip("Two"), eve, "EDITOR");
        other.share(other.createTrip("Three"), eve, "VIEWER");
        eve.share(eve.createTrip("Hers"), pusher, "VIEWER");

        her.send(LEAVE, Map.of("id", first)).at("/leaveTrip/leftId");

        assertThat(trips()).isEqualTo("2");
        assertThat(her.send(BLOCKED).at("/viewer/blockedUsers"))
                .isEqualTo("[{\"id\":\"%s\",\"email\":\"%s\"}]".formatted(pusher.id(), pusher.email()));
        assertThat(Wire.of(port, pusher).send(COUNT).at("/trips/totalCount")).isEqualTo("3");
    }

    @Test
    void looksToTheBlockedLikeAnAddressOfNobody() {
        meet(pusher);
        her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser");
        UUID trip = pusher.createTrip("Oslo");

        Wire.Answer hers = share(pusher, trip, eve.email());
        assertThat(hers.at("/shareTrip/trip/members")).isEqualTo("[]");
        Wire.Answer nobodys = share(pusher, trip, UUID.randomUUID() + "@example.com");
        assertThat(nobodys.each("/shareTrip/trip/invitations", "/email"))
                .hasSize(2)
                .contains(eve.email());
        share(pusher, trip, eve.email()).at("/shareTrip");

        assertThat(trips()).isEqualTo("0");
        Wire again = Wire.of(port, Traveller.of(port, eve.id(), eve.email()));
        assertThat(again.send("{ trips { totalCount } viewer { invitations { id } } }")
                        .at(""))
                .isEqualTo("{\"trips\":{\"totalCount\":0},\"viewer\":{\"invitations\":[]}}");
        other.share(other.createTrip("Rome"), eve, "VIEWER");
        assertThat(trips()).isEqualTo("1");
    }

    @Test
    void endsWithoutBringingBackWhatWasSharedMeanwhile() {
        meet(pusher);
        her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser");
        UUID trip = pusher.createTrip("Oslo");
        share(pusher, trip, eve.email()).at("/shareTrip");

        assertThat(her.send(UNBLOCK, Map.of("id", pusher.id())).at("/unblockUser/unblockedId"))
                .isEqualTo(pusher.id().toString());
        her.send(UNBLOCK, Map.of("id", pusher.id())).isRefused("NOT_FOUND");
        Wire.of(port, Traveller.of(port, eve.id(), eve.email())).send(COUNT);
        assertThat(trips()).isEqualTo("0");

        Wire.Answer again = share(pusher, trip, eve.email());
        assertThat(again.each("/shareTrip/trip/members", "/user/id"))
                .containsExactly(eve.id().toString());
        assertThat(again.at("/shareTrip/trip/invitations")).isEqualTo("[]");
        assertThat(trips()).isEqualTo("1");
    }

    @Test
    void tellsNotWhoExists() {
        String unknown = her.send(BLOCK, Map.of("id", UUID.randomUUID())).body();
        String stranger = her.send(BLOCK, Map.of("id", other.id())).body();

        assertThat(unknown).contains("NOT_FOUND");
        assertThat(withoutRequest(unknown)).isEqualTo(withoutRequest(stranger));
        assertThat(her.send(BLOCKED).at("/viewer/blockedUsers")).isEqualTo("[]");
        her.send(BLOCK, Map.of("id", eve.id())).blames("id");
    }

    private static String withoutRequest(String answer) {
        return answer.replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    @Test
    void happensOnce() {
        meet(pusher);
        String first = her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser");

        assertThat(her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser")).isEqualTo(first);
    }

    @Test
    void isNobodyElsesBusiness() {
        pusher.share(pusher.createTrip("One"), eve, "VIEWER");
        String query =
                "query ($id: ID!) { node(id: $id) { ... on User { id invitations { id } blockedUsers { id } } } }";

        assertThat(Wire.of(port, pusher).send(query, Map.of("id", eve.id())).at("/node"))
                .isEqualTo("{\"id\":\"%s\",\"invitations\":null,\"blockedUsers\":null}".formatted(eve.id()));
    }

    @Test
    void isForgottenWithTheBlocked() {
        meet(pusher);
        her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser");
        Superuser.of(environment)
                .sql("delete from users where id = ?")
                .param(pusher.id())
                .update();

        assertThat(her.send(BLOCKED).at("/viewer/blockedUsers")).isEqualTo("[]");
    }

    @Test
    void isLimited() {
        meet(pusher);
        meet(other);
        Superuser.of(environment)
                .sql(
                        "insert into user_blocks (user_id, blocked_id) select ?, gen_random_uuid() from generate_series(1, 999)")
                .param(eve.id())
                .update();
        her.send(BLOCK, Map.of("id", pusher.id())).at("/blockUser");
        her.send(BLOCK, Map.of("id", other.id())).blames("id");
    }

    @Test
    void letsNoOwnerLeave() {
        UUID own = eve.createTrip("Hers");
        her.send(LEAVE, Map.of("id", own)).isRefused("FORBIDDEN");
        her.send(LEAVE, Map.of("id", other.createTrip("Rome"))).isRefused("NOT_FOUND");
        assertThat(her.send(BLOCKED).at("/viewer/blockedUsers")).isEqualTo("[]");
    }
}
