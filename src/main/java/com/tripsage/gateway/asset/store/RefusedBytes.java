package com.tripsage.gateway.asset.store;

import java.io.IOException;

/** The failure of a writing because of the bytes, and not of the store. */
public class RefusedBytes extends IOException {

    protected RefusedBytes(String message) {
        super(message);
    }
}
