package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.value.Blank;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blank texts, which are the same for the gateway and for the database. */
class BlankTests {

    /** Surrogates aren't characters, and PostgreSQL has no U+0000. */
    @Test
    void isTheSameForEveryCharacter() throws SQLException {
        List<String> blank = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE)
                .filter(character -> Blank.isBlank(Character.toString(character)))
                .mapToObj(Integer::toString)
                .toList();

        try (Session superuser = MigratedDatabase.shared().asSuperuser()) {
            assertThat(superuser.values("select n from generate_series(1, 1114111) n"
                            + " where n not between 55296 and 57343 and gateway.is_blank(chr(n)) order by n"))
                    .isEqualTo(blank);
        }
        assertThat(blank).contains("9", "32", "133", "160", "5760", "8203", "8232", "8239", "8288", "12288", "65279");
        assertThat(blank).doesNotContain("46", "97", "3585", "12354", "128077");
    }

    @Test
    void needsOneCharacterThatShows() throws SQLException {
        try (Session superuser = MigratedDatabase.shared().asSuperuser()) {
            for (String text : List.of("", " ", "\u00A0\n\u200B")) {
                assertThat(Blank.isBlank(text)).isTrue();
                assertThat(superuser.value("select gateway.is_blank('" + text + "')"))
                        .isEqualTo("t");
            }
            for (String text : List.of(".", " a", "\u200B\u0E01\u00A0", "\uD83D\uDC4D\uFE0F", "\n\n0")) {
                assertThat(Blank.isBlank(text)).isFalse();
                assertThat(superuser.value("select gateway.is_blank('" + text + "')"))
                        .isEqualTo("f");
            }
            assertThat(superuser.value("select gateway.is_blank(null)")).isNull();
        }
    }
}
