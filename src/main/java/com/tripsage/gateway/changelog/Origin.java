package com.tripsage.gateway.changelog;

/**
 * The place that a position was read at: of which database, in which of its server's histories, and how far in the
 * write-ahead log on disk. Whatever the position has seen was committed before that place.
 */
record Origin(long epoch, int timeline, long walPosition) {}
