package com.tripsage.gateway.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A reader of long arrays that hold nothing but numbers, in one pass over the bytes of a JSON text. It leaves arrays that are
 * short, or not as plain as an embedding, to the JSON parser, which knows what to refuse.
 */
public final class NumberScanner {

    /** Below, a list of objects costs little. */
    private static final int FEWEST = 256;

    /** The most that an embedding has. */
    private static final int MOST = 1 << 17;

    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_EXPONENT = 2;

    /** A mantissa below has room for one digit more. */
    private static final long FULL = 100_000_000_000_000_000L;

    private static final double[] POWERS_OF_TEN = new double[140];

    /** What of a double's bits a float has no place for, and where in between the rounding turns. */
    private static final long DROPPED = (1L << 29) - 1;

    private static final long HALF = 1L << 28;

    /** More than the few units in the last place by which the quotient of two rounded doubles is wrong. */
    private static final long DOUBT = 16;

    static {
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
        }
    }

    private final byte[] json;
    private float[] floats = new float[Vector.DIMENSIONS];
    private float latest;

    public NumberScanner(byte[] json) {
        this.json = json;
    }

    /** The array that opens at the offset; null where it is none for this class. */
    public @Nullable NumberList arrayAt(int open) {
        int count = 0;
        int at = open;
        do {
            at = number(behindSpace(at + 1));
            if (at < 0 || count == MOST) {
                return null;
            }
            if (count == floats.length) {
                floats = Arrays.copyOf(floats, 2 * count);
            }
            floats[count++] = latest;
            at = behindSpace(at);
        } while (byteAt(at) == ',');
        return byteAt(at) == ']' && count >= FEWEST
                ? new NumberList(Arrays.copyOf(floats, count), json, open, at + 1)
                : null;
    }

    private int behindSpace(int offset) {
        int at = offset;
        while (isSpace(byteAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Reads one number, and tells the offset behind it; less than zero where there is none. */
    private int number(int start) {
        int at = byteAt(start) == '-' ? start + 1 : start;
        int first = at;
        long mantissa = 0;
        boolean exact = true;
        for (; isDigit(at); at++) {
            exact &= mantissa < FULL;
            mantissa = 10 * mantissa + json[at] - '0';
        }
        if (at == first || (json[first] == '0' && at > first + 1)) {
            return -1;
        }
        int exponent = 0;
        if (byteAt(at) == '.') {
            int point = at++;
            for (; isDigit(at); at++) {
                exact &= mantissa < FULL;
                mantissa = 10 * mantissa + json[at] - '0';
            }
            exponent = point + 1 - at;
            if (exponent == 0) {
                return -1;
            }
        }
        if (byteAt(at) == 'e' || byteAt(at) == 'E') {
            at++;
            boolean below = byteAt(at) == '-';
            int digits = below || byteAt(at) == '+' ? at + 1 : at;
            int power = 0;
            for (at = digits; isDigit(at) && at - digits < LONGEST_EXPONENT; at++) {
                power = 10 * power + json[at] - '0';
            }
            if (at == digits || isDigit(at)) {
                return -1;
            }
            exponent += below ? -power : power;
        }
        if (at - start > LONGEST_NUMBER) {
            return -1;
        }
        float size = exact ? quickly(mantissa, exponent) : Float.NaN;
        if (Float.isNaN(size)) {
            latest = Float.parseFloat(new String(json, start, at - start, StandardCharsets.ISO_8859_1));
        } else {
            latest = first > start ? -size : size;
        }
        return at;
    }

    /** NaN where only the exact value tells how to round. */
    private static float quickly(long mantissa, int exponent) {
        if (mantissa == 0) {
            return 0;
        }
        double value = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
        boolean doubtful =
                value < Float.MIN_NORMAL || Math.abs((Double.doubleToRawLongBits(value) & DROPPED) - HALF) < DOUBT;
        return doubtful ? Float.NaN : (float) value;
    }

    private boolean isDigit(int offset) {
        byte b = byteAt(offset);
        return b >= '0' && b <= '9';
    }

    private byte byteAt(int offset) {
        return offset < json.length ? json[offset] : 0;
    }
}
