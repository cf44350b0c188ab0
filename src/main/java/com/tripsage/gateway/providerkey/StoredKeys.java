package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.value.Json;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a user's row holds as keys, by provider: tokens, or whatever else somebody has written there. */
@Table(schema = "public", name = "users")
record StoredKeys(@Id UUID id, @Column("api_keys") @Nullable Json keys) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The texts by provider; what is not a text is empty, which no token is. */
    SortedMap<String, String> byProvider() {
        SortedMap<String, String> texts = new TreeMap<>();
        if (keys != null && keys.isObject()) {
            for (var entry : MAPPER.readTree(keys.text()).properties()) {
                JsonNode value = entry.getValue();
                texts.put(entry.getKey(), value.isString() ? value.stringValue() : "");
            }
        }
        return Collections.unmodifiableSortedMap(texts);
    }

    @Override
    public String toString() {
        return "StoredKeys[" + id + "]";
    }
}
