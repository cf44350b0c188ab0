package com.tripsage.gateway.asset;

import com.tripsage.gateway.refusal.Refusal;

/**
 * What the metadata of one image may cost, in bytes that are looked at or written. Marks of metadata are found anywhere and may share what
 * is behind them, so that a file could have as much of it as its length squared; a camera writes some kilobytes.
 */
final class Effort {

    private static final int MOST = 64 << 20;

    private int left = MOST;

    /**
     * Spends some.
     *
     * @throws Refusal where there is none left, as nobody knows then whether a position is in the image
     */
    void spend(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw Refusal.invalid("id", "The image has more metadata than can be searched for a position");
        }
    }
}
