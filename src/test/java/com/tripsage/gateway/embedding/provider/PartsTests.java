package com.tripsage.gateway.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "one two three four five six seven eight nine ten",
                "onetwothreefourfivesixseveneightnineten",
                "\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6",
                "a\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6\uD83C\uDFD6",
                "\u6771\u4EAC\u3078\u884C\u304D\u305F\u3044\u3068\u601D\u3044\u307E\u3059",
                "           "
            })
    void loseNothing(String text) {
        for (int most = 1; most < 20; most++) {
            List<String> parts = Parts.of(text, most);

            assertThat(String.join("", parts)).isEqualTo(text);
            assertThat(parts).allMatch(part -> Parts.encodable(part).equals(part));
            int longest = Math.max(2, most);
            assertThat(parts).allMatch(part -> part.length() <= longest);
        }
    }

    @Test
    void endWhereWordsEnd() {
        assertThat(Parts.of("one two three four", 9)).containsExactly("one two ", "three ", "four");
    }

    @Test
    void weighAsMuchAsTheyAreLong() {
        float[] mean = Parts.combined(List.of(new float[] {2, 0}, new float[] {0, 5}), List.of(3, 4));

        assertThat(mean[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(mean[1]).isCloseTo(0.8f, within(1e-6f));
        assertThat(Parts.combined(List.of(new float[] {2, 0}), List.of(7))).containsExactly(2, 0);
        assertThat(Parts.combined(List.of(new float[] {1, 0}, new float[] {-1, 0}), List.of(1, 1)))
                .containsExactly(1, 0);
    }
}
