package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.fernet.InvalidToken;
import com.tripsage.gateway.fernet.KeyRing;
import com.tripsage.gateway.fernet.UnknownKey;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The encryption of users' keys: what is stored is a Fernet token, of JSON that other programs can read as well. */
@Component
final class Vault {

    /** Its version, and the first bytes of its time. */
    private static final String BEGINNING_OF_TOKENS = "gAAAA";

    private final KeyRing ring;
    private final JsonMapper json = new JsonMapper();

    Vault(KeyRing ring) {
        this.ring = ring;
    }

    String seal(SecretKey key) {
        return ring.encrypt(json.writeValueAsBytes(key));
    }

    SecretKey open(UUID userId, String provider, String stored) throws KeyUnreadable {
        SecretKey key;
        try {
            key = json.readValue(ring.decrypt(stored), SecretKey.class);
        } catch (UnknownKey _) {
            throw new KeyUnreadable(provider, "none of this gateway's keys has encrypted it");
        } catch (InvalidToken _) {
            throw new KeyUnreadable(provider, "it is not encrypted");
        } catch (JacksonException _) {
            // without the cause, which might quote it
            throw new KeyUnreadable(provider, "another program has encrypted something else");
        }
        if (!userId.equals(key.userId()) || !provider.equals(key.provider())) {
            throw new KeyUnreadable(provider, "it was stored for another user or another provider");
        }
        return key;
    }

    /** The same key under the newest encryption; the stored text itself where it has that. */
    String renewed(UUID userId, String provider, String stored) throws KeyUnreadable {
        SecretKey key = open(userId, provider, stored);
        return isNewest(stored) ? stored : seal(key);
    }

    /** The same, and what was stored before there was any encryption is encrypted. */
    String encrypted(UUID userId, String provider, String stored) throws KeyUnreadable {
        if (stored.startsWith(BEGINNING_OF_TOKENS) || !SetProviderKeyInput.isKey(stored)) {
            return renewed(userId, provider, stored);
        }
        return seal(new SecretKey(userId, provider, stored, Instant.now(), null));
    }

    private boolean isNewest(String stored) {
        try {
            return ring.isNewest(stored);
        } catch (InvalidToken e) {
            throw new IllegalStateException("It was opened before", e);
        }
    }
}
