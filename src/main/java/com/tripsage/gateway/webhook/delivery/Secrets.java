package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.fernet.InvalidToken;
import com.tripsage.gateway.fernet.KeyRing;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The secrets of webhooks: shown once, and kept encrypted with the webhook's id, so that one can't be moved to another webhook. */
@Component
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 2 * Long.BYTES;

    private final KeyRing keys;

    Secrets(KeyRing keys) {
        this.keys = keys;
    }

    /** A new secret of a webhook. */
    public Secret make(UUID webhook) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        byte[] kept = ByteBuffer.allocate(ID_BYTES + KEY_BYTES)
                .putLong(webhook.getMostSignificantBits())
                .putLong(webhook.getLeastSignificantBits())
                .put(key)
                .array();
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key), keys.encrypt(kept));
    }

    /** The key that signs. */
    byte[] open(UUID webhook, String token) throws InvalidToken, MovedSecret {
        ByteBuffer kept = ByteBuffer.wrap(keys.decrypt(token));
        if (kept.remaining() != ID_BYTES + KEY_BYTES || !webhook.equals(new UUID(kept.getLong(), kept.getLong()))) {
            throw new MovedSecret();
        }
        byte[] key = new byte[KEY_BYTES];
        kept.get(key);
        return key;
    }

    /** What is to be kept instead of a secret: encrypted with the newest key; the same where it is. */
    String renewed(UUID webhook, String token) throws InvalidToken, MovedSecret {
        open(webhook, token);
        return keys.isNewest(token) ? token : keys.encrypt(keys.decrypt(token));
    }

    /**
     * A secret.
     *
     * @param text what its user is shown, once
     * @param token what is kept
     */
    public record Secret(String text, String token) {

        @Override
        public String toString() {
            return "Secret";
        }
    }

    /** The secret of another webhook. */
    static final class MovedSecret extends Exception {}
}
