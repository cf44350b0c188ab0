package com.tripsage.gateway.user;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.ProviderKeys;
import com.tripsage.gateway.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The provider keys in the caller's own row. A key is sent to its provider only. */
@Component
class OwnProviderKeys implements ProviderKeys {

    private final Transactions transactions;
    private final UserRepository users;

    OwnProviderKeys(Transactions transactions, UserRepository users) {
        this.transactions = transactions;
        this.users = users;
    }

    @Override
    public @Nullable String find(Caller caller, String provider, Deadline deadline) {
        return transactions
                .run(caller, Access.READ, deadline, transaction -> users.findProviderKey(provider))
                .orElse(null);
    }
}
