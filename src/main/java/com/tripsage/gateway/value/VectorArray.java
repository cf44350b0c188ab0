package com.tripsage.gateway.value;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;
import org.springframework.jdbc.support.SqlValue;

/** A parameter of type {@code vector[]}, so that one statement text stores any number of rows; elements may be null. */
public final class VectorArray implements SqlValue {

    private static final int NULL = -1;

    private final List<@Nullable Vector> vectors;

    private VectorArray(List<@Nullable Vector> vectors) {
        this.vectors = vectors;
    }

    public static VectorArray of(List<? extends @Nullable Vector> vectors) {
        return new VectorArray(Collections.unmodifiableList(new ArrayList<>(vectors)));
    }

    @Override
    public void setValue(PreparedStatement statement, int index) throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        TypeInfo types = connection.getTypeInfo();
        byte[] bytes = bytes(types.getPGType(Vector.TYPE));
        statement.setArray(index, new PgArray(connection, types.getPGArrayType(Vector.TYPE), bytes));
    }

    /** The array in PostgreSQL's binary format; pgjdbc knows only the text, which is three times as long. */
    private byte[] bytes(int elementType) {
        int dimensions = vectors.isEmpty() ? 0 : 1;
        int header = (3 + 2 * dimensions) * Integer.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(header + vectors.size() * (Integer.BYTES + Vector.BYTES));
        bytes.putInt(dimensions).putInt(vectors.contains(null) ? 1 : 0).putInt(elementType);
        if (dimensions == 1) {
            bytes.putInt(vectors.size()).putInt(1);
        }
        for (Vector vector : vectors) {
            if (vector == null) {
                bytes.putInt(NULL);
            } else {
                vector.write(bytes.putInt(Vector.BYTES));
            }
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }

    @Override
    public void cleanup() {}

    @Override
    public String toString() {
        return vectors.size() + " vectors";
    }
}
