package com.tripsage.gateway.settings;

import org.jspecify.annotations.Nullable;

/** A reason why the gateway can't start as it is set up; the message tells its reader what to do about it. */
public class SettingsInvalid extends RuntimeException {

    public SettingsInvalid(String message) {
        this(message, null);
    }

    public SettingsInvalid(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
