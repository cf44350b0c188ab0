package com.tripsage.gateway.webhook.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The resolver that the client connects by: it connects to what this answers and asks nobody else, so that the address which was
 * checked is the one that is connected to, whatever a name stands for a moment later. One address that is not public condemns
 * the name.
 */
final class CheckedResolver implements DnsResolver {

    private final DnsResolver resolver;

    CheckedResolver(DnsResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        for (InetAddress address : addresses) {
            if (!PublicAddresses.contains(address)) {
                throw new AddressNotAllowed(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }
}
