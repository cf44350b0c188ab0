package com.tripsage.gateway.reservation;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The kind of place that a stay is at: the type of schema.org in lower case, or a word of its own. */
record StayTypeField() implements TextColumn {

    private static final String OWN = "tripsage:type";
    private static final TextField COLUMN = new TextField("type", 50, OWN);
    private static final Pattern WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private static final Set<String> TYPES = Set.of(
            "Apartment",
            "BedAndBreakfast",
            "Campground",
            "Hostel",
            "Hotel",
            "House",
            "Motel",
            "Resort",
            "Suite",
            "VacationRental");

    @Override
    public String column() {
        return COLUMN.column();
    }

    @Override
    public @Nullable Object read(Thing document) {
        Object own = COLUMN.read(document);
        return own != null
                ? own
                : document.all("reservationFor")
                        .flatMap(place -> JsonLd.types(place.node()).stream())
                        .filter(TYPES::contains)
                        .map(type -> WORD.matcher(type).replaceAll(" ").toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        String type = TYPES.stream()
                .filter(known -> WORD.matcher(known)
                        .replaceAll(" ")
                        .toLowerCase(Locale.ROOT)
                        .equals(value))
                .findFirst()
                .orElse(null);
        COLUMN.write(document, type == null ? value : null);
        Nodes.set(document, "reservationFor.@type", type == null ? "LodgingBusiness" : type);
    }
}
