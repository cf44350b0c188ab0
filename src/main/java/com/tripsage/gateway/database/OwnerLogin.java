package com.tripsage.gateway.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;

/** The login of the owner of the database, who migrates it. */
public record OwnerLogin(
        String url, String username, @Nullable String password) implements FlywayConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public @Nullable String getPassword() {
        return password;
    }

    /** The role alone: a password must not reach a log. */
    @Override
    public String toString() {
        return "OwnerLogin[" + username + "]";
    }
}
