package com.tripsage.gateway.database;

import com.tripsage.gateway.command.Command;
import java.io.PrintStream;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.RepairOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/** The command that migrates, as the owner of the database, or says how its migrations stand. */
final class MigrateCommand implements Command {

    private static final String ROW = "%-9s %-10s %-21s %s%n";

    private final Flyway flyway;
    private final FlywayMigrationStrategy migration;

    MigrateCommand(Flyway flyway, FlywayMigrationStrategy migration) {
        this.flyway = flyway;
        this.migration = migration;
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        return switch (String.join(" ", arguments)) {
            case "" -> migrate(out);
            case "info" -> list(out);
            case "validate" -> validate(out);
            case "repair" -> repair(out);
            default -> {
                out.println("Behind migrate there may be info, validate or repair, and nothing else.");
                yield MISUSED;
            }
        };
    }

    private int migrate(PrintStream out) {
        migration.migrate(flyway);
        out.printf(
                "The database has the migrations up to %s.%n",
                version(flyway.info().current()));
        return 0;
    }

    private int list(PrintStream out) {
        out.printf(ROW, "version", "state", "when", "description");
        for (MigrationInfo each : flyway.info().all()) {
            String when = each.getInstalledOn() == null
                    ? "-"
                    : DateTimeFormatter.ISO_INSTANT.format(
                            each.getInstalledOn().toInstant().truncatedTo(ChronoUnit.SECONDS));
            out.printf(ROW, version(each), each.getState().getDisplayName(), when, each.getDescription());
        }
        return 0;
    }

    private int validate(PrintStream out) {
        ValidateResult result = flyway.validateWithResult();
        if (result.validationSuccessful) {
            out.println("The database has the migrations that this gateway knows.");
            return 0;
        }
        if (result.invalidMigrations.isEmpty()) {
            out.println(firstLine(result.errorDetails.errorMessage));
        }
        result.invalidMigrations.forEach(invalid -> out.println(firstLine(invalid.errorDetails.errorMessage)));
        return 1;
    }

    /** Forgets migrations that failed half-way, and refuses everything else that Flyway would make look right. */
    private int repair(PrintStream out) {
        List<MigrationInfo> hidden =
                Stream.of(flyway.info().all()).filter(MigrateCommand::isHidden).toList();
        for (MigrationInfo each : hidden) {
            out.printf(
                    "Migration %s (%s) is none of this gateway's, or has another content there: that is nothing to repair. Use the"
                            + " version of the gateway that ran it.%n",
                    version(each), each.getDescription());
        }
        if (!hidden.isEmpty()) {
            return 1;
        }
        List<RepairOutput> forgotten = flyway.repair().migrationsRemoved;
        forgotten.forEach(each -> out.printf("Migration %s (%s) counts as not run.%n", each.version, each.description));
        if (forgotten.isEmpty()) {
            out.println("There is nothing to repair.");
        }
        return 0;
    }

    private static boolean isHidden(MigrationInfo migration) {
        return switch (migration.getState()) {
            case MISSING_SUCCESS, MISSING_FAILED, FUTURE_SUCCESS, FUTURE_FAILED -> true;
            case SUCCESS, OUT_OF_ORDER ->
                migration.isVersioned() && !(migration.isChecksumMatching() && migration.isDescriptionMatching());
            default -> false;
        };
    }

    private static String version(@Nullable MigrationInfo migration) {
        return migration == null || !migration.isVersioned()
                ? "-"
                : migration.getVersion().toString();
    }

    private static String firstLine(@Nullable String message) {
        return Objects.requireNonNullElse(message, "").lines().findFirst().orElse("");
    }
}
