package com.tripsage.gateway.webhook;

import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.webhook.delivery.Kinds;
import jakarta.validation.Valid;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class WebhookController {

    private final WebhookRepository webhooks;
    private final Webhooks changes;

    WebhookController(
            WebhookRepository webhooks, Webhooks changes, WebhookDeliveryRepository deliveries, Loaders loaders) {
        this.webhooks = webhooks;
        this.changes = changes;
        loaders.values("webhookDeliveries", deliveries::findPages);
    }

    @SchemaMapping
    @Nullable
    List<Webhook> webhooks(User user, Caller caller) {
        return user.id().equals(caller.id()) ? webhooks.findAll() : null;
    }

    @SchemaMapping
    List<TripEventKind> kinds(Webhook webhook) {
        return Kinds.of(webhook.kinds());
    }

    @SchemaMapping
    WebhookState state(Webhook webhook) {
        return webhook.state();
    }

    @SchemaMapping
    @Nullable
    OffsetDateTime nextAttemptAt(Webhook webhook) {
        return webhook.state() == WebhookState.FAILING ? webhook.dueAt() : null;
    }

    @SchemaMapping
    CompletableFuture<Connection<WebhookDelivery>> deliveries(
            Webhook webhook,
            PageRequest page,
            DataLoader<PageOfDeliveries, Connection<WebhookDelivery>> webhookDeliveries) {
        return webhookDeliveries.load(new PageOfDeliveries(webhook.id(), page));
    }

    @SchemaMapping
    String messageId(WebhookDelivery delivery) {
        return "msg_" + delivery.id();
    }

    @MutationMapping
    SecretPayload createWebhook(@Argument @Valid CreateWebhookInput input, Caller caller) {
        return changes.create(input, caller);
    }

    @MutationMapping
    WebhookPayload updateWebhook(@Argument @Valid UpdateWebhookInput input) {
        return new WebhookPayload(changes.update(input));
    }

    @MutationMapping
    SecretPayload rotateWebhookSecret(@Argument UUID id) {
        return changes.rotate(id);
    }

    @MutationMapping
    WebhookPayload replayWebhook(@Argument UUID id, @Argument @Nullable String after) {
        return new WebhookPayload(changes.replay(id, after));
    }

    @MutationMapping
    DeleteWebhookPayload deleteWebhook(@Argument UUID id) {
        if (!webhooks.delete(id)) {
            throw Refusal.notFound("webhook");
        }
        return new DeleteWebhookPayload(id);
    }

    record WebhookPayload(Webhook webhook) {}

    record SecretPayload(Webhook webhook, String secret) {

        @Override
        public String toString() {
            return "SecretPayload[" + webhook.id() + "]";
        }
    }

    record DeleteWebhookPayload(UUID deletedId) {}
}
