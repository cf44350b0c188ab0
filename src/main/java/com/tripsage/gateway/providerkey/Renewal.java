package com.tripsage.gateway.providerkey;

import java.util.UUID;

/** What is to be stored instead of a key's text; the text itself where it may stay. */
interface Renewal {

    String of(UUID user, String provider, String stored) throws KeyUnreadable;
}
