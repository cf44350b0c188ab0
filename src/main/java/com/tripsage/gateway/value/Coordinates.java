package com.tripsage.gateway.value;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.geometric.PGpoint;

/** A point on the globe, in degrees. In the database x is the longitude and y the latitude. */
public record Coordinates(double latitude, double longitude) {

    public static @Nullable Coordinates of(ResultSet row, int column) throws SQLException {
        // Asked for a PGpoint, the driver makes one even of null, in the middle of the Gulf of Guinea.
        return row.getObject(column) instanceof PGpoint point ? new Coordinates(point.y, point.x) : null;
    }
}
