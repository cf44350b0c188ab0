package com.tripsage.gateway.changelog;

import com.tripsage.gateway.refusal.Refusal;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The codec of cursors, which are signed text. */
final class CursorCodec {

    static final int MOST_CHARACTERS = 512;

    private static final byte VERSION = 1;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 8;

    /** The bytes for transactions in progress: of the 384 that are 512 characters, everything else takes 87 at most. */
    private static final int BYTES_IN_PROGRESS = 290;

    private final SecretKeySpec key;

    CursorCodec(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String encode(Cursor cursor) {
        var numbers = new VarInts();
        numbers.put(cursor.origin().timeline());
        boolean isWithin = !cursor.seen().equals(cursor.batch());
        numbers.put(isWithin ? 1 : 0);
        if (isWithin) {
            cursor.seen().write(numbers, BYTES_IN_PROGRESS / 2);
            cursor.batch().write(numbers, BYTES_IN_PROGRESS / 2);
            numbers.put(cursor.id());
        } else {
            cursor.seen().write(numbers, BYTES_IN_PROGRESS);
        }
        numbers.put(cursor.origin().walPosition());
        byte[] content = ByteBuffer.allocate(1 + Long.BYTES + numbers.size())
                .put(VERSION)
                .putLong(cursor.origin().epoch())
                .put(numbers.toByteArray())
                .array();
        byte[] signed = ByteBuffer.allocate(content.length + SIGNATURE_BYTES)
                .put(content)
                .put(signature(content))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    Cursor decode(String text) {
        try {
            byte[] signed =
                    text.length() <= MOST_CHARACTERS ? Base64.getUrlDecoder().decode(text) : new byte[0];
            int length = signed.length - SIGNATURE_BYTES;
            if (length > 0
                    && signed[0] == VERSION
                    && isSigned(signed, length)
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(signed)
                            .equals(text)) {
                return read(ByteBuffer.wrap(signed, 1, length - 1));
            }
        } catch (IllegalArgumentException e) {
            throw broken();
        }
        throw broken();
    }

    private boolean isSigned(byte[] signed, int length) {
        return MessageDigest.isEqual(
                signature(Arrays.copyOf(signed, length)), Arrays.copyOfRange(signed, length, signed.length));
    }

    private Cursor read(ByteBuffer content) {
        long epoch = content.getLong();
        var numbers = new VarInts.Reader(content);
        int timeline = (int) numbers.next();
        boolean isWithin = numbers.next() == 1;
        Snapshot seen = Snapshot.read(numbers);
        Snapshot batch = isWithin ? Snapshot.read(numbers) : seen;
        long id = isWithin ? numbers.next() : 0;
        // A cursor without one can't be checked, and is expired.
        long walPosition = content.hasRemaining() ? numbers.next() : Long.MAX_VALUE;
        return new Cursor(this, new Origin(epoch, timeline, walPosition), seen, batch, id);
    }

    private byte[] signature(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(content), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Refusal broken() {
        return Refusal.invalid("after", "is no cursor of the change log");
    }
}
