package com.tripsage.gateway.changelog;

import java.util.List;

/**
 * A page of changes, in their order.
 *
 * @param next the position where the next page begins
 * @param hasMore whether the next page has anything up to the end that was asked for
 */
public record ChangePage(List<Change> changes, Cursor next, boolean hasMore) {}
