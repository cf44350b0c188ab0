package com.tripsage.gateway.asset.store;

/**
 * Bytes that were found in a store.
 *
 * @param tag another one when others have taken their place
 */
public record Stored(long size, String tag) {}
