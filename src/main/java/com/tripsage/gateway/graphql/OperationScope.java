package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.idempotency.KeyedRequest;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values that last as long as an operation, however often its transaction is tried. */
public final class OperationScope {

    private final Caller caller;
    private final Deadline deadline;
    private final @Nullable KeyedRequest keyed;
    private final BooleanSupplier repeated;
    private boolean replays;
    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();

    /**
     * The scope of an operation.
     *
     * @param keyed its request, where it is a mutation with an idempotency key
     * @param repeated whether one with the key has been carried out
     */
    OperationScope(Caller caller, Deadline deadline, @Nullable KeyedRequest keyed, BooleanSupplier repeated) {
        this.caller = caller;
        this.deadline = deadline;
        this.keyed = keyed;
        this.repeated = repeated;
    }

    public Caller caller() {
        return caller;
    }

    public Deadline deadline() {
        return deadline;
    }

    @Nullable
    KeyedRequest keyed() {
        return keyed;
    }

    /** Whether it will be answered as it was before, so that nothing has to be made for it. A statement finds it out. */
    public boolean isRepeated() {
        return keyed != null && repeated.getAsBoolean();
    }

    /** Notes whether this attempt is answered as the first one was. */
    void replays(boolean does) {
        replays = does;
    }

    boolean isReplay() {
        return replays;
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
