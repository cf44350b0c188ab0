package com.tripsage.gateway.asset;

import org.jspecify.annotations.Nullable;

/**
 * What was found out about bytes that were sent, and are now where those of assets are.
 *
 * @param width of an image that has a thumbnail
 */
record CheckedUpload(
        String contentType,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height) {}
