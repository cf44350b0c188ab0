package com.tripsage.gateway.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.value.Vector;
import java.util.SplittableRandom;
import java.util.UUID;

/** Somebody with memories; the same number has the same ones in each run. */
record Owner(long number, Space space, int memories) {

    UUID id() {
        return UUID.nameUUIDFromBytes(("owner " + number).getBytes(UTF_8));
    }

    String email() {
        return "owner" + number + "@example.com";
    }

    /** Good for an hour. */
    String token() {
        return Tokens.signed(
                Tokens.claims().subject(id().toString()).claim("email", email()).build());
    }

    Vector memory(int n) {
        return space.vector(number, new SplittableRandom((number << 32) + n));
    }

    /** A vector as the memories have them, which is none of them. */
    Vector query(int n) {
        return space.vector(number, new SplittableRandom((number << 32) + Integer.MAX_VALUE - n));
    }
}
