package com.tripsage.gateway.graphql;

import graphql.ExecutionResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mark of a result that was kept when its mutation was carried out, among the result's extensions. */
public final class Replay {

    private static final String MARK = "idempotencyReplayed";

    private Replay() {}

    static ExecutionResult marked(ExecutionResult result) {
        return result.transform(builder -> builder.addExtension(MARK, true));
    }

    public static boolean isOne(ExecutionResult result) {
        return result.getExtensions() != null && result.getExtensions().containsKey(MARK);
    }

    /** The result as it was the first time, for a transport that tells of the replay otherwise. */
    public static ExecutionResult unmarked(ExecutionResult replay) {
        Map<Object, Object> others = new LinkedHashMap<>(replay.getExtensions());
        others.remove(MARK);
        return replay.transform(builder -> builder.extensions(others));
    }
}
