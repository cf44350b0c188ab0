package com.tripsage.gateway.execution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The data of a result, as JSON in UTF-8: the first bytes of an array, which nobody changes. */
public final class JsonData {

    private final byte[] bytes;
    private final int length;

    JsonData(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    public void writeTo(OutputStream output) throws IOException {
        output.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
