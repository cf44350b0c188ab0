package com.tripsage.gateway.sharing;

import com.tripsage.gateway.database.AfterMigrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The step after the migrations that stores whether sharing needs consent, in the database because it holds for all programs. */
final class SharingMode extends AfterMigrations {

    private final boolean consent;

    SharingMode(boolean consent) {
        super("mode of sharing");
        this.consent = consent;
    }

    @Override
    protected void run(Connection owner) throws SQLException {
        try (PreparedStatement update = owner.prepareStatement(
                "update gateway.sharing_mode set consent = ? where consent is distinct from ?")) {
            update.setBoolean(1, consent);
            update.setBoolean(2, consent);
            update.executeUpdate();
        }
    }
}
