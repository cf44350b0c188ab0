package com.tripsage.gateway.database;

import com.tripsage.gateway.security.Caller;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** The way to run work as a caller: on one thread, on one connection, in one transaction. */
public final class Transactions {

    private static final ScopedValue<CallerTransaction> CURRENT = ScopedValue.newInstance();
    private static final SQLExceptionSubclassTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();

    private final ConnectionPool pool;
    private final DatabaseProperties settings;
    private final List<Runnable> commitListeners = new CopyOnWriteArrayList<>();

    Transactions(ConnectionPool pool, DatabaseProperties settings) {
        this.pool = pool;
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
     */
    public <T> T run(
            Caller caller,
            Access access,
            Deadline deadline,
            String requestId,
            LongAccumulator mostStatements,
            Function<CallerTransaction, T> work) {
        return run(Identity.of(caller), access, deadline, requestId, mostStatements, work);
    }

    /** The same for one of the gateway's own roles, which sees no row of a user. */
    public <T> T run(Identity identity, Access access, Deadline deadline, Function<CallerTransaction, T> work) {
        return run(identity, access, deadline, "", new LongAccumulator(Math::max, 0), work);
    }

    private <T> T run(
            Identity identity,
            Access access,
            Deadline deadline,
            String requestId,
            LongAccumulator mostStatements,
            Function<CallerTransaction, T> work) {
        var retries = new Retries();
        long last = access == Access.READ ? mostStatements.get() : 0;
        while (true) {
            var transaction = new CallerTransaction(pool, settings, identity, access, deadline, requestId, last);
            try {
                T result = runOnce(transaction, work);
                if (!transaction.isOverTooSoon() && !retries.isWorthOne(transaction)) {
                    mostStatements.accumulate(transaction.statements());
                    return result;
                }
            } catch (RuntimeException e) {
                if (!transaction.isOverTooSoon() && !retries.isWorthOne(transaction)) {
                    throw e;
                }
            }
            if (transaction.isOverTooSoon()) {
                last = 0;
            } else {
                retries.pause(deadline);
            }
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
