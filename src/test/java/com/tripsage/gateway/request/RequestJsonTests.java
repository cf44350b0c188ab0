package com.tripsage.gateway.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.value.NumberList;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTests {

    private static final Holding MEMORY = Holding.current();

    private static final String NUMBERS = "[ 1,2.50 ,\n-3e1" + ",0".repeat(300) + "]";

    @Test
    void readsEveryKindOfValue() {
        assertThat(
                        read(
                                "{\"a\":[1,-2.50,12345678901234567890,5000000000,true,false,null,\"\\u00e9é\",{}],\"b\":{\"\":[]}}"))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(
                                1,
                                new BigDecimal("-2.50"),
                                new BigInteger("12345678901234567890"),
                                5_000_000_000L,
                                true,
                                false,
                                null,
                                "éé",
                                Map.of()),
                        "b",
                        Map.of("", List.of())));
        assertThat(read(" null ")).isNull();
        assertThat(read("1E+3")).isEqualTo(new BigDecimal("1E+3"));
        assertThat(read("\"a\"")).isEqualTo("a");
    }

    @Test
    void keepsLongArraysOfNumbersTogether() {
        Object value = read("{\"é[1,\\\"[\":%1$s,\"b\":[[],%1$s,[%1$s],[1]] , \"c\":%1$s}".formatted(NUMBERS));

        Object list = read(NUMBERS);
        assertThat(list).isInstanceOf(NumberList.class);
        assertThat(value)
                .isEqualTo(
                        Map.of("é[1,\"[", list, "b", List.of(List.of(), list, List.of(list), List.of(1)), "c", list));
        assertThat(list)
                .asInstanceOf(LIST)
                .hasSize(303)
                .startsWith(1, new BigDecimal("2.50"), new BigDecimal("-3E+1"), 0);
    }

    @Test
    void findsNoArrayInAString() {
        assertThat(read("{\"a\":\"%1$s\",\"b\":\"\\\\\",\"%1$s\":\"\\\"%1$s\"}".formatted(NUMBERS.replace("\n", ""))))
                .isEqualTo(Map.of(
                        "a",
                        NUMBERS.replace("\n", ""),
                        "b",
                        "\\",
                        NUMBERS.replace("\n", ""),
                        "\"" + NUMBERS.replace("\n", "")));
    }

    /** With {@code #} for a long array of numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "\"",
                "\"\\",
                "#,",
                "##",
                "[##]",
                "{#:1}",
                "{\"a\"#}",
                "{\"a\":1#}",
                "[1#]",
                "[#1]",
                "{\"a\":#,\"a\":#}",
                "'#'",
                "\"a\"#",
                "//#",
                "[#",
                "#]",
                "-#",
                "{\"a\":#",
                "[#,]",
                "nul",
                "\uFEFF{}",
                "\uFEFF#",
                "NaN",
                "{\"a\":1,\"a\":1}",
                "{} {}"
            })
    void refusesOtherTexts(String text) {
        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> read(text.replace("#", NUMBERS)))
                .withMessageContaining("is not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999", "-1e-999999", "0e999999", "1E+2147483647", "1e401"})
    void refusesNumbersBeyondReason(String number) {
        for (String array :
                List.of("%s", "[%s]", "[" + "1,".repeat(2000) + "%s]", "{\"a\":[[%s" + ",1".repeat(2000) + "]]}")) {
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> read(array.formatted(number)))
                    .withMessageContaining("has a number out of range");
        }
    }

    @Test
    void refusesLongNumbersAtOnce() {
        for (String digits : List.of(
                "1".repeat(100_000),
                "0." + "1".repeat(100_000),
                "1e" + "1".repeat(100_000),
                "-" + "0".repeat(100_000))) {
            String text = "[" + "1,".repeat(2000) + digits + "]";
            assertThat(Duration.ofSeconds(1)).isGreaterThan(timeOf(() -> assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> read(text))));
        }
        assertThat(read("[" + "1,".repeat(2000) + "1".repeat(1000) + "]"))
                .asInstanceOf(LIST)
                .last()
                .isEqualTo(new BigInteger("1".repeat(1000)));
    }

    @Test
    void takesTimeInProportion() {
        for (String part : List.of("[", "[1,", "[" + "1,".repeat(200), "\"", "\\", NUMBERS + ",")) {
            String text = part.repeat(1_000_000 / part.length());
            assertThat(Duration.ofSeconds(2)).isGreaterThan(timeOf(() -> assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> read(text))));
        }
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThat(read("[".repeat(99) + NUMBERS + "]".repeat(99))).isNotNull();
        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> read("[".repeat(100) + NUMBERS + "]".repeat(100)));
    }

    @Test
    void refusesMoreThanAMillionValues() {
        assertThat(read("[" + "null,".repeat(999_998) + "null]")).isNotNull();
        for (String value : List.of("null", "0,\"a\"", "{}", "[]")) {
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> read("{\"a\":[" + (value + ",").repeat(1_000_000) + "true]}"))
                    .withMessageContaining("has more than 1,000,000 values");
        }
    }

    /** Also where a character lies across the pieces in which they are looked at, and at the end. */
    @Test
    void readsLongTextsOfAnyScript() {
        for (int before = 8180; before < 8200; before++) {
            String text = "a".repeat(before) + "é京👍".repeat(3000);
            assertThat(read("\"" + text + "\"")).isEqualTo(text);
            byte[] cut = ("[\"" + "a".repeat(before) + "👍").getBytes(UTF_8);
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> RequestJson.read(Arrays.copyOf(cut, cut.length - 1), "The body", MEMORY))
                    .withMessageContaining("is not valid UTF-8");
        }
    }

    @Test
    void refusesOtherEncodings() {
        for (String text : List.of("[\"é\"]", "[\"é\"," + NUMBERS + "]", "[" + NUMBERS + ",\"é\"]")) {
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> RequestJson.read(text.getBytes(ISO_8859_1), "The body", MEMORY))
                    .withMessageContaining("is not valid UTF-8");
        }
    }

    private static Duration timeOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static @Nullable Object read(String json) {
        return RequestJson.read(json.getBytes(UTF_8), "The body", MEMORY);
    }
}
