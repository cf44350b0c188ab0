package com.tripsage.gateway.webhook;

import com.tripsage.gateway.event.TripEventKind;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.springframework.graphql.data.ArgumentValue;

/** The change of a webhook. */
record UpdateWebhookInput(
        UUID id,
        ArgumentValue<@CodePointLength(max = 100) String> name,
        ArgumentValue<String> url,
        ArgumentValue<List<TripEventKind>> kinds,
        ArgumentValue<Boolean> enabled) {}
