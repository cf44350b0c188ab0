package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches by words, which find the same whatever the locale of the database. */
class WordsTests {

    private static final String[][] FOUND = {
        {"Москва зимой", "москва", "МОСКВА", "Москвы", "зимой"},
        {"Österreich", "österreich", "OESTERREICH", "Osterreich", "o\u0308sterreich"},
        {"Zürich", "Zurich", "ZUERICH", "zu\u0308rich"},
        {"Zuerich", "Zürich"},
        {"São Tomé", "sao tome", "SÃO TOMÉ"},
        {"Ho\u0302tel Étoile", "hôtel", "hotel", "etoile"},
        {"vegan/vegetarian", "vegetarian", "vegan"},
        {"Loved Rome.Hated Bari", "rome", "hated", "bari"},
        {"an A-350", "350", "a350", "A 350", "A-350"},
        {"LH400", "LH 400", "lh-400", "LH0400", "400"},
        {"LH 0400", "LH400", "lh400"},
        {"ref X7K9QP", "x7k9qp", "X7K9"},
        {"O’Hare", "o'hare", "OHare", "Hare"},
        {"l'hôtel d’Anna", "hotel", "l’hôtel", "anna"},
        {"e-mail: anna.meier@example.com", "email", "anna", "meier", "example", "anna.meier@example.com"},
        {"https://tickets.example.org/louvre?id=7", "louvre", "tickets"},
        {"Will asks Who", "will", "who"},
        {"Wi-Fi", "wifi", "wi fi"},
        {"Häuser am See", "Haus", "Häusern"},
        {"Ein Haus", "Häuser"},
        {"Nachtzüge", "Nachtzug"},
        {"mit dem Nachtzug", "Zug", "Nacht", "Nachtzüge"},
        {"Wir übernachten hier", "Übernachtung", "übernacht"},
        {"restaurants végétariens", "restaurant", "végétarien"},
        {"гостиница в Казани", "гостиницы", "казань"},
        {"東京のホテルに泊まる", "東京", "ホテル", "泊", "の", "ﾎﾃﾙ", "東京のホテルに泊まる"},
        {"我们喜欢吃素食", "素食", "喜欢", "食"},
        {"ชอบอาหารมังสวิรัติ", "มังสวิรัติ", "อาหาร", "ชอบ", "อ"},
        {"ខ្ញុំចង់ទៅភ្នំពេញ", "ភ្នំពេញ"},
        {"호텔에서 먹었다", "호텔", "먹"},
        {"होटलों में ठहरना", "होटल", "ठहरना"},
        {"في الفندق الكبير", "فندق", "الفندق", "كبير"},
        {"أريد شقّة", "اريد", "شقة"},
        {"במלון בתל אביב", "מלון", "אביב"},
        {"Αθήνα, Οδός Ερμού", "ΑΘΗΝΑ", "αθηνα", "ΟΔΟΣ"},
        {"1,800 €", "1800", "1.800", "1’800", "1\u00A0800", "١٨٠٠", "१८००", "１８００"},
        {"room ٣٢", "32"},
        {"İstanbul, ISPARTA", "istanbul", "isparta", "ISTANBUL"},
        {"Łódź, Ørsted, Ærø", "lodz", "orsted", "aero"},
        {"great 👍🏽", "👍"},
        {"soft\u00ADhyphen zero\u200Bwidth", "softhyphen", "zero", "width"}
    };

    private static final String[][] NOT_FOUND = {
        {"LH400", "LH401", "40"},
        {"1,800", "800", "180"},
        {"2027", "20", "202"},
        {"東京", "京東", "大"},
        {"か", "が"},
        {"ไม่ใช่", "ใช้"},
        {"कि", "की"},
        {"👍", "👎"},
        {"Rome in May", "rome june"},
        {"?! …", "?!", "…"}
    };

    @ParameterizedTest
    @EnumSource
    void findsTextsByTheirWords(Locales locale) throws SQLException {
        try (Session superuser = database(locale).asSuperuser()) {
            for (String[] example : FOUND) {
                for (String question : example) {
                    assertThat(superuser.value(finds(example[0], question)))
                            .as("'%s' by '%s'", example[0], question)
                            .isEqualTo("t");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOtherWordsApart(Locales locale) throws SQLException {
        try (Session superuser = database(locale).asSuperuser()) {
            for (String[] example : NOT_FOUND) {
                for (int i = 1; i < example.length; i++) {
                    assertThat(superuser.value(finds(example[0], example[i])))
                            .as("'%s' by '%s'", example[0], example[i])
                            .isEqualTo("f");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wordsAreTheSameInAnyLocale(Locales locale) throws SQLException {
        for (String[] example : FOUND) {
            String words = "select gateway.words('%s')".formatted(example[0].replace("'", "''"));
            try (Session here = database(locale).asSuperuser();
                    Session usual = MigratedDatabase.shared().asSuperuser()) {
                assertThat(here.value(words)).isEqualTo(usual.value(words));
            }
        }
    }

    /** A tsvector has room for 1 MB, and the longest texts have 100,000 characters of up to four bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "string_agg(chr(131072 + i % 42000), '')",
                "string_agg(chr(19968 + i % 20000) || chr(19968 + i * 7 % 20000), '')",
                "string_agg(chr(3585 + i % 58) || chr(3585 + i / 58 % 58) || chr(3585 + i * 7 / 3364 % 58), '')",
                "string_agg(chr(66560 + i % 40) || chr(66560 + i / 40 % 40) || chr(66560 + i / 1600 % 40) || repeat(chr(66570), 6), '-')",
                "string_agg(to_hex(i * 7919), '-')",
                "string_agg('wort' || i, chr(39))",
                "repeat('a', count(*)::int)",
                "repeat('ä', count(*)::int)",
                "repeat(chr(65018), count(*)::int)",
                "string_agg(chr(97 + i::int % 26) || i % 10, '')",
                "string_agg(chr(19968 + i::int % 20000) || 'a1', '')",
                "repeat(chr(39), count(*)::int)",
                "repeat('1.234', count(*)::int / 5)"
            })
    void anyTextFits(String text) throws SQLException {
        try (Session superuser = MigratedDatabase.shared().asSuperuser()) {
            superuser.execute("set local statement_timeout = '60s'");
            assertThat(superuser.value("""
                            select octet_length(gateway.words(left(text, 100000))::text) > 0
                                   or text = repeat(chr(39), 100000)
                              from (select %s as text from generate_series(1, 100000) as i) as texts
                            """.formatted(text))).isEqualTo("t");
        }
    }

    @Test
    void aQuestionWithoutWordsAsksForNothing() throws SQLException {
        try (Session superuser = MigratedDatabase.shared().asSuperuser()) {
            assertThat(superuser.value("select gateway.all_words(' ?! ')")).isNull();
            assertThat(superuser.values("select lexeme from gateway.question('')"))
                    .isEmpty();
        }
    }

    private static String finds(String text, String question) {
        return "select coalesce(gateway.words('%s') @@ gateway.all_words('%s'), false)"
                .formatted(text.replace("'", "''"), question.replace("'", "''"));
    }

    private static MigratedDatabase database(Locales locale) {
        assumeThat(locale.isThere())
                .as("this PostgreSQL has the locale " + locale)
                .isTrue();
        return locale.database();
    }
}
