package com.tripsage.gateway.user;

import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

record UpdateViewerInput(
        @Nullable Integer expectedVersion,
        ArgumentValue<Json> profile,
        ArgumentValue<Json> preferences,
        ArgumentValue<Json> travelPreferences) {

    /** What to merge, by column. */
    Columns patch() {
        var patch = new Columns();
        set(patch, "profile", "input.profile", profile);
        set(patch, "preferences", "input.preferences", preferences);
        set(patch, "travel_preferences", "input.travelPreferences", travelPreferences);
        return patch;
    }

    private static void set(Columns patch, String column, String path, ArgumentValue<Json> argument) {
        if (argument.isOmitted()) {
            return;
        }
        Json value = argument.value();
        if (value == null || !value.isObject()) {
            throw Refusal.invalid(path, "must be an object");
        }
        patch.set(column, value);
    }
}
