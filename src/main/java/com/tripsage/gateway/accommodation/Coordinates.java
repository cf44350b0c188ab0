package com.tripsage.gateway.accommodation;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGpoint;

/** A point on the globe, in degrees. In the database x is the longitude and y the latitude. */
record Coordinates(double latitude, double longitude) {

    static @Nullable Coordinates of(ResultSet row, String column) throws SQLException {
        PGpoint point = row.getObject(column, PGpoint.class);
        return point == null ? null : new Coordinates(point.y, point.x);
    }
}
