package com.tripsage.gateway.budget;

import com.tripsage.gateway.budget.MemoryRefused.Cause;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one operation or connection holds, by use. It is taken before it is allocated, in growing steps, so that
 * what is small costs little, and given back once.
 */
public final class Holding implements AutoCloseable {

    private static final long LARGEST_STEP = 64 << 10;
    private static final ScopedValue<Holding> CURRENT = ScopedValue.newInstance();

    /** The holding of work that isn't a client's, of which nothing is counted. */
    private static final Holding NONE = new Holding(null, "");

    private final @Nullable MemoryBudget budget;
    private final Object holder;
    private final Map<Use, Account> accounts = new EnumMap<>(Use.class);
    private long total;
    private @Nullable MemoryRefused refusal;
    private boolean closed;

    Holding(@Nullable MemoryBudget budget, Object holder) {
        this.budget = budget;
        this.holder = holder;
    }

    /** The account of one use: the bytes in use, and those taken for it in steps. */
    private static final class Account {

        long used;
        long taken;
        long limit = Long.MAX_VALUE;
    }

    /** The holding of the operation that this thread works for. */
    public static Holding current() {
        return CURRENT.orElse(NONE);
    }

    /** Does the work for the operation whose holding this is. */
    public <R, X extends Throwable> R during(ScopedValue.CallableOp<? extends R, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Sets how much may be taken for a use at most. */
    public void limit(Use use, long bytes) {
        if (budget != null) {
            setLimit(use, bytes);
        }
    }

    private synchronized void setLimit(Use use, long bytes) {
        of(use).limit = bytes;
    }

    /** Takes memory, or throws and takes none. */
    public void take(Use use, long bytes) {
        if (budget != null) {
            take(budget, use, bytes);
        }
    }

    private synchronized void take(MemoryBudget from, Use use, long bytes) {
        Account account = of(use);
        long after = account.used + bytes;
        if (closed) {
            return;
        }
        if (after > account.limit) {
            throw refused(from.refused(Cause.LIMIT, use, account.limit));
        }
        long missing = after - account.taken;
        if (missing > 0) {
            long step = Math.max(missing, Math.min(account.taken, LARGEST_STEP));
            takeOfBudget(from, use, step);
            account.taken += step;
        }
        account.used = after;
    }

    private void takeOfBudget(MemoryBudget from, Use use, long bytes) {
        if (total + bytes > from.mostOfOne()) {
            throw refused(from.refused(Cause.TOO_LARGE, use));
        }
        try {
            from.take(holder, use, bytes);
        } catch (MemoryRefused refused) {
            throw refused(refused);
        }
        total += bytes;
    }

    private MemoryRefused refused(MemoryRefused refused) {
        if (refusal == null) {
            refusal = refused;
        }
        return refused;
    }

    /** Gives back a part of what was taken for a use. */
    public synchronized void release(Use use, long bytes) {
        Account account = of(use);
        account.used = Math.max(0, account.used - bytes);
        if (account.taken - account.used > LARGEST_STEP) {
            give(use, account, account.taken - account.used);
        }
    }

    /** Gives back all that was taken for a use. */
    public synchronized void release(Use use) {
        Account account = of(use);
        account.used = 0;
        give(use, account, account.taken);
    }

    private void give(Use use, Account account, long bytes) {
        if (budget != null && bytes > 0) {
            budget.give(holder, use, bytes);
            account.taken -= bytes;
            total -= bytes;
        }
    }

    /** The bytes in use. */
    public synchronized long used(Use use) {
        return of(use).used;
    }

    /** The first refusal, which may have been turned into another failure on its way. */
    public synchronized @Nullable MemoryRefused refusal() {
        return refusal;
    }

    /** Forgets the refusals that were met, before another attempt. */
    public synchronized void forgetRefusals() {
        refusal = null;
    }

    /** Gives everything back; what is taken afterwards is not counted. */
    @Override
    public synchronized void close() {
        accounts.forEach((use, account) -> {
            account.used = 0;
            give(use, account, account.taken);
        });
        closed = true;
    }

    private Account of(Use use) {
        return accounts.computeIfAbsent(use, _ -> new Account());
    }
}
