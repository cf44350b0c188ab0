package com.tripsage.gateway.webhook.delivery;

import java.net.UnknownHostException;

/** A name that leads to an address which is not of the public internet. */
final class AddressNotAllowed extends UnknownHostException {

    AddressNotAllowed(String host) {
        super(host + " leads to an address that is not public");
    }
}
