package com.tripsage.gateway.settings;

/** A setting with which the gateway can't start; the message tells its reader what to do about it. */
public final class SettingsInvalid extends RuntimeException {

    public SettingsInvalid(String message) {
        super(message);
    }
}
