package com.tripsage.gateway.database;

import com.tripsage.gateway.security.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The role and claims with which a transaction sees the database.
 *
 * @param role the role that policies and grants are for
 * @param claims for {@code request.jwt.claims}, whose subject {@code auth.uid()} is
 * @param caller whose turn it takes; null for the gateway's own work, which has connections of its own
 */
public record Identity(String role, String claims, @Nullable UUID caller) {

    private static final String OF_CALLERS = "authenticated";

    /** Looks after the queue of what waits for a vector, and sees nothing else. */
    public static final Identity EMBEDDING = new Identity("tripsage_embedding", "", null);

    /** Follows messages while they are being written, and ends those whose writers are gone. */
    public static final Identity CHAT = new Identity("tripsage_chat", "", null);

    /** Follows the change log of all users, which holds no value of a column, and looks after its partitions. */
    public static final Identity CHANGE_LOG = new Identity("tripsage_changelog", "", null);

    /** Reads the documents that operators have registered, and registers them. */
    public static final Identity DOCUMENTS = new Identity("tripsage_documents", "", null);

    /** Removes old idempotency keys. */
    public static final Identity IDEMPOTENCY = new Identity("tripsage_idempotency", "", null);

    /** Encrypts users' own keys anew, and sees nothing else. */
    public static final Identity PROVIDER_KEYS = new Identity("tripsage_provider_keys", "", null);

    /** Keeps exchange rates, and sees no row of a user. */
    public static final Identity RATES = new Identity("tripsage_rates", "", null);

    /** Finds access tokens and links to calendars by their hashes, and notes their use. */
    public static final Identity TOKENS = new Identity("tripsage_tokens", "", null);

    /** Looks after uploads and bytes of assets, of which it sees sizes and ids. */
    public static final Identity ASSETS = new Identity("tripsage_assets", "", null);

    /** Sends what is due to webhooks, of which it sees everything, and of other rows nothing. */
    public static final Identity WEBHOOKS = new Identity("tripsage_webhook", "", null);

    /** Reads the views of the database's health, as people do who look after it, and nothing else. */
    public static final Identity OPERATOR = new Identity("tripsage_operator", "", null);

    /** The same role in a caller's turn. */
    public Identity inTurnOf(UUID user) {
        return new Identity(role, claims, user);
    }

    static Identity of(Caller caller) {
        return new Identity(OF_CALLERS, caller.claims(), caller.id());
    }

    /** Whether it is a caller's own, and no role of the gateway's in the caller's turn. */
    boolean isOfCaller() {
        return role.equals(OF_CALLERS);
    }

    /** The role alone: claims are personal and must not reach a log. */
    @Override
    public String toString() {
        return "Identity[" + role + "]";
    }
}
