package com.tripsage.gateway.database;

import com.tripsage.gateway.security.Caller;

/**
 * As whom a transaction sees the database.
 *
 * @param role the role that policies and grants are for
 * @param claims for {@code request.jwt.claims}, whose subject {@code auth.uid()} is
 */
public record Identity(String role, String claims) {

    /** Looks after the queue of what waits for a vector, and sees nothing else. */
    public static final Identity EMBEDDING = new Identity("tripsage_embedding", "");

    /** Follows the change log of all users, which holds no value of a column, and looks after its partitions. */
    public static final Identity CHANGE_LOG = new Identity("tripsage_changelog", "");

    static Identity of(Caller caller) {
        return new Identity("authenticated", caller.claims());
    }

    /** The role alone: claims are personal and must not reach a log. */
    @Override
    public String toString() {
        return "Identity[" + role + "]";
    }
}
