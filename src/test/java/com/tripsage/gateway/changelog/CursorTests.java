package com.tripsage.gateway.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.refusal.Refusal;
import java.util.Base64;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    private static final Origin ORIGIN = new Origin(0x0123456789abcdefL, 1, 812_345_678_901L);

    private final CursorCodec codec = new CursorCodec(new byte[32]);
    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:1:                      | 1:1:             | 0",
                "10:20:10,14               | 10:20:10,14      | 0",
                "10:20:10,14               | 12:30:12,14,29   | 7",
                "4611686018427387904:4611686018427387905: | 4611686018427387904:4611686018427387999: | 9223372036854775807"
            })
    void comesBackAsItWas(String seen, String batch, long id) {
        Cursor cursor = cursor(Snapshot.parse(seen), Snapshot.parse(batch), id);

        assertThat(codec.decode(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.seen()).hasToString(seen);
    }

    @Test
    void isShort() {
        Cursor cursor = cursor(new Snapshot(812_345_678, 812_345_690, 812_345_678, 812_345_681));

        assertThat(cursor.toString()).hasSizeLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 200, 100_000})
    void isBoundedAndSeesNoMoreThanItDid(int gap) {
        long[] inProgress =
                LongStream.iterate(1L << 62, xid -> xid + gap).limit(1000).toArray();
        var many = new Snapshot(inProgress[0], inProgress[999] + 1, inProgress);
        for (Cursor cursor :
                new Cursor[] {cursor(many), cursor(many, new Snapshot(1L << 62, 1L << 62), Long.MAX_VALUE)}) {
            String text = cursor.toString();
            assertThat(text).hasSizeLessThanOrEqualTo(CursorCodec.MOST_CHARACTERS);

            Snapshot seen = codec.decode(text).seen();
            assertThat(LongStream.range(inProgress[0] - 5, Math.min(inProgress[999], inProgress[0] + 5000) + 5)
                            .filter(seen::sees))
                    .allMatch(many::sees)
                    .contains(inProgress[0] - 1);
        }
    }

    @Test
    void isRefusedWhenForged() {
        byte[] bytes =
                Base64.getUrlDecoder().decode(cursor(new Snapshot(10, 20, 11)).toString());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
        }
        assertRefused(new CursorCodec(new byte[] {1}).encode(cursor(new Snapshot(10, 20, 11))));
    }

    @Test
    void isRefusedWhenItIsAnythingElse() {
        String good = cursor(new Snapshot(10, 20, 11)).toString();
        assertRefused("");
        assertRefused("42");
        assertRefused("é");
        assertRefused(good + "=");
        assertRefused(good + "\n");
        assertRefused(good.substring(1));
        assertRefused("A".repeat(100_000));
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            if (bytes.length > 0) {
                bytes[0] = 1;
                assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            }
        }
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            String other = good.substring(0, good.length() - 1) + last;
            if (!other.equals(good)) {
                assertRefused(other);
            }
        }
    }

    private void assertRefused(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> codec.decode(text))
                .withMessage("The input is not valid");
    }

    private Cursor cursor(Snapshot seen) {
        return cursor(seen, seen, 0);
    }

    private Cursor cursor(Snapshot seen, Snapshot batch, long id) {
        return new Cursor(codec, ORIGIN, seen, batch, id);
    }
}
