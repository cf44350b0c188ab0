package com.tripsage.gateway.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberScannerTests {

    @Test
    void roundsAsJavaDoes() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            List<String> numbers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                numbers.add(number(random));
            }

            NumberList list = requireNonNull(scan("[" + String.join(",", numbers) + "]"));

            for (int i = 0; i < numbers.size(); i++) {
                assertThat(Float.floatToRawIntBits(list.floats()[i]))
                        .as(numbers.get(i))
                        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(numbers.get(i))));
            }
        }
    }

    private static String number(Random random) {
        float any = Float.intBitsToFloat(random.nextInt());
        float some = Float.isFinite(any) ? any : 1;
        return switch (random.nextInt(6)) {
            case 0 -> Float.toString(some);
            case 1 -> Double.toString(random.nextGaussian() / 40);
            case 2 -> Long.toString(random.nextLong());
            case 3 -> random.nextInt(1000) + "e-" + random.nextInt(60);
            case 4 -> "-0." + "0".repeat(random.nextInt(12)) + random.nextInt(Integer.MAX_VALUE) + "E+30";
            // as close to the middle between two floats as 19 digits come
            default ->
                new BigDecimal((double) some)
                        .add(new BigDecimal((double) Math.nextUp(some)))
                        .divide(BigDecimal.TWO)
                        .round(new MathContext(19))
                        .toString();
        };
    }

    @Test
    void keepsTheExactNumbers() {
        String first = "12345678901234567890.50";

        NumberList list = requireNonNull(scan("[ " + first + "\n, 7" + ", 0.10".repeat(300) + "\t]"));

        assertThat(list).hasSize(302).startsWith(new BigDecimal(first), 7, new BigDecimal("0.10"));
        assertThat(list.end()).isEqualTo(first.length() + 6 + 6 * 300 + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\"",
                "null",
                "true",
                "[1]",
                "{}",
                "",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".1",
                "1e",
                "1e+",
                "1.e1",
                "0x1",
                "NaN",
                "Infinity",
                "1f",
                "1 1",
                "1e100",
                "1e-999999",
                "1E+2147483647",
                "1}"
            })
    void leavesTheUnusualToTheParser(String number) {
        assertThat(scan("[" + "1,".repeat(2000) + number + ",1]")).isNull();
        assertThat(scan("[" + number + ",1".repeat(2000) + "]")).isNull();
    }

    @Test
    void leavesLongNumbersAndShortArraysToTheParser() {
        assertThat(scan("[" + "1,".repeat(300) + "1".repeat(100_000) + "]")).isNull();
        assertThat(scan("[" + "1,".repeat(300) + "0." + "0".repeat(100_000) + "]"))
                .isNull();
        assertThat(scan(array("1", 255))).isNull();
        assertThat(scan(array("1", 256))).hasSize(256);
        assertThat(scan("[]")).isNull();
    }

    @Test
    void leavesWhatIsCutOffToTheParser() {
        String array = array("-1.5e+10", 300);
        for (int length = array.length() - 12; length < array.length(); length++) {
            assertThat(scan(array.substring(0, length))).isNull();
        }
    }

    private static String array(String number, int count) {
        return Collections.nCopies(count, number).toString();
    }

    private static @Nullable NumberList scan(String json) {
        return new NumberScanner(json.getBytes(UTF_8)).arrayAt(0);
    }
}
