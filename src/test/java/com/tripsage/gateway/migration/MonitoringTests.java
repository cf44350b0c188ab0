package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The views of the database's health: who may read them, and what they can't know on some servers. */
class MonitoringTests {

    private static final String SLOWEST =
            "select explanation from monitoring.database_health where metric = 'slowest_statement'";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void anOperatorReadsTheViewsAndNothingOfUsers() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("set local role tripsage_operator");

            assertThat(session.execute("select from monitoring.database_health"))
                    .isEqualTo(7);
            assertThat(session.execute("select from monitoring.vector_search_health"))
                    .isEqualTo(4);
            for (String view : session.values("select viewname from pg_views where schemaname = 'monitoring'")) {
                session.execute("select * from monitoring." + view);
            }
            assertThat(session.values("""
                            select c.oid::regclass
                              from pg_class c
                             where c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'changelog'::regnamespace)
                               and c.relkind in ('r', 'p', 'v')
                               and has_any_column_privilege(c.oid, 'select, insert, update')
                            """)).containsExactly("gateway.health_thresholds");
            assertThat(session.refusal("update gateway.health_thresholds set warning = 0"))
                    .isEqualTo("42501");
            assertThat(session.value("select pg_has_role('pg_read_all_stats', 'member')"))
                    .isEqualTo("f");
        }
    }

    @Test
    void everyFigureHasAThresholdAndALineInTheRunbook() throws Exception {
        String runbook = Files.readString(Path.of("docs/operations.md"));
        try (Session session = database.asSuperuser()) {
            List<@Nullable String> thresholds = session.values("select metric from gateway.health_thresholds");

            assertThat(session.values("""
                            select metric from monitoring.database_health
                             union all
                            select metric from monitoring.vector_search_health
                            """)).containsExactlyInAnyOrderElementsOf(thresholds);
            assertThat(thresholds).allSatisfy(metric -> assertThat(runbook).contains("`" + metric + "`"));
        }
    }

    @Test
    void theServerKnowsTheSettingsThatTheRunbookRecommends() throws Exception {
        String settings = Files.readString(Path.of("docs/operations.md"))
                .replaceAll("(?s).*```ini\\n(shared_preload_libraries.*?)```.*", "$1");
        try (Session session = database.asSuperuser()) {
            assertThat(session.values("select name from pg_settings"))
                    .containsAll(settings.lines()
                            .map(line -> line.replaceAll(" =.*", ""))
                            .toList());
        }
    }

    @Test
    void callersReadNone() throws SQLException {
        for (Person person : Person.values()) {
            try (Session session = database.as(person)) {
                assertThat(session.refusal("select from monitoring.database_health"))
                        .isEqualTo("42501");
                assertThat(session.refusal("select monitoring.sessions()")).isEqualTo("42501");
            }
        }
    }

    @Test
    void statementsAreShownWithoutWhatTheyAreAbout() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("select 'Ada is told', $tag$Ada$tag$ /* to Ada */ -- by Ada");
            session.execute("comment on table public.trips is 'Ada''s trips'");

            assertThat(session.values("select statement from monitoring.statements(0)"))
                    .anyMatch(statement -> statement != null && statement.startsWith("select $1, $2"))
                    .noneMatch(statement -> statement != null && statement.contains("Ada"));
        }
    }

    @Test
    void statementsAreReadInWhateverSchemaTheirExtensionIs() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("create schema extensions");
            session.execute("grant usage on schema extensions to public");
            session.execute("alter extension pg_stat_statements set schema extensions");

            assertThat(session.execute("select from monitoring.statements(0)")).isPositive();
            assertThat(session.value(SLOWEST)).startsWith("The slowest statement takes");
        }
    }

    @Test
    void withoutTheExtensionTheirTimesAreUnknown() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("drop extension pg_stat_statements");

            assertThat(session.value(SLOWEST))
                    .isEqualTo("Unknown, because this database has no extension pg_stat_statements.");
            assertThat(
                            session.values(
                                    "select metric from monitoring.vector_search_health where status = 'unknown' and value is null"))
                    .containsExactlyInAnyOrder("avg_vector_search_time", "slowest_vector_search_time");
        }
    }

    @Test
    void withoutTheRightTheirTimesAreUnknownAndConnectionsAreCountedAllTheSame() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("revoke pg_read_all_stats from tripsage_monitoring");
            session.execute("set local role tripsage_operator");

            assertThat(session.value(SLOWEST)).contains("grant pg_read_all_stats to tripsage_monitoring");
            assertThat(session.value(
                            "select value >= 1 from monitoring.database_health where metric = 'connection_count'"))
                    .isEqualTo("t");
        }
    }
}
