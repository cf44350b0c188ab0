package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An issuer that answers when and what the test wants, and a clock that goes when it wants. */
class IssuerKeysTests {

    private final AtomicLong now = new AtomicLong();
    private final List<CompletableFuture<JWKSet>> fetches = new CopyOnWriteArrayList<>();

    private final IssuerKeys keys = new IssuerKeys(
            () -> {
                fetches.add(new CompletableFuture<>());
                return last();
            },
            now::get);

    @Test
    void areKeptWhileTheIssuerFails() throws Exception {
        fetched("a");
        for (int minute = 0; minute < 330; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(find("a")).containsExactly("a");
            last().completeExceptionally(new IssuerUnavailable("it answers 500"));
        }
        pass(Duration.ofMinutes(31));

        assertUnavailable("a");
    }

    @Test
    void areFetchedAnewInTheBackground() throws Exception {
        fetched("a");
        pass(IssuerKeys.FRESH.plusSeconds(1));

        // Nothing is completed: whoever waited would wait for ever.
        for (int i = 0; i < 100; i++) {
            assertThat(find("a")).containsExactly("a");
        }
        assertThat(fetches).hasSize(2);
        last().complete(set("b"));

        assertThat(find("b")).containsExactly("b");
        assertThat(find("a")).isEmpty();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areTriedAgainAtMostEveryTenSecondsWhileThatFails() throws Exception {
        fetched("a");
        pass(IssuerKeys.FRESH.plusSeconds(1));
        for (int second = 0; second < 60; second++) {
            assertThat(find("a")).containsExactly("a");
            last().completeExceptionally(new IssuerUnavailable("it answers 500"));
            pass(Duration.ofSeconds(1));
        }

        assertThat(fetches.size() - 1).isBetween(5, 6);
    }

    @Test
    void areFetchedOnceForManyInventedIds() throws Exception {
        fetched("a");
        assertThat(find("invented")).isEmpty();
        assertThat(fetches).hasSize(1);
        pass(IssuerKeys.BETWEEN_FETCHES.plusSeconds(1));

        CompletableFuture<List<String>> waiting = inBackground("new");
        while (fetches.size() < 2) {
            Thread.onSpinWait();
        }
        // Others, whose key is known, do not wait with it.
        assertThat(find("a")).containsExactly("a");
        last().complete(set("a", "new"));

        assertThat(waiting.get()).containsExactly("new");
        for (int i = 0; i < 100; i++) {
            assertThat(find("invented-" + i)).isEmpty();
        }
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areNotSaidToBeWrongWhenNobodyKnows() throws Exception {
        fetched("a");
        pass(IssuerKeys.BETWEEN_FETCHES.plusSeconds(1));
        CompletableFuture<List<String>> waiting = inBackground("new");
        while (fetches.size() < 2) {
            Thread.onSpinWait();
        }
        last().completeExceptionally(new IssuerUnavailable("it answers 500"));

        assertThat(waiting).failsWithin(Duration.ofSeconds(5));
        assertUnavailable("another");
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areWaitedForTogetherAtFirst() throws Exception {
        List<CompletableFuture<List<String>>> waiting =
                Stream.generate(() -> inBackground("a")).limit(20).toList();
        while (fetches.isEmpty()) {
            Thread.onSpinWait();
        }
        last().completeExceptionally(new IssuerUnavailable("it answers 500"));

        assertThat(waiting).allSatisfy(one -> assertThat(one).failsWithin(Duration.ofSeconds(5)));
        assertThat(fetches).hasSize(1);
        pass(Duration.ofSeconds(2));
        fetched("a");
    }

    /** The first token, whose fetch succeeds at once. */
    private void fetched(String id) throws Exception {
        int before = fetches.size();
        CompletableFuture<List<String>> first = inBackground(id);
        while (fetches.size() == before) {
            Thread.onSpinWait();
        }
        last().complete(set(id));
        assertThat(first.get()).containsExactly(id);
    }

    private CompletableFuture<List<String>> inBackground(String id) {
        CompletableFuture<List<String>> found = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                found.complete(find(id));
            } catch (KeySourceException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        return found;
    }

    private List<String> find(String id) throws KeySourceException {
        JWKSelector selector =
                new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
        return keys.get(selector, null).stream().map(JWK::getKeyID).toList();
    }

    private void assertUnavailable(String id) {
        Thread.startVirtualThread(() -> {
            pause();
            fetches.forEach(fetch -> fetch.completeExceptionally(new IssuerUnavailable("it answers 500")));
        });
        assertThatThrownBy(() -> find(id)).isInstanceOf(KeySourceException.class);
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<JWKSet> last() {
        return fetches.get(fetches.size() - 1);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static JWKSet set(String... ids) {
        return new JWKSet(Stream.of(ids)
                .<JWK>map(id ->
                        new OctetSequenceKey.Builder(new byte[32]).keyID(id).build())
                .toList());
    }
}
