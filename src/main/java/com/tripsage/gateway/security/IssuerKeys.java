package com.tripsage.gateway.security;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/**
 * The issuer's public keys, kept for five minutes. A token with an unknown key id has them fetched again, though not more
 * often than every ten seconds: anybody can invent key ids.
 */
class IssuerKeys extends ConcurrentMapCache {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final Duration MIN_AGE = Duration.ofSeconds(10);

    private volatile long fetched = System.nanoTime();

    IssuerKeys() {
        super("issuer-keys");
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> fetch) {
        if (isOlderThan(MAX_AGE)) {
            super.invalidate();
        }
        return super.get(key, () -> {
            T keys = fetch.call();
            fetched = System.nanoTime();
            return keys;
        });
    }

    @Override
    public boolean invalidate() {
        return isOlderThan(MIN_AGE) && super.invalidate();
    }

    private boolean isOlderThan(Duration age) {
        return System.nanoTime() - fetched > age.toNanos();
    }
}
