package com.tripsage.gateway.asset.store;

import java.util.Map;

/**
 * An address of the store itself, that a client may send bytes to for a time.
 *
 * @param headers what the request has to have
 */
public record DirectUpload(String url, Map<String, String> headers) {

    /** Without the address, which is a credential. */
    @Override
    public String toString() {
        return "DirectUpload";
    }
}
