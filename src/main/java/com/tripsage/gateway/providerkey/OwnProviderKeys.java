package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.OwnKeyRefused;
import com.tripsage.gateway.embedding.ProviderKeys;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The keys in the caller's own row. A key is decrypted to be sent to its provider, and for nobody else. */
@Component
class OwnProviderKeys implements ProviderKeys {

    private static final int MOST_PROVIDERS = 20;

    private final StoredKeysRepository stored;
    private final Vault vault;
    private final Transactions transactions;

    OwnProviderKeys(StoredKeysRepository stored, Vault vault, Transactions transactions) {
        this.stored = stored;
        this.vault = vault;
        this.transactions = transactions;
    }

    @Override
    public @Nullable String find(Caller caller, String provider, Deadline deadline) {
        String token = transactions
                .run(caller, Access.READ, deadline, _ -> Optional.ofNullable(tokens().get(provider)))
                .orElse(null);
        try {
            return token == null
                    ? null
                    : vault.open(caller.id(), provider, token).key();
        } catch (KeyUnreadable e) {
            throw new OwnKeyRefused(Refusal.unavailable(String.valueOf(e.getMessage())));
        } catch (Refusal noKeys) {
            throw new OwnKeyRefused(noKeys);
        }
    }

    List<ProviderKey> list() {
        return stored.findOfCaller().stream()
                .flatMap(keys -> keys.byProvider().entrySet().stream()
                        .map(entry -> told(keys.id(), entry.getKey(), entry.getValue())))
                .toList();
    }

    ProviderKey set(UUID user, String provider, String key) {
        SortedMap<String, String> tokens = tokens();
        String older = tokens.get(provider);
        if (older == null && tokens.size() >= MOST_PROVIDERS) {
            throw Refusal.invalid("input.provider", "A user has keys with at most " + MOST_PROVIDERS + " providers");
        }
        SecretKey secret = secret(user, provider, key, older);
        if (!stored.put(provider, vault.seal(secret))) {
            throw Refusal.conflict("The user has been deleted meanwhile; try again");
        }
        return ProviderKey.of(secret);
    }

    boolean remove(String provider) {
        return stored.remove(provider);
    }

    private SortedMap<String, String> tokens() {
        return stored.findOfCaller().map(StoredKeys::byProvider).orElseGet(TreeMap::new);
    }

    private SecretKey secret(UUID user, String provider, String key, @Nullable String older) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try {
            return older == null
                    ? new SecretKey(user, provider, key, now, null)
                    : new SecretKey(
                            user,
                            provider,
                            key,
                            vault.open(user, provider, older).created(),
                            now);
        } catch (KeyUnreadable _) {
            return new SecretKey(user, provider, key, now, null);
        }
    }

    private ProviderKey told(UUID user, String provider, String token) {
        try {
            return ProviderKey.of(vault.open(user, provider, token));
        } catch (KeyUnreadable | Refusal _) {
            return ProviderKey.unreadable(provider);
        }
    }
}
