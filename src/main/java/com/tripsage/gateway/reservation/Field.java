package com.tripsage.gateway.reservation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A value that reservations and the rows of a trip have in common: how it is read and written on either side. */
interface Field {

    /** Reads it from a document; null where it isn't there. */
    @Nullable
    Object read(Thing document);

    /** What two documents of one reservation say together: what the later one says, unless both count. */
    default Object together(Object earlier, Object later) {
        return later;
    }

    /** Writes it, or its absence, into a document, so that it is read back equal. */
    void write(ObjectNode document, @Nullable Object value);

    /** Whether what a document says is all that a row has. */
    default boolean agree(@Nullable Object read, @Nullable Object stored) {
        return Objects.equals(read, stored);
    }

    /** Reads it from a row. */
    @Nullable
    Object ofRow(JsonNode row);

    /** Sets the columns of a row. */
    void toRow(ObjectNode row, @Nullable Object value);
}
