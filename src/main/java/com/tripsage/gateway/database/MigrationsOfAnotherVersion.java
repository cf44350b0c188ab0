package com.tripsage.gateway.database;

import java.nio.file.Path;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** A database, or the data folder of a first run, that another version of the gateway has made with other migrations. */
class MigrationsOfAnotherVersion extends AbstractFailureAnalyzer<FlywayValidateException> {

    private final Environment environment;

    MigrationsOfAnotherVersion(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayValidateException cause) {
        return new FailureAnalysis(sentence(), null, rootFailure);
    }

    private String sentence() {
        if (StringUtils.hasText(environment.getProperty("spring.datasource.url"))) {
            return "The database was made by another version of the gateway, and is left as it is: start that version, or set"
                    + " SPRING_DATASOURCE_URL and SPRING_FLYWAY_URL to a new database.";
        }
        Path folder = Path.of(environment.getProperty("gateway.embedded.data", ".data"));
        return "The data folder " + folder.toAbsolutePath()
                + " was made by another version of the gateway, and is left as it is: start that version, move the folder away, or"
                + " set GATEWAY_EMBEDDED_DATA to another place.";
    }
}
