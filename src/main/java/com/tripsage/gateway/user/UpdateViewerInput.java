package com.tripsage.gateway.user;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

record UpdateViewerInput(
        @Nullable Integer expectedVersion,
        ArgumentValue<Json> profile,
        ArgumentValue<Json> preferences,
        ArgumentValue<Json> travelPreferences) {

    /** The values to merge, by column. */
    Columns patch() {
        List<Violation> violations = new ArrayList<>();
        check("input.profile", profile, violations);
        check("input.preferences", preferences, violations);
        check("input.travelPreferences", travelPreferences, violations);
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        return new Columns()
                .set("profile", profile)
                .set("preferences", preferences)
                .set("travel_preferences", travelPreferences);
    }

    private static void check(String path, ArgumentValue<Json> argument, List<Violation> violations) {
        if (!argument.isOmitted()
                && (argument.value() == null || !argument.value().isObject())) {
            violations.add(new Violation(path, "must be an object"));
        }
    }
}
