package com.tripsage.gateway.security;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys. They are fetched anew after five minutes, in the background, and go on counting for six hours
 * while that fails. Only a token whose key is not among them waits for the issuer: for the one fetch that all wait for, and
 * which begins at most every ten seconds, because anybody can invent key ids.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration USABLE = Duration.ofHours(6);
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    /** Where there are no keys at all, nobody is served: the next try comes sooner. */
    private static final Duration BETWEEN_FIRST_FETCHES = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Supplier<CompletableFuture<JWKSet>> issuer;
    private final Ticker ticker;

    private volatile @Nullable Fetched known;
    private volatile @Nullable CompletableFuture<JWKSet> latest;
    private long begun;

    IssuerKeys(Supplier<CompletableFuture<JWKSet>> issuer, Ticker ticker) {
        this.issuer = issuer;
        this.ticker = ticker;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        Fetched keys = known;
        if (keys == null || isOlderThan(USABLE, keys.at())) {
            return selector.select(await(fetch(BETWEEN_FIRST_FETCHES)));
        }
        List<JWK> selected = selector.select(keys.set());
        if (!selected.isEmpty() && !isOlderThan(FRESH, keys.at())) {
            return selected;
        }
        CompletableFuture<JWKSet> newer = fetch(BETWEEN_FETCHES);
        return selected.isEmpty() ? selector.select(await(newer)) : selected;
    }

    /** What is being fetched, or was a short while ago. */
    private synchronized CompletableFuture<JWKSet> fetch(Duration pause) {
        CompletableFuture<JWKSet> current = latest;
        if (current != null && (!current.isDone() || !isOlderThan(pause, begun))) {
            return current;
        }
        begun = ticker.read();
        CompletableFuture<JWKSet> next = issuer.get().whenComplete(this::ended);
        latest = next;
        return next;
    }

    private void ended(@Nullable JWKSet set, @Nullable Throwable failure) {
        Fetched before = known;
        if (set != null) {
            known = new Fetched(set, ticker.read());
        } else if (before == null) {
            LOG.warn("The issuer's keys can't be fetched: {}", IssuerUnavailable.reason(failure));
        } else {
            LOG.warn(
                    "The issuer's keys can't be fetched: {}; those of {} s ago go on counting",
                    IssuerUnavailable.reason(failure),
                    Duration.ofNanos(ticker.read() - before.at()).toSeconds());
        }
    }

    private static JWKSet await(CompletableFuture<JWKSet> keys) throws KeySourceException {
        try {
            return keys.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KeySourceException("The issuer's keys can't be fetched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeySourceException("Interrupted while waiting for the issuer's keys", e);
        }
    }

    private boolean isOlderThan(Duration age, long since) {
        return ticker.read() - since > age.toNanos();
    }

    private record Fetched(JWKSet set, long at) {}
}
