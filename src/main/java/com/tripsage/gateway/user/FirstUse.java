package com.tripsage.gateway.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.CallerRegistry;
import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives a caller whom the database does not know a row of {@code users}, in a transaction of its own. */
@Component
class FirstUse implements CallerRegistry {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 100_000;
    private static final int MAX_EMAIL = 255;

    private final Transactions transactions;
    private final UserRepository users;
    private final Cache<UUID, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_REMEMBERED)
            .build();

    FirstUse(Transactions transactions, UserRepository users) {
        this.transactions = transactions;
        this.users = users;
    }

    @Override
    public void register(Caller caller, Deadline deadline) {
        if (known.getIfPresent(caller.id()) == null) {
            transactions.run(caller, Access.WRITE, deadline, transaction -> insertIfNew(caller));
            known.put(caller.id(), true);
        }
    }

    private boolean insertIfNew(Caller caller) {
        if (users.findCaller().isPresent()) {
            return false;
        }
        if (caller.email() == null) {
            throw Refusal.forbidden("The token has no e-mail address, which the first use of the gateway needs");
        }
        if (caller.email().length() > MAX_EMAIL) {
            throw Refusal.forbidden("The token's e-mail address has more than " + MAX_EMAIL + " characters");
        }
        if (!users.insertCaller(caller.email())) {
            throw Refusal.conflict("The token's e-mail address belongs to another user");
        }
        return true;
    }

    /** What to say when the row of a known caller has disappeared; the next request makes it anew. */
    Refusal gone(Caller caller) {
        known.invalidate(caller.id());
        return Refusal.conflict("The user has been deleted meanwhile; try again");
    }
}
