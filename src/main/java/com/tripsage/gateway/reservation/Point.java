package com.tripsage.gateway.reservation;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A point on the globe, in degrees. */
record Point(double latitude, double longitude) {

    private static final Pattern COLUMN = Pattern.compile("\\((.+),(.+)\\)");

    /** The point in {@code geo}, or in the thing itself; null where there is none on earth. */
    static @Nullable Point read(Thing place) {
        Thing latitude = place.firstText("geo.latitude", "latitude");
        Thing longitude = place.firstText("geo.longitude", "longitude");
        Double north = latitude == null ? null : degrees(latitude.text(), 90);
        Double east = longitude == null ? null : degrees(longitude.text(), 180);
        if (latitude == null || longitude == null || north == null || east == null) {
            return null;
        }
        latitude.markRead();
        longitude.markRead();
        return new Point(north, east);
    }

    private static @Nullable Double degrees(@Nullable String text, double most) {
        try {
            double degrees = text == null ? Double.NaN : Double.parseDouble(text);
            return Math.abs(degrees) <= most ? degrees : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    static void write(ObjectNode document, String way, @Nullable Point point) {
        Nodes.set(
                document,
                way,
                point == null
                        ? null
                        : Nodes.object("GeoCoordinates")
                                .put("latitude", BigDecimal.valueOf(point.latitude))
                                .put("longitude", BigDecimal.valueOf(point.longitude)));
    }

    /** The point that a column of PostgreSQL's has as text. */
    static @Nullable Point ofColumn(@Nullable String text) {
        Matcher numbers = COLUMN.matcher(text == null ? "" : text);
        return numbers.matches()
                ? new Point(Double.parseDouble(numbers.group(2)), Double.parseDouble(numbers.group(1)))
                : null;
    }

    /** The same for a column. */
    String column() {
        return "(" + longitude + "," + latitude + ")";
    }
}
