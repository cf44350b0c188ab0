package com.tripsage.gateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** A step after the migrations, as the owner of the database and whether or not anything was migrated. */
public abstract class AfterMigrations implements Callback {

    private final String name;

    /**
     * A step.
     *
     * @param name what it prepares, for the error where it fails
     */
    protected AfterMigrations(String name) {
        this.name = name;
    }

    protected abstract void run(Connection owner) throws SQLException;

    @Override
    public final boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public final boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public final void handle(Event event, Context context) {
        try {
            run(context.getConnection());
        } catch (SQLException e) {
            throw new FlywayException("The " + name + " could not be prepared: " + e.getMessage(), e);
        }
    }

    @Override
    public final String getCallbackName() {
        return name;
    }
}
