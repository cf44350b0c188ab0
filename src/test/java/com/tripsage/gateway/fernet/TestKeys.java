package com.tripsage.gateway.fernet;

import java.time.Clock;
import java.util.stream.Stream;

/** Keys of the tests, and rings of them. The gateways under test have both. */
public final class TestKeys {

    public static final String NEW = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public static final String OLD = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    public static final String BOTH = NEW + "," + OLD;

    private TestKeys() {}

    /** The ring of these keys, the newest first. */
    public static KeyRing ring(String... keys) {
        return new KeyRing(Stream.of(keys).map(FernetKey::new).toList(), Clock.systemUTC());
    }
}
