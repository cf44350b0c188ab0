package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.RefusedBytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that have to be as many, and to have the hash, that was said; the end of others is an error, so that nobody stores them. */
final class Sha256 extends FilterInputStream {

    private final MessageDigest digest = digest();
    private final String expected;
    private final long length;
    private long count;

    Sha256(InputStream bytes, String expected, long length) {
        super(bytes);
        this.expected = expected;
        this.length = length;
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int read = in.read(buffer, offset, size);
        if (read > 0) {
            count += read;
            digest.update(buffer, offset, read);
            if (count > length) {
                throw new OtherBytes("More than the " + length + " bytes that were said have arrived", true);
            }
            // Before the last piece is handed out: who has them all keeps them.
            if (count == length && !HexFormat.of().formatHex(digest.digest()).equals(expected)) {
                throw new OtherBytes("The bytes are others than was said: their SHA-256 differs", false);
            }
        } else if (read < 0 && count < length) {
            throw new OtherBytes(count + " bytes have arrived instead of " + length, false);
        }
        return read;
    }

    /** Bytes that are not those that were said. */
    static final class OtherBytes extends RefusedBytes {

        private final boolean areTooMany;

        OtherBytes(String message, boolean areTooMany) {
            super(message);
            this.areTooMany = areTooMany;
        }

        boolean areTooMany() {
            return areTooMany;
        }
    }
}
