package com.tripsage.gateway.webhook.delivery;

import java.net.InetAddress;
import java.util.Arrays;

/** A block of addresses in CIDR notation, such as {@code 10.0.0.0/8}. */
record AddressBlock(InetAddress first, int bits) {

    static AddressBlock of(String text) {
        String[] parts = text.split("/", -1);
        return new AddressBlock(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
    }

    boolean contains(InetAddress address) {
        byte[] prefix = first.getAddress();
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(prefix, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((prefix[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
