package com.tripsage.gateway.database;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * A migration that lets others go first. Whoever wants a table behind a statement that waits for its lock waits too, so such a
 * statement gives up soon ({@code lock_timeout}, in application.yml), and its migration is tried again a little later.
 *
 * <p>A database that a newer gateway has migrated is left alone: it serves both, and the older one's repeatable migrations would
 * undo the newer one's.
 */
final class PatientMigration implements FlywayMigrationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(PatientMigration.class);

    /** The SQLSTATEs lock_not_available and deadlock_detected. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    private static final Set<MigrationState> NEWER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final int attempts;
    private final Duration pause;

    PatientMigration(int attempts, Duration pause) {
        this.attempts = attempts;
        this.pause = pause;
    }

    @Override
    public void migrate(Flyway flyway) {
        List<MigrationInfo> all = List.of(flyway.info().all());
        all.stream()
                .filter(migration -> migration.getState() == MigrationState.FAILED)
                .findFirst()
                .ifPresent(PatientMigration::refuse);
        if (all.stream().anyMatch(migration -> NEWER.contains(migration.getState()))) {
            LOG.info("The database has migrations of a newer gateway, and is left as it is");
            return;
        }
        for (int attempt = 1; !hasMigrated(flyway, attempt == attempts); attempt++) {
            pause();
        }
    }

    private static void refuse(MigrationInfo failed) {
        throw new SettingsInvalid("Migration " + failed.getVersion() + " (" + failed.getDescription()
                + ") failed half-way, outside a transaction:"
                + " remove what it has left in the database, then run the commands migrate repair and migrate.");
    }

    private boolean hasMigrated(Flyway flyway, boolean last) {
        try {
            flyway.migrate();
            return true;
        } catch (FlywayException e) {
            if (last || !isInTheWay(e)) {
                throw e;
            }
            LOG.warn("A migration found others in its way, and is tried again: {}", StartFailures.reason(e));
            return false;
        }
    }

    /** What is undone by its transaction can be done again. */
    private static boolean isInTheWay(FlywayException failure) {
        boolean undone =
                !(failure instanceof FlywayMigrateException migration) || migration.isExecutableInTransaction();
        return undone
                && StartFailures.causeOf(failure)
                        .map(SQLException::getSQLState)
                        .filter(IN_THE_WAY::contains)
                        .isPresent();
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a migration waited for others", e);
        }
    }
}
