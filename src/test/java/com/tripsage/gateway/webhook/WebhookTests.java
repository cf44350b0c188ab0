package com.tripsage.gateway.webhook;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;

/** Webhooks that are sent to. */
class WebhookTests extends WebhookTest {

    @Test
    void sendsEventsInTheirOrderSigned() throws GeneralSecurityException {
        Made made = create(ada, Map.of());
        UUID trip = ada.createTrip("Oslo");
        rename(ada, trip, "Oslo 2");
        rename(ada, trip, "Oslo 3");

        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED", "TRIP_UPDATED", "TRIP_UPDATED"));

        Receiver.Message last = receiver.received().get(2);
        assertThat(last.data().path("tripId").stringValue()).isEqualTo(trip.toString());
        assertThat(last.data().path("changedFields").get(0).stringValue()).isEqualTo("title");
        assertThat(last.data().at("/trip/title").stringValue()).isEqualTo("Oslo 3");
        assertThat(made.secret()).startsWith("whsec_");
        assertThat(last.signature()).isEqualTo(signature(last, made.secret()));
        assertThat(last.id()).startsWith("msg_");
        eventually(() -> webhook(ada, "waiting").isEqualTo(0));
        deliveries(ada, "state").containsExactly("DELIVERED", "DELIVERED", "DELIVERED");
        deliveries(ada, "messageId").contains(last.id());
    }

    @Test
    void sendsOnlyTheKindsAndTheTripThatAreAskedFor() {
        UUID trip = ada.createTrip("Oslo");
        create(ada, Map.of("kinds", List.of("TRIP_UPDATED"), "tripId", trip));
        UUID other = ada.createTrip("Bari");
        rename(ada, other, "Bari 2");
        rename(ada, trip, "Oslo 2");

        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_UPDATED"));
        assertThat(receiver.received().getFirst().data().path("tripId").stringValue())
                .isEqualTo(trip.toString());
    }

    @Test
    void sendsNothingOfOthers() {
        create(ada, Map.of());
        bob.createTrip("Secret");
        ada.createTrip("Oslo");

        eventually(() -> assertThat(receiver.received()).isNotEmpty());
        assertThat(receiver.received())
                .allSatisfy(message -> assertThat(message.body()).doesNotContain("Secret"));
    }

    @Test
    void sendsAMemberNoMoreThanTheRemoval() {
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, bob, "VIEWER");
        create(bob, Map.of());
        rename(ada, trip, "Oslo 2");
        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_UPDATED"));

        receiver.answer(_ -> 503);
        rename(ada, trip, "Oslo 3");
        eventually(() -> assertThat(receiver.received()).hasSizeGreaterThan(1));
        ada.execute(
                        "mutation ($trip: ID!, $user: ID!) { unshareTrip(input: {tripId: $trip, userId: $user}) { trip { id } } }",
                        Map.of("trip", trip, "user", bob.id()))
                .path("unshareTrip.trip.id")
                .hasValue();
        rename(ada, trip, "Oslo 4");
        receiver.answer(_ -> 204);

        eventually(() -> assertThat(receiver.kinds()).endsWith("MEMBER_REMOVED"));
        assertThat(receiver.received()).noneMatch(message -> message.body().contains("Oslo 4"));
        assertThat(receiver.received().getLast().data().path("trip").isNull()).isTrue();
    }

    @Test
    void triesAgainWithTheSameIdUntilItArrives() {
        create(ada, Map.of());
        var calls = new AtomicInteger();
        receiver.answer(_ -> calls.incrementAndGet() < 3 ? 500 : 204);
        UUID trip = ada.createTrip("Oslo");
        rename(ada, trip, "Oslo 2");

        eventually(() -> assertThat(receiver.kinds())
                .containsExactly("TRIP_CREATED", "TRIP_CREATED", "TRIP_CREATED", "TRIP_UPDATED"));
        assertThat(receiver.received().stream().map(Receiver.Message::id).distinct())
                .hasSize(2);
        eventually(() -> deliveries(ada, "attempts").containsExactly(1, 3));
    }

    @Test
    void isDisabledAfterATimeOfFailuresAndGoesOnWhereItStopped() {
        Made made = create(ada, Map.of());
        receiver.answer(_ -> 500);
        ada.createTrip("Oslo");
        eventually(() -> webhook(ada, "state").isEqualTo("FAILING"));
        superuser()
                .sql("update public.webhooks set failing_since = now() - interval '1 minute' where id = ?")
                .param(UUID.fromString(made.id()))
                .update();
        eventually(() -> webhook(ada, "state").isEqualTo("DISABLED"));
        webhook(ada, "disabledReason").isEqualTo("FAILING");
        deliveries(ada, "state").containsExactly("FAILED");
        deliveries(ada, "error").containsExactly("STATUS");
        deliveries(ada, "status").containsExactly(500);

        receiver.answer(_ -> 204);
        int before = receiver.received().size();
        update(ada, made, Map.of("enabled", true));

        eventually(() -> assertThat(receiver.received()).hasSize(before + 1));
        eventually(() -> deliveries(ada, "state").containsExactly("DELIVERED"));
        webhook(ada, "state").isEqualTo("ENABLED");
    }

    @Test
    void isDisabledAtOnceWhereTheEndpointIsGone() {
        create(ada, Map.of());
        receiver.answer(_ -> 410);
        ada.createTrip("Oslo");

        eventually(() -> webhook(ada, "state").isEqualTo("DISABLED"));
        webhook(ada, "disabledReason").isEqualTo("GONE");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void sendsAgainFromACursor() {
        Made made = create(ada, Map.of());
        UUID trip = ada.createTrip("Oslo");
        rename(ada, trip, "Oslo 2");
        eventually(() -> assertThat(receiver.received()).hasSize(2));
        String cursor = receiver.received().getFirst().data().path("cursor").stringValue();

        ada.execute(
                        "mutation ($id: ID!, $after: String) { replayWebhook(id: $id, after: $after) { webhook { id } } }",
                        Map.of("id", made.id(), "after", cursor))
                .path("replayWebhook.webhook.id")
                .hasValue();

        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED", "TRIP_UPDATED", "TRIP_UPDATED"));
        assertThat(receiver.received().get(2).id())
                .isEqualTo(receiver.received().get(1).id());
    }

    @Test
    void signsWithBothSecretsAfterARotation() throws GeneralSecurityException {
        Made made = create(ada, Map.of());
        String secret = ada.execute(
                        "mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }", Map.of("id", made.id()))
                .path("rotateWebhookSecret.secret")
                .entity(String.class)
                .get();
        ada.createTrip("Oslo");

        eventually(() -> assertThat(receiver.received()).hasSize(1));
        Receiver.Message message = receiver.received().getFirst();
        assertThat(message.signature()).isEqualTo(signature(message, secret) + " " + signature(message, made.secret()));
    }

    @Test
    void slowEndpointsHoldUpNobodyElse() throws InterruptedException {
        var hangs = new CountDownLatch(1);
        try (Receiver slow = new Receiver()) {
            slow.answer(_ -> {
                awaitQuietly(hangs);
                return 204;
            });
            for (int n = 0; n < 6; n++) {
                create(bob, Map.of("url", slow.url("/" + n)));
            }
            bob.createTrip("Bari");
            eventually(() -> assertThat(slow.received()).isNotEmpty());
            create(ada, Map.of());
            for (int n = 0; n < 5; n++) {
                ada.createTrip("Oslo " + n);
            }
            eventually(() -> assertThat(receiver.received()).hasSize(5));
            assertThat(hangs.getCount()).isEqualTo(1);
            hangs.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void isToldToItsOwnerOnly() {
        Made made = create(ada, Map.of());

        bob.execute("{ viewer { webhooks { id } } }")
                .path("viewer.webhooks")
                .entityList(Object.class)
                .hasSize(0);
        for (String mutation : List.of(
                "deleteWebhook(id: $id) { deletedId }",
                "rotateWebhookSecret(id: $id) { secret }",
                "replayWebhook(id: $id) { webhook { id } }",
                "updateWebhook(input: {id: $id}) { webhook { id } }")) {
            assertRefused(
                    bob.execute("mutation ($id: ID!) { " + mutation + " }", Map.of("id", made.id())), "NOT_FOUND");
        }
    }

    @Test
    void refusesATripOfAStranger() {
        UUID trip = ada.createTrip("Oslo");

        assertRefused(tryToCreate(bob, Map.of("url", receiver.url("/"), "tripId", trip)), "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "https://user@example.com/", "https://example.com:25/", "nonsense"})
    void refusesOtherAddresses(String url) {
        assertRefused(tryToCreate(ada, Map.of("url", url)), "BAD_USER_INPUT");
    }

    @Test
    void refusesMoreThanTwenty() {
        for (int n = 0; n < 20; n++) {
            create(ada, Map.of());
        }
        assertRefused(tryToCreate(ada, Map.of("url", receiver.url("/"))), "BAD_USER_INPUT");
    }

    @Test
    void goesWithItsOwner() {
        create(ada, Map.of());
        superuser().sql("delete from public.users where id = ?").param(ada.id()).update();
        create(bob, Map.of());
        bob.createTrip("Bari");

        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED"));
        assertThat(superuser()
                        .sql("select count(*) from public.webhooks where user_id = ?")
                        .param(ada.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void keepsNoSecretAsItIs() {
        Made made = create(ada, Map.of());

        assertThat(superuser()
                        .sql("select secret from public.webhooks where id = ?")
                        .param(UUID.fromString(made.id()))
                        .query(String.class)
                        .single())
                .startsWith("gAAAA")
                .doesNotContain(made.secret().substring("whsec_".length()));
    }

    @Test
    void comesBackWhenTheEndpointSays() {
        create(ada, Map.of());
        var calls = new AtomicInteger();
        receiver.answer(_ -> calls.incrementAndGet() == 1 ? 503 : 204, Map.of("Retry-After", "2"));
        ada.createTrip("Oslo");

        eventually(() -> deliveries(ada, "status").containsExactly(503));
        Map<String, Object> delivery = ada.execute(
                        "{ viewer { webhooks { deliveries(first: 1) { nodes { attemptedAt nextAttemptAt } } } } }")
                .path("viewer.webhooks[0].deliveries.nodes[0]")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(Duration.between(time(delivery, "attemptedAt"), time(delivery, "nextAttemptAt")))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        eventually(() -> deliveries(ada, "state").containsExactly("DELIVERED"));
        assertThat(receiver.received()).hasSize(2);
    }

    private static OffsetDateTime time(Map<String, Object> delivery, String field) {
        return OffsetDateTime.parse(String.valueOf(delivery.get(field)));
    }

    @Test
    void isMeasured() {
        double delivered = calls("delivered");
        double failed = calls("status");
        double disabled = meters.counter("gateway.webhooks.disabled").count();
        create(ada, Map.of());
        receiver.answer(_ -> 410);
        create(bob, Map.of("url", receiver.url("/bob")));
        ada.createTrip("Oslo");
        eventually(() -> webhook(ada, "state").isEqualTo("DISABLED"));
        receiver.answer(_ -> 204);
        bob.createTrip("Bari");

        eventually(() -> assertThat(calls("delivered")).isEqualTo(delivered + 1));
        assertThat(calls("gone")).isPositive();
        assertThat(calls("status")).isEqualTo(failed);
        assertThat(meters.counter("gateway.webhooks.disabled").count()).isEqualTo(disabled + 1);
        assertThat(meters.timer("gateway.webhooks.delay").count()).isPositive();
        assertThat(meters.find("gateway.webhooks.waiting").gauge()).isNotNull();
        assertThat(meters.find("gateway.webhooks.failing").gauge()).isNotNull();
    }

    private double calls(String outcome) {
        return meters.timer("gateway.webhooks.calls", "outcome", outcome).count();
    }
}
