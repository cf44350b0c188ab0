package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the schema says of how JSON comes back. */
class StoredJsonTests extends RunningGateway {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"aa\":1,\"b\":2,\"a\":3} | {\"a\": 3, \"b\": 2, \"aa\": 1}",
                "[1E5,1.50,1e-3,-0] | [100000, 1.50, 0.001, 0]",
                "[12345678901234567890.12345678901234567890] | [12345678901234567890.12345678901234567890]",
                "\"a\\u00e9\" | \"aé\""
            })
    void comesBack(String given, String stored) {
        String answer = somebody()
                .send(
                        "mutation ($metadata: JSON) { createTrip(input: { title: \"Oslo\", metadata: $metadata }) { trip { metadata } } }",
                        "{\"metadata\": " + given + "}")
                .body();

        assertThat(answer).contains("\"metadata\":" + stored);
    }
}
