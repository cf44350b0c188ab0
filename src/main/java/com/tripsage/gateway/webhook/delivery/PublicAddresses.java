package com.tripsage.gateway.webhook.delivery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** The addresses of the public internet, as IANA's registries of special-purpose addresses leave them. */
final class PublicAddresses {

    private static final List<AddressBlock> NOT_PUBLIC_V4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            // the wire server of Azure, which only its virtual machines reach
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Global unicast. Loopback, mapped, translated (NAT64), unique local, link-local and multicast addresses are outside. */
    private static final AddressBlock GLOBAL_V6 = AddressBlock.of("2000::/3");

    private static final List<AddressBlock> NOT_PUBLIC_V6 = blocks(
            // protocol assignments, among them Teredo
            "2001::/23",
            "2001:db8::/32",
            // 6to4, which leads to any IPv4 address
            "2002::/16",
            "3fff::/20");

    private PublicAddresses() {}

    /** Whether it is one. An IPv4 address that is mapped into IPv6 is an {@link Inet4Address} to Java. */
    static boolean contains(InetAddress address) {
        return address instanceof Inet4Address
                ? NOT_PUBLIC_V4.stream().noneMatch(block -> block.contains(address))
                : GLOBAL_V6.contains(address) && NOT_PUBLIC_V6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }
}
