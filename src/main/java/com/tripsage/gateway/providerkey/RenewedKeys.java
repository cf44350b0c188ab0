package com.tripsage.gateway.providerkey;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.tripsage.gateway.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row's keys before and after they are encrypted anew.
 *
 * @param renewed how many are
 * @param newest how many needn't be
 * @param unreadable a sentence for each that can't be read, which stays as it is
 */
@JsonIncludeProperties({"id", "before", "after"})
record RenewedKeys(UUID id, Json before, Json after, int renewed, int newest, List<String> unreadable) {

    private static final JsonMapper MAPPER = new JsonMapper();

    static RenewedKeys of(StoredKeys row, Renewal renewal) {
        Json before = Objects.requireNonNullElse(row.keys(), Json.EMPTY_OBJECT);
        ObjectNode after = MAPPER.createObjectNode();
        int newest = 0;
        List<String> unreadable = new ArrayList<>();
        Map<String, String> stored = row.byProvider();
        for (var key : stored.entrySet()) {
            try {
                String text = renewal.of(row.id(), key.getKey(), key.getValue());
                if (text.equals(key.getValue())) {
                    newest++;
                } else {
                    after.put(key.getKey(), text);
                }
            } catch (KeyUnreadable e) {
                unreadable.add("User " + row.id() + ": " + e.getMessage());
            }
        }
        return new RenewedKeys(
                row.id(),
                before,
                new Json(after.toString()),
                stored.size() - newest - unreadable.size(),
                newest,
                unreadable);
    }

    boolean isChanged() {
        return renewed > 0;
    }
}
