package com.tripsage.gateway.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.CallerRegistry;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The registration of callers in the database, with each token that was not seen before, in a transaction of its own: it
 * makes the caller's row, takes over the token's e-mail address, and lets the caller join the trips shared with that address.
 */
@Component
class FirstUse implements CallerRegistry {

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 100_000;

    private final Transactions transactions;
    private final UserRepository users;
    private final Cache<Token, Boolean> introduced = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_REMEMBERED)
            .build();

    FirstUse(Transactions transactions, UserRepository users) {
        this.transactions = transactions;
        this.users = users;
    }

    @Override
    public void register(Caller caller, Deadline deadline) {
        if (caller.token() != null) {
            // Its user has a row, or it would not count, and it says nothing of an address.
            return;
        }
        Token token = Token.of(caller);
        if (introduced.getIfPresent(token) == null) {
            boolean isDone = transactions
                    .run(caller, Access.WRITE, deadline, transaction -> users.arrive())
                    .orElseThrow(Refusal::accountErased);
            if (isDone) {
                introduced.put(token, true);
            }
        }
    }

    @Override
    public void forget(UUID user) {
        introduced.asMap().keySet().removeIf(token -> token.subject().equals(user));
    }

    /** The refusal when the row of a known caller has disappeared; the next request makes it again. */
    Refusal gone(Caller caller) {
        introduced.invalidate(Token.of(caller));
        return Refusal.conflict("The user has been deleted meanwhile; try again");
    }

    /** The identity of a token among those of one caller. */
    private record Token(UUID subject, int hash) {

        static Token of(Caller caller) {
            return new Token(caller.id(), caller.claims().hashCode());
        }
    }
}
