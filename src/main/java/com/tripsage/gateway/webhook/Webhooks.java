package com.tripsage.gateway.webhook;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.table.Aggregates;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.webhook.WebhookController.SecretPayload;
import com.tripsage.gateway.webhook.delivery.Destination;
import com.tripsage.gateway.webhook.delivery.Kinds;
import com.tripsage.gateway.webhook.delivery.Secrets;
import com.tripsage.gateway.webhook.delivery.WebhookProperties;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.stereotype.Component;

/** The changes of the caller's webhooks. */
@Component
class Webhooks {

    private final WebhookRepository webhooks;
    private final Aggregates aggregates;
    private final TripRepository trips;
    private final ChangeLog log;
    private final Secrets secrets;
    private final WebhookProperties settings;

    Webhooks(
            WebhookRepository webhooks,
            Aggregates aggregates,
            TripRepository trips,
            ChangeLog log,
            Secrets secrets,
            WebhookProperties settings) {
        this.webhooks = webhooks;
        this.aggregates = aggregates;
        this.trips = trips;
        this.log = log;
        this.secrets = secrets;
        this.settings = settings;
    }

    SecretPayload create(CreateWebhookInput input, Caller caller) {
        String url = Destination.parse("input.url", input.url(), settings).toString();
        Json kinds = column(input.kindsOrAll());
        if (input.tripId() != null && trips.find(input.tripId()).isEmpty()) {
            throw Refusal.notFound("trip");
        }
        UUID id = UUID.randomUUID();
        Secrets.Secret secret = secrets.make(id);
        aggregates
                .operations()
                .insert(Webhook.make(
                        id,
                        caller.id(),
                        input.name(),
                        url,
                        kinds,
                        input.tripId(),
                        secret.token(),
                        log.now().toString()));
        return new SecretPayload(find(id), secret.text());
    }

    Webhook update(UpdateWebhookInput input) {
        Webhook stored = find(input.id());
        String url = input.url().isOmitted()
                ? stored.url()
                : Destination.parse("input.url", required(input.url(), "input.url"), settings)
                        .toString();
        Json kinds = input.kinds().isOmitted() ? stored.kinds() : column(required(input.kinds(), "input.kinds"));
        webhooks.save(stored.with(
                input.name().isOmitted() ? stored.name() : input.name().value(), url, kinds));
        if (!input.enabled().isOmitted()) {
            enable(stored, required(input.enabled(), "input.enabled"));
        }
        return find(input.id());
    }

    private void enable(Webhook webhook, boolean enabled) {
        if (!enabled) {
            webhooks.disable(webhook.id());
        } else if (!webhook.enabled()) {
            checkKept(webhook, log.parse(webhook.logCursor()));
            webhooks.enable(webhook.id());
        }
    }

    SecretPayload rotate(UUID id) {
        Secrets.Secret secret = secrets.make(id);
        if (!webhooks.rotate(
                id, secret.token(), (double) settings.secretOverlap().toSeconds())) {
            throw Refusal.notFound("webhook");
        }
        return new SecretPayload(find(id), secret.text());
    }

    Webhook replay(UUID id, @Nullable String after) {
        Webhook webhook = find(id);
        Cursor cursor = after == null ? log.now() : log.parse(after);
        checkKept(webhook, cursor);
        webhooks.goOnBehind(id, cursor.toString());
        return find(id);
    }

    /** Refuses a cursor that the log does not go back to. */
    private void checkKept(Webhook webhook, Cursor cursor) {
        log.changes(TripEventKind.SCOPE, webhook.tripId(), cursor, null, 1);
    }

    private Webhook find(UUID id) {
        return webhooks.findById(id).orElseThrow(() -> Refusal.notFound("webhook"));
    }

    private static Json column(List<TripEventKind> kinds) {
        if (kinds.contains(TripEventKind.SUBSCRIBED)) {
            throw Refusal.invalid("input.kinds", "SUBSCRIBED is not sent to webhooks");
        }
        return Kinds.column(kinds);
    }

    private static <T> T required(ArgumentValue<T> argument, String path) {
        if (argument.value() == null) {
            throw Refusal.invalid(path, "must not be null");
        }
        return requireNonNull(argument.value());
    }
}
