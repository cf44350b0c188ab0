package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The kinds of events that a webhook is sent, as its column has them. */
public final class Kinds {

    private static final JsonMapper JSON = new JsonMapper();

    private Kinds() {}

    public static List<TripEventKind> of(Json column) {
        return List.of(JSON.readValue(column.text(), TripEventKind[].class));
    }

    public static Json column(Collection<TripEventKind> kinds) {
        return new Json(
                JSON.writeValueAsString(kinds.stream().distinct().sorted().toList()));
    }
}
