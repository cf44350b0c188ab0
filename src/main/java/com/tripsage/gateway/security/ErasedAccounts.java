package com.tripsage.gateway.security;

/** The accounts that were erased lately, whose tokens of before don't count any more. */
@FunctionalInterface
public interface ErasedAccounts {

    /** None at all. */
    ErasedAccounts NONE = _ -> false;

    /** Whether the caller's account has been erased since the caller has signed in. Never waits, so that it may say so a moment late. */
    boolean include(Caller caller);
}
