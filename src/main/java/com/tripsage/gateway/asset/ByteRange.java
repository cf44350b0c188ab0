package com.tripsage.gateway.asset;

/**
 * Some of so many bytes, one after the other.
 *
 * @param total how many there are
 */
record ByteRange(long from, long length, long total) {

    static ByteRange whole(long total) {
        return new ByteRange(0, total, total);
    }

    boolean isPart() {
        return length < total;
    }

    String header() {
        return "bytes " + from + "-" + (from + length - 1) + "/" + total;
    }
}
