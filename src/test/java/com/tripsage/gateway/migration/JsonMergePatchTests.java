package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMergePatchTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    /** RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"}           | {\"a\":\"c\"}                    | {\"a\":\"c\"}",
                "{\"a\":\"b\"}           | {\"b\":\"c\"}                    | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}           | {\"a\":null}                     | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null}                   | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}         | {\"a\":\"c\"}                    | {\"a\":\"c\"}",
                "{\"a\":\"c\"}           | {\"a\":[\"b\"]}                  | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}   | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]}                      | {\"a\":[1]}",
                "[\"a\",\"b\"]           | [\"c\",\"d\"]                    | [\"c\",\"d\"]",
                "{\"a\":\"b\"}           | [\"c\"]                          | [\"c\"]",
                "{\"a\":\"foo\"}         | null                             | null",
                "{\"a\":\"foo\"}         | \"bar\"                          | \"bar\"",
                "{\"e\":null}            | {\"a\":1}                        | {\"e\":null,\"a\":1}",
                "[1,2]                   | {\"a\":\"b\",\"c\":null}         | {\"a\":\"b\"}",
                "{}                      | {\"a\":{\"bb\":{\"ccc\":null}}}  | {\"a\":{\"bb\":{}}}"
            })
    void mergesAsTheStandardShows(String target, String patch, String result) throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.value(
                            "select gateway.json_merge_patch('%s', '%s') = '%s'".formatted(target, patch, result)))
                    .isEqualTo("t");
        }
    }

    @Test
    void anAbsentTargetIsEmptyAndAnAbsentPatchChangesNothing() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.value("select gateway.json_merge_patch(null, '{\"a\": {\"b\": null, \"c\": 1}}')"))
                    .isEqualTo("{\"a\": {\"c\": 1}}");
            assertThat(owner.value("select gateway.json_merge_patch('{\"a\": 1}', null)"))
                    .isEqualTo("{\"a\": 1}");
        }
    }

    @Test
    void mergesIntoThePreferencesOfTheCaller() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("update users set preferences = '{\"seat\": \"aisle\", \"meal\": {\"fish\": true}}'");
            owner.execute("update users set preferences ="
                    + " gateway.json_merge_patch(preferences, '{\"seat\": null, \"meal\": {\"nuts\": false}}')");

            assertThat(owner.value("select preferences from users"))
                    .isEqualTo("{\"meal\": {\"fish\": true, \"nuts\": false}}");
        }
    }
}
