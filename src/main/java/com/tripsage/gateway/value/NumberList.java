package com.tripsage.gateway.value;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A long array of numbers as a client sent it. Nobody knows its type while the request is read: as float32 it is there,
 * the exact numbers are made when somebody wants to see one.
 */
public final class NumberList extends AbstractList<Number> implements RandomAccess {

    private static final ObjectReader EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerForListOf(Number.class);

    /** What an exact number takes. */
    private static final int NUMBER = 48;

    private final float[] floats;
    private final byte[] source;
    private final int from;
    private final int to;

    private @Nullable List<Number> exact;

    /** The array stands, as JSON, in the source from an offset to another. */
    NumberList(float[] floats, byte[] source, int from, int to) {
        this.floats = floats;
        this.source = source;
        this.from = from;
        this.to = to;
    }

    /** The offset in the source of what follows the array. */
    public int end() {
        return to;
    }

    /** The numbers rounded to float32, infinite where they are out of its range. */
    float[] floats() {
        return floats;
    }

    @Override
    public int size() {
        return floats.length;
    }

    @Override
    public Number get(int index) {
        if (exact == null) {
            Holding.current().take(Use.VARIABLES, (long) NUMBER * size());
            exact = EXACT.readValue(source, from, to - from);
        }
        return exact.get(index);
    }
}
