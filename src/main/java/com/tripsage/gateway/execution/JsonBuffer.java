package com.tripsage.gateway.execution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;

/** A growing text of JSON in UTF-8, of which the end can be taken back: a result, for its data. It takes the memory before it grows. */
final class JsonBuffer {

    private static final int FIRST = 1024;

    /** Up to this size it doubles; beyond it, it grows by a quarter, so that little is held in vain. */
    private static final int LARGE = 64 << 10;

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] ESCAPES = "0123456789ABCDEF".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final int UUID_LENGTH = 36;
    private static final int LONGEST_TIME = 32;
    private static final int LONGEST_LONG = 20;
    private static final int ESCAPED = 6;

    private final Holding memory;
    private byte[] bytes;
    private int length;

    /**
     * A buffer without data.
     *
     * @param expected the bytes of data that it is likely to get
     */
    JsonBuffer(Holding memory, int expected) {
        int size = Math.clamp(expected + JsonData.AROUND, FIRST, LARGE);
        memory.take(Use.ANSWER, size);
        this.memory = memory;
        this.bytes = new byte[size];
        raw(JsonData.BEFORE);
    }

    /** A name of a result as JSON, with its colon: names of GraphQL have no character to be escaped. */
    static byte[] key(String name) {
        return ("\"" + name + "\":").getBytes(ISO_8859_1);
    }

    /** A text without anything to escape, as JSON. */
    static byte[] string(String ascii) {
        return ("\"" + ascii + "\"").getBytes(US_ASCII);
    }

    int length() {
        return length;
    }

    /** Takes back all behind a length. */
    void truncate(int end) {
        length = end;
    }

    JsonData data() {
        sign(JsonData.AFTER);
        return new JsonData(bytes, length);
    }

    void sign(char sign) {
        room(1);
        bytes[length++] = (byte) sign;
    }

    void raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
    }

    void nothing() {
        raw(NULL);
    }

    void truth(boolean value) {
        raw(value ? TRUE : FALSE);
    }

    void number(long value) {
        room(LONGEST_LONG);
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < LONGEST_LONG - 1 && rest >= power; power *= 10) {
            digits++;
        }
        int end = length + digits;
        for (int at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }

    void decimal(BigDecimal value) {
        ascii(value.toPlainString());
    }

    /** Text of ASCII that is JSON already. */
    void ascii(String text) {
        low(text, 0, text.length());
    }

    /** Text of ASCII without anything to escape, as a string. */
    void quoted(String text) {
        sign('"');
        ascii(text);
        sign('"');
    }

    void uuid(UUID id) {
        room(UUID_LENGTH + 2);
        bytes[length++] = '"';
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        hex(high >>> 32, 8);
        bytes[length++] = '-';
        hex(high >>> 16, 4);
        bytes[length++] = '-';
        hex(high, 4);
        bytes[length++] = '-';
        hex(low >>> 48, 4);
        bytes[length++] = '-';
        hex(low, 12);
        bytes[length++] = '"';
    }

    private void hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 0xF];
        }
    }

    /** A time in UTC in a year of four digits, as RFC 3339 has it, with as many digits of the second as it needs. */
    void time(OffsetDateTime utc) {
        room(LONGEST_TIME);
        bytes[length++] = '"';
        digits(utc.getYear(), 4);
        bytes[length++] = '-';
        digits(utc.getMonthValue(), 2);
        bytes[length++] = '-';
        digits(utc.getDayOfMonth(), 2);
        bytes[length++] = 'T';
        digits(utc.getHour(), 2);
        bytes[length++] = ':';
        digits(utc.getMinute(), 2);
        bytes[length++] = ':';
        digits(utc.getSecond(), 2);
        int nanos = utc.getNano();
        if (nanos != 0) {
            int places = 9;
            while (nanos % 10 == 0) {
                nanos /= 10;
                places--;
            }
            bytes[length++] = '.';
            digits(nanos, places);
        }
        bytes[length++] = 'Z';
        bytes[length++] = '"';
    }

    private void digits(int value, int places) {
        int rest = value;
        for (int at = length + places - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += places;
    }

    /** Any text, as a string. */
    void text(String text) {
        int size = text.length();
        room(size + 2);
        bytes[length++] = '"';
        for (int at = 0; at < size; ) {
            int end = at;
            while (end < size && isPlain(text.charAt(end))) {
                end++;
            }
            low(text, at, end);
            for (at = end; at < size && !isPlain(text.charAt(at)); at++) {
                at = unusual(text, at, text.charAt(at));
            }
        }
        sign('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    /** Text that is JSON already. */
    void json(String text) {
        int size = text.length();
        room(size);
        for (int at = 0; at < size; ) {
            int end = at;
            while (end < size && text.charAt(end) < 0x80) {
                end++;
            }
            low(text, at, end);
            for (at = end; at < size && text.charAt(at) >= 0x80; at++) {
                at = unusual(text, at, text.charAt(at));
            }
        }
    }

    /** The part of a text that is ASCII, copied at once: character by character takes a third longer. */
    @SuppressWarnings("deprecation") // the only copy of the low bytes without an array between
    private void low(String text, int from, int to) {
        room(to - from);
        text.getBytes(from, to, bytes, length);
        length += to - from;
    }

    /** A character that is more than one byte, or has to be escaped; returns where its last half is. */
    private int unusual(String text, int at, char c) {
        room(ESCAPED);
        switch (c) {
            case '"' -> pair('"');
            case '\\' -> pair('\\');
            case '\n' -> pair('n');
            case '\r' -> pair('r');
            case '\t' -> pair('t');
            case '\b' -> pair('b');
            case '\f' -> pair('f');
            default -> {
                if (c < ' ') {
                    escaped(c);
                } else if (c < 0x800) {
                    bytes[length++] = (byte) (0xC0 | (c >> 6));
                    bytes[length++] = following(c, 0);
                } else if (!Character.isSurrogate(c)) {
                    bytes[length++] = (byte) (0xE0 | (c >> 12));
                    bytes[length++] = following(c, 6);
                    bytes[length++] = following(c, 0);
                } else if (Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1))) {
                    int point = Character.toCodePoint(c, text.charAt(at + 1));
                    bytes[length++] = (byte) (0xF0 | (point >> 18));
                    bytes[length++] = following(point, 12);
                    bytes[length++] = following(point, 6);
                    bytes[length++] = following(point, 0);
                    return at + 1;
                } else {
                    escaped(c);
                }
            }
        }
        return at;
    }

    /** A byte of a character behind its first one. */
    private static byte following(int point, int shift) {
        return (byte) (0x80 | ((point >> shift) & 0x3F));
    }

    private void pair(char sign) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) sign;
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = ESCAPES[(c >> shift) & 0xF];
        }
    }

    private void room(int more) {
        int needed = length + more;
        if (needed > bytes.length) {
            int grown = bytes.length < LARGE ? 2 * bytes.length : bytes.length + bytes.length / 4;
            int size = Math.max(needed, grown);
            memory.take(Use.ANSWER, size - bytes.length);
            bytes = Arrays.copyOf(bytes, size);
        }
    }
}
