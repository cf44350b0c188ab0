package com.tripsage.gateway.reservation;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The address of a place in one line, as an envelope would have it. */
final class Address {

    private Address() {}

    /** The address of a thing; null where it has none. */
    static @Nullable String of(Thing place) {
        String text = place.text("address");
        if (text != null) {
            return text;
        }
        String town = joined(" ", place.text("address.postalCode"), place.text("address.addressLocality"));
        return joined(
                ", ",
                place.text("address.name"),
                place.text("address.streetAddress"),
                town,
                place.text("address.addressRegion"),
                place.text("address.addressCountry", "address.addressCountry.name"));
    }

    static @Nullable String joined(String by, @Nullable String... parts) {
        String joined = Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(by));
        return joined.isEmpty() ? null : joined;
    }

    /** The address of what is reserved, in a column. */
    record AddressField(String column, int most) implements TextColumn {

        private static final String WAY = "reservationFor.address";

        @Override
        public @Nullable Object read(Thing document) {
            return document.all("reservationFor")
                    .map(place -> place.cut(of(place), most))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public void write(ObjectNode document, @Nullable Object value) {
            Nodes.set(document, WAY, (String) value);
        }
    }
}
