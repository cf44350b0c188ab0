package com.tripsage.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.test.context.TestPropertySource;

/** The set-up of tests with webhooks, from the API to an endpoint on this machine. */
@TestPropertySource(
        properties = {
            "gateway.webhooks.allow-http=true",
            "gateway.webhooks.allow-private=true",
            "gateway.webhooks.retry-after=100ms",
            "gateway.webhooks.longest-pause=200ms",
            "gateway.webhooks.give-up-after=1m",
            "gateway.webhooks.timeout=2s"
        })
public abstract class WebhookTest extends RunningGateway {

    protected final Receiver receiver = new Receiver();
    protected Traveller ada;
    protected Traveller bob;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        bob = Traveller.known(port);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    protected Made create(Traveller user, Map<String, ?> input) {
        Map<String, Object> whole = new HashMap<>(input);
        whole.putIfAbsent("url", receiver.url("/hook"));
        GraphQlTester.Response made = tryToCreate(user, whole);
        return new Made(
                made.path("createWebhook.webhook.id").entity(String.class).get(),
                made.path("createWebhook.secret").entity(String.class).get());
    }

    protected static GraphQlTester.Response tryToCreate(Traveller user, Map<String, ?> input) {
        return user.execute(
                "mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id state url } secret } }",
                Map.of("input", input));
    }

    protected static void update(Traveller user, Made made, Map<String, ?> change) {
        Map<String, Object> input = new HashMap<>(change);
        input.put("id", made.id());
        user.execute(
                        "mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { id } } }",
                        Map.of("input", input))
                .path("updateWebhook.webhook.id")
                .hasValue();
    }

    protected static void rename(Traveller user, UUID trip, String title) {
        user.execute(
                        "mutation ($id: ID!, $title: String) { updateTrip(input: {id: $id, title: $title}) { trip { id } } }",
                        Map.of("id", trip, "title", title))
                .path("updateTrip.trip.id")
                .hasValue();
    }

    protected static GraphQlTester.Entity<Object, ?> webhook(Traveller user, String field) {
        return user.execute("{ viewer { webhooks { id " + field + " } } }")
                .path("viewer.webhooks[0]." + field)
                .entity(Object.class);
    }

    protected static ListAssert<Object> deliveries(Traveller user, String field) {
        return assertThat(user.execute("{ viewer { webhooks { deliveries(first: 10) { nodes { " + field + " } } } } }")
                .path("viewer.webhooks[0].deliveries.nodes[*]." + field)
                .entityList(Object.class)
                .get());
    }

    protected static void assertRefused(GraphQlTester.Response response, String code) {
        response.errors().satisfy(errors -> assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code)));
    }

    protected static String signature(Receiver.Message message, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = message.id() + "." + message.timestamp() + "." + message.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    protected record Made(String id, String secret) {}
}
