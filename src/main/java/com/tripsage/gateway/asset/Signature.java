package com.tripsage.gateway.asset;

import com.tripsage.gateway.fernet.InvalidToken;
import com.tripsage.gateway.fernet.KeyRing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a signed URL allows: one user one thing with one asset for a time. It is a Fernet token, as secrets are, so it needs no key of its
 * own, and shows nobody the user's id.
 */
record Signature(Action action, UUID asset, UUID user, Instant expiresAt) {

    /** The thing that is allowed. */
    enum Action {
        READ('r'),
        READ_THUMBNAIL('t'),
        WRITE('w');

        private final char letter;

        Action(char letter) {
            this.letter = letter;
        }

        private static Action of(int letter) {
            return Stream.of(values())
                    .filter(action -> action.letter == letter)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Of another length and beginning than whatever else the keys encrypt. */
    private static final byte MARK = (byte) 0xA5;

    private static final int BYTES = 2 + 5 * Long.BYTES;

    String sign(KeyRing keys) {
        return keys.encrypt(ByteBuffer.allocate(BYTES)
                .put(MARK)
                .put((byte) action.letter)
                .putLong(expiresAt.getEpochSecond())
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .putLong(asset.getMostSignificantBits())
                .putLong(asset.getLeastSignificantBits())
                .array());
    }

    /** The content of a signature that counts now; empty where it is none, or over. */
    static Optional<Signature> read(String text, KeyRing keys, Instant now) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(keys.decrypt(text));
            if (bytes.remaining() != BYTES || bytes.get() != MARK) {
                return Optional.empty();
            }
            Action action = Action.of(bytes.get());
            Instant expiresAt = Instant.ofEpochSecond(bytes.getLong());
            UUID user = new UUID(bytes.getLong(), bytes.getLong());
            UUID asset = new UUID(bytes.getLong(), bytes.getLong());
            return expiresAt.isAfter(now)
                    ? Optional.of(new Signature(action, asset, user, expiresAt))
                    : Optional.empty();
        } catch (InvalidToken foreign) {
            return Optional.empty();
        }
    }
}
