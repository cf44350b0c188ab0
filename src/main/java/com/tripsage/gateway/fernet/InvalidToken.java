package com.tripsage.gateway.fernet;

/** A text that is not a Fernet token, or not one of the keys at hand. The message never repeats it. */
public class InvalidToken extends Exception {

    InvalidToken(String message) {
        super(message);
    }
}
