package com.tripsage.gateway.firstrun;

import com.tripsage.gateway.settings.SettingsInvalid;
import org.jspecify.annotations.Nullable;

/** A failure to use a private PostgreSQL; the message tells its reader what to do about it. */
class FirstRunFailed extends SettingsInvalid {

    FirstRunFailed(String message) {
        super(message, null);
    }

    FirstRunFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
