package com.tripsage.gateway.execution;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PropertyTests {

    record Place(String name, Optional<String> nickname) {

        public boolean isFar() {
            return true;
        }

        public String isle() {
            return "Crete";
        }
    }

    @Test
    void isReadByAccessorOrGetter() {
        Place place = new Place("Oslo", Optional.of("Tigerstaden"));

        assertThat(read("name", place)).isEqualTo("Oslo");
        assertThat(read("far", place)).isEqualTo(true);
        assertThat(read("isle", place)).isEqualTo("Crete");
        assertThat(Property.of(Place.class, "name").plain()).isTrue();
        assertThat(Property.of(Place.class, "nickname").plain()).isFalse();
    }

    /** A getter is a class that is never unloaded: one for each document would fill the memory. */
    @Test
    void hasOneGetterHoweverOftenItIsAskedFor() {
        assertThat(Property.of(Place.class, "name")).isSameAs(Property.of(Place.class, "name"));
    }

    @Test
    void isLeftToGraphQlJavaWhereTheClassHasNone() {
        assertThat(Property.of(Map.class, "name").isReadable()).isFalse();
        assertThat(Property.of(Place.class, "country").isReadable()).isFalse();
    }

    private static Object read(String name, Place place) {
        return requireNonNull(
                requireNonNull(Property.of(Place.class, name).getter()).apply(place));
    }
}
