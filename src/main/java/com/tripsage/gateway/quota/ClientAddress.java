package com.tripsage.gateway.quota;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The address of a client, as far as it tells one client from another. Of an IPv6 address it is the network of 64 bits, because
 * one client has all addresses in it.
 */
public record ClientAddress(long network, boolean isV6) {

    private static final int V4_BYTES = 4;

    /** The address of every client whose own can't be read. */
    private static final ClientAddress UNKNOWN = new ClientAddress(-1, false);

    /** The address that a request came from, as the servlet container tells it. */
    public static ClientAddress of(String remoteAddress) {
        byte[] address;
        try {
            address = InetAddress.ofLiteral(remoteAddress).getAddress();
        } catch (IllegalArgumentException _) {
            return UNKNOWN;
        }
        return address.length == V4_BYTES
                ? new ClientAddress(
                        Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt()), false)
                : new ClientAddress(ByteBuffer.wrap(address).getLong(), true);
    }
}
