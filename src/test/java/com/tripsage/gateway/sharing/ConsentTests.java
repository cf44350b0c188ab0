package com.tripsage.gateway.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Nobody has a trip shared with them that they did not accept. */
@DirtiesContext
@TestPropertySource(properties = "gateway.sharing.consent=true")
class ConsentTests extends RunningGateway {

    private static final String ACCEPT =
            "mutation ($id: ID!) { acceptInvitation(id: $id) { trip { title viewerRole members { role } } } }";
    private static final String DECLINE = "mutation ($id: ID!) { declineInvitation(id: $id) { declinedId } }";
    private static final String RECEIVED = """
            { trips { totalCount } viewer { invitations { id tripTitle role inviterId inviterEmail inviterName invitedAt } } }
            """;

    Traveller ada;
    Traveller bob;
    Wire owner;
    Wire his;
    UUID trip;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        bob = Traveller.known(port);
        owner = Wire.of(port, ada);
        his = Wire.of(port, bob);
        trip = ada.createTrip("Oslo");
        owner.send("mutation { updateViewer(input: { profile: { name: \"Ada\" } }) { viewer { id } } }")
                .at("/updateViewer");
    }

    private Wire.Answer share(String email, String role) {
        return owner.send(InvitationTests.SHARE, Map.of("trip", trip, "email", email, "role", role));
    }

    private String invitation() {
        return his.send(RECEIVED).at("/viewer/invitations/0/id");
    }

    @Test
    void answersTheSameForKnownAndUnknown() {
        String unknown = UUID.randomUUID() + "@example.com";

        Wire.Answer ofUnknown = share(unknown, "VIEWER");
        owner.send(InvitationTests.UNSHARE, Map.of("input", Map.of("tripId", trip, "userEmail", unknown)))
                .at("/unshareTrip");
        Wire.Answer ofKnown = share(bob.email(), "VIEWER");

        assertThat(withoutWhatDiffers(ofKnown)).isEqualTo(withoutWhatDiffers(ofUnknown));
    }

    private static String withoutWhatDiffers(Wire.Answer answer) {
        return answer.body()
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                .replaceAll("\"20[^\"]*Z\"", "<moment>");
    }

    @Test
    void showsNoMoreThanTheTitleUntilAccepted() {
        share(bob.email(), "EDITOR").at("/shareTrip");

        Wire.Answer received = his.send(RECEIVED);
        assertThat(received.at("/trips/totalCount")).isEqualTo("0");
        assertThat(received.at("/viewer/invitations/0/tripTitle")).isEqualTo("Oslo");
        assertThat(received.at("/viewer/invitations/0/role")).isEqualTo("EDITOR");
        assertThat(received.at("/viewer/invitations/0/inviterId"))
                .isEqualTo(ada.id().toString());
        assertThat(received.at("/viewer/invitations/0/inviterEmail")).isEqualTo(ada.email());
        assertThat(received.at("/viewer/invitations/0/inviterName")).isEqualTo("Ada");
        assertThat(his.send("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", trip))
                        .at("/node"))
                .isEqualTo("null");

        String id = received.at("/viewer/invitations/0/id");
        assertThat(his.send(ACCEPT, Map.of("id", id)).at("/acceptInvitation/trip"))
                .isEqualTo("{\"title\":\"Oslo\",\"viewerRole\":\"EDITOR\",\"members\":[{\"role\":\"EDITOR\"}]}");
        his.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
        assertThat(his.send(RECEIVED).at("/viewer/invitations")).isEqualTo("[]");
        assertThat(owner.send(InvitationTests.STATE, Map.of("id", trip)).at("/trip/invitations"))
                .isEqualTo("[]");
    }

    @Test
    void isAskedOfWhoComesLaterToo() {
        String address = UUID.randomUUID() + "@example.com";
        share(address, "VIEWER").at("/shareTrip");

        Wire late = Wire.of(port, Traveller.of(port, UUID.randomUUID(), address));
        Wire.Answer received = late.send(RECEIVED);

        assertThat(received.at("/trips/totalCount")).isEqualTo("0");
        late.send(ACCEPT, Map.of("id", received.at("/viewer/invitations/0/id"))).at("/acceptInvitation/trip");
        assertThat(late.send(RECEIVED).at("/trips/totalCount")).isEqualTo("1");
    }

    @Test
    void canBeRefusedWithoutTheOwnersKnowing() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        String before = owner.send(InvitationTests.STATE, Map.of("id", trip)).at("/trip");
        String id = invitation();

        assertThat(his.send(DECLINE, Map.of("id", id)).at("/declineInvitation/declinedId"))
                .isEqualTo(id);

        assertThat(owner.send(InvitationTests.STATE, Map.of("id", trip)).at("/trip"))
                .isEqualTo(before);
        assertThat(his.send(RECEIVED).at("/viewer/invitations")).isEqualTo("[]");
        his.send(DECLINE, Map.of("id", id)).isRefused("NOT_FOUND");
        his.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
    }

    @Test
    void isNobodyElsesToGive() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        String id = invitation();
        Wire stranger = Wire.of(port, Traveller.known(port));

        for (Wire somebody : List.of(stranger, owner)) {
            somebody.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
            somebody.send(DECLINE, Map.of("id", id)).isRefused("NOT_FOUND");
        }
        owner.send(InvitationTests.UNSHARE, Map.of("input", Map.of("tripId", trip, "invitationId", id)))
                .at("/unshareTrip");
        his.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
        his.send(ACCEPT, Map.of("id", "nonsense")).isRefused("BAD_USER_INPUT");
    }

    @Test
    void goesWithTheAddress() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        String id = invitation();
        Wire heir = Wire.of(port, Traveller.of(port, UUID.randomUUID(), bob.email()));
        heir.send(RECEIVED).at("/viewer");

        his.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
        heir.send(ACCEPT, Map.of("id", id)).at("/acceptInvitation/trip");
    }

    @Test
    void isNotAskedAgainForAnotherRole() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        his.send(ACCEPT, Map.of("id", invitation())).at("/acceptInvitation");

        assertThat(share(bob.email(), "EDITOR").each("/shareTrip/trip/members", "/role"))
                .containsExactly("EDITOR");
    }

    @Test
    void endsWithABlock() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        String id = invitation();

        assertThat(his.send(
                                "mutation ($id: ID!) { blockUser(id: $id) { blockedUser { email } } }",
                                Map.of("id", ada.id()))
                        .at("/blockUser/blockedUser/email"))
                .isEqualTo(ada.email());
        his.send(ACCEPT, Map.of("id", id)).isRefused("NOT_FOUND");
        assertThat(his.send(RECEIVED).at("/viewer/invitations")).isEqualTo("[]");
    }

    @Test
    void isDeclinedAndBlockedAtOnce() {
        share(bob.email(), "VIEWER").at("/shareTrip");
        String id = invitation();

        his.send("mutation ($id: ID!) { declineInvitation(id: $id, block: true) { declinedId } }", Map.of("id", id))
                .at("/declineInvitation/declinedId");

        assertThat(his.send("{ viewer { invitations { id } blockedUsers { id } } }")
                        .at("/viewer"))
                .isEqualTo("{\"invitations\":[],\"blockedUsers\":[{\"id\":\"%s\"}]}".formatted(ada.id()));
    }

    /** Other programs share with the same function, and no argument of theirs says otherwise. */
    @Test
    void holdsForOtherProgramsToo() {
        assertThat(Superuser.of(environment)
                        .sql("select consent from gateway.sharing_mode")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }
}
