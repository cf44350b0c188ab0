package com.tripsage.gateway.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlValue;

/** A parameter of type {@code uuid[]}, so that one statement text serves any number of keys. */
public final class UuidArray implements SqlValue {

    private final UUID[] ids;

    private UuidArray(UUID[] ids) {
        this.ids = ids;
    }

    public static UuidArray of(Collection<UUID> ids) {
        return new UuidArray(ids.toArray(UUID[]::new));
    }

    @Override
    public void setValue(PreparedStatement statement, int index) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids));
    }

    @Override
    public void cleanup() {}

    @Override
    public @Nullable String toString() {
        return ids.length + " ids";
    }
}
