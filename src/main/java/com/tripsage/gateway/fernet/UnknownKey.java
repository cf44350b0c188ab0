package com.tripsage.gateway.fernet;

/** A Fernet token that none of the keys at hand has made: with a key that is missing, or it has been changed since. */
public class UnknownKey extends InvalidToken {

    UnknownKey() {
        super("None of the keys has made this token");
    }
}
