package com.tripsage.gateway.changelog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Non-negative numbers in as few bytes as they need, seven bits in each. */
final class VarInts {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void put(long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    void put(VarInts others) {
        bytes.writeBytes(others.bytes.toByteArray());
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** Reads a number; bytes that end too early are a buffer's exception. */
    record Reader(ByteBuffer bytes) {

        long next() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes.get();
                number |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return number;
                }
            }
        }
    }
}
