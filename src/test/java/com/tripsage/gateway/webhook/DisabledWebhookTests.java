package com.tripsage.gateway.webhook;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Webhooks that can't go on, whatever has happened to them. */
@ExtendWith(OutputCaptureExtension.class)
class DisabledWebhookTests extends WebhookTest {

    @Test
    void theLogMayNotGoBackToWhereOneStopped() {
        Made made = create(ada, Map.of());
        update(ada, made, Map.of("enabled", false));
        ada.createTrip("Oslo");
        superuser()
                .sql("update changelog.origin set dropped_xid = (select max(c.xid) from changelog.change_log c)")
                .update();
        try {
            assertRefused(tryToEnable(made), "CURSOR_EXPIRED");
            superuser()
                    .sql(
                            "update public.webhooks set enabled = true, disabled_reason = null, disabled_at = null, due_at = now() where id = ?")
                    .param(UUID.fromString(made.id()))
                    .update();
            assertDisabled(ada, "CURSOR_EXPIRED");

            ada.execute("mutation ($id: ID!) { replayWebhook(id: $id) { webhook { id } } }", Map.of("id", made.id()))
                    .path("replayWebhook.webhook.id")
                    .hasValue();
            update(ada, made, Map.of("enabled", true));
            ada.createTrip("Bari");
            eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED"));
        } finally {
            superuser().sql("update changelog.origin set dropped_xid = null").update();
        }
    }

    @Test
    void theSecretMayBeLost() throws GeneralSecurityException {
        Made made = create(ada, Map.of());
        change(made, "secret", "gAAAAAsomebody-else-has-written-this");
        UUID trip = ada.createTrip("Oslo");

        assertDisabled(ada, "SECRET_LOST");
        assertThat(receiver.received()).isEmpty();

        String secret = ada.execute(
                        "mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }", Map.of("id", made.id()))
                .path("rotateWebhookSecret.secret")
                .entity(String.class)
                .get();
        update(ada, made, Map.of("enabled", true));
        eventually(() -> assertThat(receiver.received()).hasSize(1));
        Receiver.Message message = receiver.received().getFirst();
        assertThat(message.data().path("tripId").stringValue()).isEqualTo(trip.toString());
        assertThat(message.signature()).isEqualTo(signature(message, secret));
    }

    @Test
    void theUrlMayBeAnotherProgramsMistake(CapturedOutput log) {
        Made made = create(ada, Map.of());
        change(made, "url", "https://hooks.example/a key of theirs 5d41402a");
        ada.createTrip("Oslo");

        assertDisabled(ada, "URL_REFUSED");
        assertThat(log.getAll()).contains(made.id()).doesNotContain("5d41402a");

        update(ada, made, Map.of("url", receiver.url("/hook"), "enabled", true));
        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED"));
    }

    @Test
    void theirTripMayEnd() {
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, bob, "VIEWER");
        UUID other = bob.createTrip("Bari");
        create(ada, Map.of("tripId", trip, "kinds", List.of("TRIP_UPDATED")));
        create(bob, Map.of("tripId", trip, "url", receiver.url("/bob")));
        ada.execute("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip))
                .path("deleteTrip.deletedId")
                .hasValue();
        rename(bob, other, "Bari 2");

        assertDisabled(bob, "TRIP_ENDED");
        assertDisabled(ada, "TRIP_ENDED");
        assertThat(receiver.kinds()).containsExactly("TRIP_DELETED");
        assertThat(receiver.received().getFirst().path()).isEqualTo("/bob");
    }

    @Test
    void theirUserMayBeRemovedFromTheTripAndComeBack() {
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, bob, "VIEWER");
        Made made = create(bob, Map.of("tripId", trip));
        ada.execute(
                        "mutation ($trip: ID!, $user: ID!) { unshareTrip(input: {tripId: $trip, userId: $user}) { trip { id } } }",
                        Map.of("trip", trip, "user", bob.id()))
                .path("unshareTrip.trip.id")
                .hasValue();
        assertDisabled(bob, "TRIP_ENDED");
        assertThat(receiver.kinds()).containsExactly("MEMBER_REMOVED");

        ada.share(trip, bob, "VIEWER");
        update(bob, made, Map.of("enabled", true));
        rename(ada, trip, "Oslo 2");
        eventually(() -> assertThat(receiver.kinds()).endsWith("TRIP_UPDATED"));
    }

    private void assertDisabled(Traveller user, String reason) {
        eventually(() -> assertThat(Wire.of(port, user)
                        .send("{ viewer { webhooks { disabledReason } } }")
                        .each("/viewer/webhooks", "/disabledReason"))
                .containsExactly(reason));
    }

    private GraphQlTester.Response tryToEnable(Made made) {
        return ada.execute(
                "mutation ($id: ID!) { updateWebhook(input: {id: $id, enabled: true}) { webhook { id } } }",
                Map.of("id", made.id()));
    }

    private void change(Made made, String column, String value) {
        superuser()
                .sql("update public.webhooks set " + column + " = ? where id = ?")
                .params(value, UUID.fromString(made.id()))
                .update();
    }
}
