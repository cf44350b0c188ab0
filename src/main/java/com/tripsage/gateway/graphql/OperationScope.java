package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The values that last as long as an operation, however often its transaction is tried. */
public final class OperationScope {

    private final Caller caller;
    private final Deadline deadline;
    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();

    OperationScope(Caller caller, Deadline deadline) {
        this.caller = caller;
        this.deadline = deadline;
    }

    public Caller caller() {
        return caller;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** The operation's one value of the type, made when it is first asked for. */
    public <T> T get(Class<T> type, Supplier<T> maker) {
        Object value = values.get(type);
        if (value == null) {
            value = maker.get();
            values.put(type, value);
        }
        return type.cast(value);
    }
}
