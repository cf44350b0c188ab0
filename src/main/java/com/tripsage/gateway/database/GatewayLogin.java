package com.tripsage.gateway.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The login that serves, which row-level security binds. */
public record GatewayLogin(
        String url, @Nullable String username, @Nullable String password) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return username;
    }

    @Override
    public @Nullable String getPassword() {
        return password;
    }

    /** The role alone: a password must not reach a log. */
    @Override
    public String toString() {
        return "GatewayLogin[" + username + "]";
    }
}
