package com.tripsage.gateway.fernet;

import com.tripsage.gateway.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The keys that secrets are kept with: the newest, which is the first, encrypts, and any of them decrypts. Gateways on one
 * database have the same ring. Without keys, whatever needs one is refused.
 */
public final class KeyRing {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<FernetKey> keys;
    private final Clock clock;

    KeyRing(List<FernetKey> keys, Clock clock) {
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** A token of the newest key. */
    public String encrypt(byte[] message) {
        byte[] iv = new byte[FernetKey.IV_BYTES];
        RANDOM.nextBytes(iv);
        return newest().encrypt(message, clock.instant(), iv);
    }

    /** A token of the newest key for a text. */
    public String encrypt(String message) {
        return encrypt(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The message in a token.
     *
     * @throws UnknownKey where none of the keys made it
     * @throws InvalidToken where it is none
     */
    public byte[] decrypt(String token) throws InvalidToken {
        newest();
        byte[] bytes = FernetKey.decoded(token);
        for (FernetKey key : keys) {
            if (key.made(bytes)) {
                return key.decrypt(bytes);
            }
        }
        throw new UnknownKey();
    }

    /** The same of a token that must not be older than a time to live. */
    public byte[] decrypt(String token, Duration timeToLive) throws InvalidToken {
        byte[] message = decrypt(token);
        FernetKey.checkAge(FernetKey.decoded(token), timeToLive, clock.instant());
        return message;
    }

    /** Whether the newest key made a token, so that it needs no rotation. */
    public boolean isNewest(String token) throws InvalidToken {
        return newest().made(FernetKey.decoded(token));
    }

    private FernetKey newest() {
        if (keys.isEmpty()) {
            throw Refusal.unavailable(
                    "This gateway has no key to encrypt secrets with: whoever runs it sets GATEWAY_ENCRYPTION_KEYS or GATEWAY_ENCRYPTION_FILE");
        }
        return keys.getFirst();
    }
}
