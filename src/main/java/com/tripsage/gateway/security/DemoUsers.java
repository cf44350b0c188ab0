package com.tripsage.gateway.security;

import java.util.List;
import java.util.Optional;

/** The users as whom anybody may try the gateway out; there are none but on a first run. */
public interface DemoUsers {

    /** Their e-mail addresses; empty while the gateway would not take the tokens. */
    List<String> emails();

    /** A token of one of them. */
    Optional<String> token(String email);
}
