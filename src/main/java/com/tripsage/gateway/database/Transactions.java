package com.tripsage.gateway.database;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.security.Caller;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** The way to run work as a caller: on one thread, on one connection, in one transaction. */
public final class Transactions {

    private static final ScopedValue<CallerTransaction> CURRENT = ScopedValue.newInstance();
    private static final SQLExceptionSubclassTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();

    private final ConnectionPool pool;
    private final @Nullable Replica replica;
    private final DatabaseProperties settings;
    private final List<Runnable> commitListeners = new CopyOnWriteArrayList<>();

    /** Transactions at a primary, and queries at its replica where there is one. */
    Transactions(ConnectionPool pool, @Nullable Replica replica, DatabaseProperties settings) {
        this.pool = pool;
        this.replica = replica;
        this.settings = settings;
    }

    /**
     * Runs the work and commits, unless the work asked for a rollback, a statement of it failed, or it threw. Takes a
     * connection only when the work sends a statement. Work that can be tried again is, from the start: see {@link Retries}.
     */
    public <T> T run(Caller caller, Access access, Deadline deadline, Function<CallerTransaction, T> work) {
        return run(Identity.of(caller), access, deadline, work);
    }

    /**
     * The same in a request, which the change log will name.
     *
     * @param requestId empty for none
     * @param mostStatements the most statements that this work, or work like it, has sent in one run. In a read the statement of that
     *     number carries COMMIT; where another one comes after all, the work is done again
     * @param placement tells of where it ran; null for work that only the primary may do. Where a replica fails it is done again at the primary
     */
    public <T> T run(
            Caller caller,
            Access access,
            Deadline deadline,
            String requestId,
            LongAccumulator mostStatements,
            @Nullable Placement placement,
            Function<CallerTransaction, T> work) {
        return run(Identity.of(caller), access, deadline, requestId, mostStatements, placement, work);
    }

    /** The same for one of the gateway's own roles, which sees no row of a user. */
    public <T> T run(Identity identity, Access access, Deadline deadline, Function<CallerTransaction, T> work) {
        return run(identity, access, deadline, "", new LongAccumulator(Math::max, 0), null, work);
    }

    private <T> T run(
            Identity identity,
            Access access,
            Deadline deadline,
            String requestId,
            LongAccumulator mostStatements,
            @Nullable Placement placement,
            Function<CallerTransaction, T> work) {
        var retries = new Retries();
        long last = access == Access.READ ? mostStatements.get() : 0;
        boolean tellsPosition =
                replica != null && replica.isPositionTold() && placement != null && access == Access.WRITE;
        ConnectionPool near = near(identity, access, placement);
        Deadline nearDeadline = near == null ? deadline : deadline.half();
        while (true) {
            var transaction = new CallerTransaction(
                    near == null ? pool : near,
                    settings,
                    identity,
                    access,
                    near == null ? deadline : nearDeadline,
                    requestId,
                    last,
                    tellsPosition);
            try {
                T result = runOnce(transaction, work);
                if (!isWorthAnother(transaction, near, retries)) {
                    mostStatements.accumulate(transaction.statements());
                    settle(transaction, near, placement);
                    return result;
                }
            } catch (RuntimeException e) {
                if (!isWorthAnother(transaction, near, retries)) {
                    throw e;
                }
            } finally {
                if (near == null && (access == Access.WRITE || placement == null || transaction.isPrimaryOnly())) {
                    told(identity);
                }
            }
            if (transaction.isOverTooSoon()) {
                last = 0;
            } else if (near == null) {
                retries.pause(deadline);
            } else {
                leave(transaction);
                near = null;
            }
        }
    }

    /** The connections of the replica, where it may do the work; else null. */
    private @Nullable ConnectionPool near(Identity identity, Access access, @Nullable Placement placement) {
        return replica == null || placement == null || identity.caller() == null || access == Access.WRITE
                ? null
                : replica.poolFor(identity.caller(), placement);
    }

    private static boolean isWorthAnother(
            CallerTransaction transaction, @Nullable ConnectionPool near, Retries retries) {
        return transaction.isOverTooSoon()
                || (near == null ? retries.isWorthOne(transaction) : transaction.isUnserved());
    }

    private void settle(CallerTransaction transaction, @Nullable ConnectionPool near, @Nullable Placement placement) {
        if (replica != null && placement != null) {
            placement.wrote(transaction.written());
            if (near != null) {
                replica.answered(placement);
            }
        }
    }

    private void leave(CallerTransaction transaction) {
        if (replica != null) {
            replica.failed(transaction.isUnreachable());
        }
    }

    private void told(Identity identity) {
        if (identity.isOfCaller()) {
            told(requireNonNull(identity.caller()));
        }
    }

    /** Whether the work under way is at the primary. Where it isn't, it has to end, and is done again there. */
    public boolean isAtPrimary() {
        return current().isAtPrimary();
    }

    /** Notes that a caller was told of what is on the primary now, and may not be shown what was before. */
    public void told(UUID caller) {
        if (replica != null) {
            replica.sawPrimary(caller);
        }
    }

    /** Adds a listener that is told, on the writer's thread, that something may have changed. */
    public void afterCommit(Runnable listener) {
        commitListeners.add(listener);
    }

    private <T> T runOnce(CallerTransaction transaction, Function<CallerTransaction, T> work) {
        T result;
        try {
            result = ScopedValue.where(CURRENT, transaction).call(() -> work.apply(transaction));
        } catch (RuntimeException | Error e) {
            transaction.rollbackOnly();
            end(transaction);
            throw e;
        }
        end(transaction);
        if (transaction.hasCommittedChanges()) {
            commitListeners.forEach(Runnable::run);
        }
        return result;
    }

    private static void end(CallerTransaction transaction) {
        try {
            transaction.end();
        } catch (SQLException e) {
            DataAccessException translated = TRANSLATOR.translate("commit", null, e);
            throw translated != null
                    ? translated
                    : new DatabaseUnavailable("The connection was lost before the commit", e);
        }
    }

    static CallerTransaction current() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException("There is no connection without a caller: use Transactions.run");
        }
        return CURRENT.get();
    }
}
