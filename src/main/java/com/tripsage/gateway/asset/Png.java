package com.tripsage.gateway.asset;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Chunks of PNG: a length, a type, the data, and a checksum of type and data. */
final class Png {

    private Png() {}

    /** The length of the data of a chunk. */
    static int length(byte[] window, int type) {
        return type < 4 ? -1 : ByteBuffer.wrap(window).getInt(type - 4);
    }

    /** Writes the checksum of a chunk anew. */
    static void sign(byte[] window, int type, int end) {
        int length = length(window, type);
        if (length < 0 || length > end - type - 8) {
            return;
        }
        CRC32 checksum = new CRC32();
        checksum.update(window, type, 4 + length);
        ByteBuffer.wrap(window).putInt(type + 4 + length, (int) checksum.getValue());
    }
}
