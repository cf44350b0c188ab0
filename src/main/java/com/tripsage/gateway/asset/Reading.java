package com.tripsage.gateway.asset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What one reading of bytes has told.
 *
 * @param sha256WithoutPosition the same as the other where there is no position
 * @param orientation as Exif numbers it; 1 of whatever is no image
 */
record Reading(String contentType, String sha256, String sha256WithoutPosition, boolean hasPosition, int orientation) {

    private static final int PIECE = 64 << 10;

    /** Reads to the end. */
    static Reading of(InputStream source, ContentTypes types, String said) throws IOException {
        MessageDigest digest = Sha256.digest();
        InputStream bytes = new DigestInputStream(source, digest);
        byte[] beginning = bytes.readNBytes(ContentTypes.BEGINNING);
        String contentType = types.of(beginning, said);
        if (!contentType.startsWith("image/")) {
            drain(bytes);
            String sha256 = HexFormat.of().formatHex(digest.digest());
            return new Reading(contentType, sha256, sha256, false, 1);
        }
        var image = new PositionFree(new SequenceInputStream(new ByteArrayInputStream(beginning), bytes));
        MessageDigest after = Sha256.digest();
        drain(new DigestInputStream(image, after));
        return new Reading(
                contentType,
                HexFormat.of().formatHex(digest.digest()),
                HexFormat.of().formatHex(after.digest()),
                image.hasPosition(),
                image.orientation());
    }

    private static void drain(InputStream bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        while (bytes.read(piece) >= 0) {
            // the digests have seen it
        }
    }
}
