package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Cursor;

/**
 * An event of one subscription.
 *
 * @param source the root of the document's run
 * @param cursor behind which the subscription goes on after it
 */
record Event(Object source, Cursor cursor) {}
