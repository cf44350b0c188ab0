package com.tripsage.gateway.changelog;

import java.util.List;

/**
 * Changes in their order.
 *
 * @param next where the next page begins
 * @param hasMore whether it has anything up to the end that was asked for
 */
public record ChangePage(List<Change> changes, Cursor next, boolean hasMore) {}
