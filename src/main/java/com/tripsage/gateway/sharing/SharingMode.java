package com.tripsage.gateway.sharing;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** The step after the migrations that stores whether sharing needs consent, in the database because it holds for all programs. */
final class SharingMode implements Callback {

    private final boolean consent;

    SharingMode(boolean consent) {
        this.consent = consent;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (PreparedStatement update = context.getConnection()
                .prepareStatement("update gateway.sharing_mode set consent = ? where consent is distinct from ?")) {
            update.setBoolean(1, consent);
            update.setBoolean(2, consent);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new FlywayException("The mode of sharing could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public String getCallbackName() {
        return "sharing mode";
    }
}
