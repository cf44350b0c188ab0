package com.tripsage.gateway.account;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.ErasedAccounts;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/**
 * The callers on this node whose accounts are being erased, so that what they have open ends. The database, which knows when an account
 * was erased and reads from claims when a caller has signed in, is asked once for each token, in the background.
 */
@Component
final class ErasedCallers implements ErasedAccounts {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 10_000;

    private final Transactions transactions;
    private final ErasureRepository accounts;
    private final AsyncLoadingCache<Caller, Boolean> erased = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .buildAsync(this::isErased);

    private volatile Set<UUID> closed = Set.of();

    ErasedCallers(Transactions transactions, ErasureRepository accounts) {
        this.transactions = transactions;
        this.accounts = accounts;
    }

    /** Takes note of the users whose accounts are closed, and not forgotten yet. */
    void closed(Set<UUID> users) {
        closed = users;
    }

    @Override
    public boolean include(Caller caller) {
        return closed.contains(caller.id())
                && erased.get(caller).exceptionally(_ -> false).getNow(false);
    }

    private boolean isErased(Caller caller) {
        return transactions.run(caller, Access.READ, Deadline.after(TIMEOUT), _ -> accounts.isClosed());
    }
}
