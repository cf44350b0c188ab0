package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The picture of a WebP file alone, where it is lossy, opaque and still, as photographs are. What else there may be in such a file is not
 * given to its reader, which would take memory for it that no width and no height tells of.
 */
final class LossyWebP {

    private static final int BEGINNING = 12;

    private LossyWebP() {}

    /** A file with the same picture and nothing else. */
    static InputStream of(InputStream file) throws IOException {
        var bytes = new DataInputStream(file);
        bytes.skipNBytes(BEGINNING);
        while (true) {
            String chunk = new String(bytes.readNBytes(Integer.BYTES), ISO_8859_1);
            int length = Integer.reverseBytes(bytes.readInt());
            switch (chunk) {
                case "VP8 " -> {
                    return new SequenceInputStream(new ByteArrayInputStream(beginning(length)), bytes);
                }
                case "VP8L", "ALPH", "ANIM" -> throw new IOException("A WebP file with " + chunk);
                default -> bytes.skipNBytes(Integer.toUnsignedLong(length) + (length & 1));
            }
        }
    }

    private static byte[] beginning(int length) {
        return ByteBuffer.allocate(BEGINNING + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(ISO_8859_1))
                .putInt(BEGINNING + length)
                .put("WEBPVP8 ".getBytes(ISO_8859_1))
                .putInt(length)
                .array();
    }
}
