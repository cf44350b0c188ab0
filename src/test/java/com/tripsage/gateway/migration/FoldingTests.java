package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The folding of case, which is that of every language, whatever the locale of the database. */
class FoldingTests {

    private static final int NEW_IN_UNICODE_16 = 0x1C89;

    static Stream<Arguments> equalTextsFoldAlike() {
        String[][] equals = {
            {"Österreich", "ÖSTERREICH"},
            {"Österreich", "o\u0308sterreich"},
            {"Москва", "МОСКВА"},
            {"Straße", "STRASSE"},
            {"straße", "STRAẞE"},
            {"Όσος", "ΌΣΟΣ"},
            {"ὀδοὺς, ὀδοὺσ", "ὈΔΟῪΣ, ὈΔΟῪΣ"},
            {"ᾳ", "ΑΙ"},
            {"ǰ", "J\u030C"},
            {"İstanbul", "i\u0307stanbul"},
            {"Ｒｏｍｅ", "rome"},
            {"ﬁne", "FINE"},
            {"ｶﾞ", "ガ"},
            {"Եւ", "և"},
            {"K", "\u212A"}
        };
        return Stream.of(Locales.values())
                .flatMap(locale -> Stream.of(equals).map(pair -> Arguments.of(locale, pair[0], pair[1])));
    }

    @ParameterizedTest
    @MethodSource
    void equalTextsFoldAlike(Locales locale, String one, String other) throws SQLException {
        assertThat(folded(locale, one)).isEqualTo(folded(locale, other));
    }

    static Stream<Arguments> differentTextsFoldApart() {
        String[][] different = {
            {"sıkıldım", "sikildim"},
            {"Zürich", "Zurich"},
            {"año", "ano"},
            {"か", "が"},
            {"ไม่", "ไม"},
            {"की", "कि"},
            {"👍", "👎"},
            {"м", "М́"}
        };
        return Stream.of(Locales.values())
                .flatMap(locale -> Stream.of(different).map(pair -> Arguments.of(locale, pair[0], pair[1])));
    }

    @ParameterizedTest
    @MethodSource
    void differentTextsFoldApart(Locales locale, String one, String other) throws SQLException {
        assertThat(folded(locale, one)).isNotEqualTo(folded(locale, other));
    }

    @ParameterizedTest
    @EnumSource
    void foldingAgainChangesNothing(Locales locale) throws SQLException {
        try (Session superuser = database(locale).asSuperuser()) {
            assertThat(superuser.values("""
                            select to_hex(code)
                              from (select code, gateway.folded(chr(code)) as once
                                      from generate_series(1, 1114111) as code
                                     where code not between 55296 and 57343) as folded
                             where gateway.folded(once) <> once
                            """)).isEmpty();
        }
    }

    /**
     * Java knows the cases of all characters, too. The capital İ is two characters. Beyond U+2000 there are capitals that are
     * newer than the Unicode of some PostgreSQLs.
     */
    @ParameterizedTest
    @EnumSource
    void everyCharacterIsFoldedLikeItsOtherCases(Locales locale) throws SQLException {
        StringBuilder pairs = new StringBuilder("(values (0, 0)");
        for (int character = 1; character <= 0x2000; character++) {
            int lower = Character.toLowerCase(character);
            if (lower != character && character != 'İ' && character != NEW_IN_UNICODE_16) {
                pairs.append(", (").append(character).append(", ").append(lower).append(')');
            }
        }
        try (Session superuser = database(locale).asSuperuser()) {
            assertThat(superuser.values("""
                            select to_hex(one) || ' ' || to_hex(other)
                              from %s) as pair (one, other)
                             where one > 0
                               and gateway.folded(chr(one)) <> gateway.folded(chr(other))
                            """.formatted(pairs))).isEmpty();
        }
    }

    private static String folded(Locales locale, String text) throws SQLException {
        try (Session superuser = database(locale).asSuperuser()) {
            return String.valueOf(superuser.value("select gateway.folded('%s')".formatted(text)));
        }
    }

    private static MigratedDatabase database(Locales locale) {
        assumeThat(locale.isThere())
                .as("this PostgreSQL has the locale " + locale)
                .isTrue();
        return locale.database();
    }
}
