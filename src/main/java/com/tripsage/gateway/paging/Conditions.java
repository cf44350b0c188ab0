package com.tripsage.gateway.paging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Conditions that hold together, and the values of their named parameters. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    public Conditions and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A condition with one named parameter. */
    public Conditions and(String condition, String parameter, Object value) {
        parameters.put(parameter, value);
        return and(condition);
    }

    /** A condition with several named parameters. */
    public Conditions and(String condition, Map<String, ?> values) {
        parameters.putAll(values);
        return and(condition);
    }

    /** The conditions as SQL, for a {@code where}. */
    public String sql() {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    public Map<String, Object> parameters() {
        return parameters;
    }
}
