package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a replica.
 *
 * @param url the replica's, as of PostgreSQL's JDBC driver, with one host; there is none where it is empty. The login is the primary's
 * @param maxAge how old an answer of the replica may be at most; one that lags more is left
 */
@ConfigurationProperties("gateway.replica")
record ReplicaProperties(String url, @DefaultValue("5s") Duration maxAge) {

    /** The same; refused where it can't be right. The URL isn't shown: it may have a password in it. */
    ReplicaProperties checked() {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new SettingsInvalid("gateway.replica.url is no URL of PostgreSQL's JDBC driver: write it as"
                    + " jdbc:postgresql://host:5432/database, with user and password in settings of their own.");
        }
        if (parsed.getProperty("PGHOST").contains(",")) {
            throw new SettingsInvalid(
                    "gateway.replica.url names more than one host: what one replica has says nothing of"
                            + " another. Name one.");
        }
        if (!maxAge.isPositive()) {
            throw new SettingsInvalid("gateway.replica.max-age has to be more than 0, as 5s.");
        }
        return this;
    }
}
