package com.tripsage.gateway.execution;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The data of a result, as JSON in UTF-8, within a result that has nothing else: the first bytes of an array, which nobody changes. */
public final class JsonData {

    static final byte[] BEFORE = "{\"data\":".getBytes(US_ASCII);
    static final char AFTER = '}';

    /** The bytes that are not of the data. */
    static final int AROUND = BEFORE.length + 1;

    private final byte[] bytes;
    private final int length;

    /** The data in a result. */
    JsonData(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length - AROUND;
    }

    /** The data of a whole result. */
    public static JsonData ofResult(byte[] result) {
        return new JsonData(result, result.length);
    }

    /** The whole result. */
    public ByteBuffer result() {
        return ByteBuffer.wrap(bytes, 0, length + AROUND);
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    public void writeTo(OutputStream output) throws IOException {
        output.write(bytes, BEFORE.length, length);
    }

    @Override
    public String toString() {
        return new String(bytes, BEFORE.length, length, StandardCharsets.UTF_8);
    }
}
