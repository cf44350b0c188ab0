package com.tripsage.gateway.providerkey;

/** The reason why what is stored as a key can't be read, told to its user. It says nothing of what is stored. */
final class KeyUnreadable extends Exception {

    KeyUnreadable(String provider, String reason) {
        super("The stored key of " + provider + " can't be used, because " + reason
                + ": set it again with setProviderKey");
    }
}
