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
 * Introduces a caller to the database with each token that it has not seen, in a transaction of its own: it makes the
 * caller's row, follows what the token says of the e-mail address, and lets the caller join what was shared with that.
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
        Token token = Token.of(caller);
        if (introduced.getIfPresent(token) == null
                && transactions.run(caller, Access.WRITE, deadline, transaction -> users.arrive())) {
            introduced.put(token, true);
        }
    }

    /** What to say when the row of a known caller has disappeared; the next request makes it anew. */
    Refusal gone(Caller caller) {
        introduced.invalidate(Token.of(caller));
        return Refusal.conflict("The user has been deleted meanwhile; try again");
    }

    /** A token, as far as one caller's tokens have to be told apart. */
    private record Token(UUID subject, int hash) {

        static Token of(Caller caller) {
            return new Token(caller.id(), caller.claims().hashCode());
        }
    }
}
