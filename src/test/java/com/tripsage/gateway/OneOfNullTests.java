package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nulls where there is none for what {@code @oneOf} says, of a variable, of its default, or of the document itself. */
class OneOfNullTests extends RunningGateway {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "query ($x: String = null) { similarTrips(like: { text: $x }) { score } } | {} | x",
                "query ($x: String = null) { similarTrips(like: { text: $x }) { score } } | {\"x\": null} | x",
                "query ($x: String = \"sea\") { similarTrips(like: { text: $x }) { score } } | {\"x\": null} | x",
                "query ($x: SimilarTo! = { text: null }) { similarTrips(like: $x) { score } } | {} | x.text",
                "query ($x: SimilarTo = { tripId: null }) { similarTrips(like: $x) { score } } | {} | x.tripId",
                "query ($x: SimilarTo! = { text: \"sea\" }) { similarTrips(like: $x) { score } } | {\"x\": {\"text\": null}} | x",
                "{ similarTrips(like: { text: null }) { score } } | {} | like.text"
            })
    void isBlamed(String document, String variables, String path) {
        somebody().send(document, variables).blames(path);
    }

    @Test
    void aDefaultCountsWhenTheVariableIsAbsent() {
        assertThat(somebody()
                        .send("query ($first: Int = 10) { tripEventLog(first: $first) { hasMore } }")
                        .at("/tripEventLog/hasMore"))
                .isEqualTo("false");
    }
}
