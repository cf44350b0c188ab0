package com.tripsage.gateway.account;

import static java.util.stream.Collectors.toSet;

import com.tripsage.gateway.account.ErasureLog.Pending;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.CallerRegistry;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The rest of erasures: the rows of large accounts, some at a time, and the traces in the change log, when subscribers have been told what
 * they had to be. Each step can be repeated, so any gateway goes on where another one has stopped.
 */
final class ErasureWorker extends Background {

    /** Also the time after which all gateways know of an erasure. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);

    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);

    private final ErasureLog log;
    private final ErasureRepository accounts;
    private final CallerRegistry callers;
    private final ErasedCallers erased;
    private final Transactions transactions;
    private final Duration eventsKept;

    ErasureWorker(
            ErasureLog log,
            ErasureRepository accounts,
            CallerRegistry callers,
            ErasedCallers erased,
            Transactions transactions,
            ErasureProperties properties) {
        super(Thread.ofPlatform().daemon().name("erasure"), DEFAULT_PHASE);
        this.log = log;
        this.accounts = accounts;
        this.callers = callers;
        this.erased = erased;
        this.transactions = transactions;
        this.eventsKept = properties.eventsKept();
    }

    @Override
    protected Duration round() {
        List<Pending> pending = log.pending();
        erased.closed(
                pending.stream().filter(Pending::isClosed).map(Pending::userId).collect(toSet()));
        for (Pending erasure : pending) {
            callers.forget(erasure.userId());
            OffsetDateTime goneAt = erasure.goneAt();
            if (goneAt == null) {
                removeRows(erasure.userId());
            } else if (goneAt.toInstant().plus(eventsKept).isBefore(Instant.now())) {
                log.forget(erasure.userId(), goneAt);
            }
        }
        return BETWEEN_ROUNDS;
    }

    private void removeRows(UUID userId) {
        Caller user = new Caller(userId, null, "{\"sub\": \"" + userId + "\", \"role\": \"authenticated\"}");
        boolean isMore = true;
        while (isMore) {
            isMore = transactions.run(user, Access.WRITE, Deadline.after(STEP_TIMEOUT), _ -> accounts.deleteSome());
        }
        transactions.run(user, Access.WRITE, Deadline.after(STEP_TIMEOUT), _ -> {
            accounts.remove();
            return true;
        });
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }
}
