package com.tripsage.gateway.asset.store;

import java.util.Locale;

/** A part of a store. */
public enum Area {
    /** What clients have sent, and nobody has checked. */
    UPLOADS,

    /** What was checked, and does not change any more. */
    ASSETS,

    /** What is made from assets, and can be made again. */
    THUMBNAILS;

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
