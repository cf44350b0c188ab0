package com.tripsage.gateway.persisted;

/** A choice of the documents that callers may have carried out. */
enum DocumentMode {

    /** Those that they send whole; none is known by a name. */
    OFF,

    /** Any, also by the name of a registered one, or by the hash of one that somebody has sent before. */
    ON,

    /** Those that operators have registered, and no others. */
    ONLY
}
