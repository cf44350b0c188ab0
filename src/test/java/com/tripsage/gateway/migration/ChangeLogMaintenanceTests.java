package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The partitions of the change log, which come and go. */
@Timeout(60)
class ChangeLogMaintenanceTests {

    private static final String PARTITIONS = """
            select c.relname
              from pg_inherits i
              join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'changelog.change_log'::regclass
            """;

    private static final MigratedDatabase DATABASE = MigratedDatabase.prepared("plain_owner", "plain-owner.sql");

    @BeforeEach
    void begin() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("truncate changelog.change_log, changelog.audit_log");
            superuser.execute("update changelog.origin set dropped_xid = null, dropped_at = null, first_id = 0");
            superuser.execute("drop table if exists changelog.change_log_20200101");
            superuser.commit();
        }
        assertThat(maintain()).isEqualTo("t");
    }

    @Test
    void makesTheDaysAheadOnce() throws SQLException {
        assertThat(maintain()).isEqualTo("t");
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("insert into flights (trip_id) values ({trip})");

            assertThat(superuser.values(PARTITIONS)).hasSize(5);
            assertThat(superuser.value("select tableoid::regclass::text from changelog.change_log"
                            + " where xid = pg_current_xact_id()"))
                    .isEqualTo(superuser.value(
                            "select 'changelog.change_log_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')"));
        }
    }

    @Test
    void aDayThatBeganWithoutAPartitionStaysWithoutOne() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("do $$ begin execute 'drop table changelog.change_log_'"
                    + " || to_char(now() at time zone 'UTC', 'YYYYMMDD'); end $$");
            superuser.execute("insert into flights (trip_id) values ({trip})");
            superuser.commit();
            assertThat(superuser.execute("select from changelog.change_log_default"))
                    .isOne();

            assertThat(maintain()).isEqualTo("t");

            assertThat(superuser.values(PARTITIONS)).hasSize(4);
            superuser.execute("truncate changelog.change_log");
            superuser.commit();
        }
    }

    @Test
    void dropsWhatIsOldAMinuteAfterCursorsHaveExpired() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            addOldRows(superuser);

            assertThat(maintain()).isEqualTo("f");
            assertThat(superuser.value("select dropped_xid = (select max(xid) from changelog.change_log"
                            + " where occurred_at < '2021-01-01') from changelog.origin"))
                    .isEqualTo("t");
            superuser.commit();
            assertThat(maintain()).isEqualTo("f");
            assertThat(superuser.execute("select from changelog.change_log where occurred_at < '2021-01-01'"))
                    .isEqualTo(2);
            superuser.execute("update changelog.origin set dropped_at = dropped_at - interval '1 minute'");
            superuser.commit();

            assertThat(maintain()).isEqualTo("t");

            assertThat(superuser.execute("select from changelog.change_log where occurred_at < '2021-01-01'"))
                    .isZero();
            assertThat(superuser.execute("select from changelog.change_log")).isOne();
            assertThat(superuser.values(PARTITIONS)).doesNotContain("change_log_20200101");
        }
    }

    @Test
    void whatIsTooOldForEventsIsKeptForTheAuditUntilItIsTooOldForThat() throws SQLException {
        String old = "occurred_at < now() - interval '30 days'";
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("set local role tripsage_changelog");
            superuser.execute(
                    "insert into changelog.change_log (occurred_at, table_name, operation, row_id, row_version)"
                            + " values (now() - interval '40 days', 'trips', 'UPDATE', {trip}, 1)");
            superuser.commit();
            assertThat(maintain()).isEqualTo("f");
            superuser.execute("update changelog.origin set dropped_at = dropped_at - interval '1 minute'");
            superuser.commit();

            assertThat(maintain()).isEqualTo("t");

            assertThat(superuser.execute("select from changelog.change_log where " + old))
                    .isZero();
            assertThat(superuser.values("select concat_ws(' ', table_name, operation, row_id = {trip}, xid is null)"
                            + " from changelog.audit_log where " + old))
                    .containsExactly("trips UPDATE t f");
            superuser.commit();

            superuser.execute("set local role tripsage_changelog");
            assertThat(superuser.value("select changelog.maintain('1 day', '1 day')"))
                    .isEqualTo("t");
            assertThat(superuser.execute("select from changelog.audit_log")).isZero();
        }
    }

    @Test
    void keepsWhatATransactionInProgressPrecedes() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser();
                Session older = DATABASE.asSuperuser()) {
            older.execute("select pg_current_xact_id()");
            addOldRows(superuser);

            assertThat(maintain()).isEqualTo("f");

            assertThat(superuser.value("select dropped_xid is null from changelog.origin"))
                    .isEqualTo("t");
        }
    }

    @Test
    void waitsForNoWriterAndMakesNoneWait() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser();
                Session writer = DATABASE.asSuperuser()) {
            addOldRows(superuser);
            maintain();
            superuser.execute("update changelog.origin set dropped_at = dropped_at - interval '1 minute'");
            superuser.commit();
            writer.execute("insert into flights (trip_id) values ({trip})");

            long start = System.nanoTime();
            assertThat(maintain()).isEqualTo("f");
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);

            superuser.execute("set local lock_timeout = '1s'");
            superuser.execute("insert into flights (trip_id) values ({other_trip})");
            assertThat(superuser.values(PARTITIONS)).contains("change_log_20200101");
            writer.commit();
            superuser.commit();
        }
        assertThat(maintain()).isEqualTo("t");
    }

    @Test
    void maintenanceRunsOnceAtATime() throws SQLException {
        try (Session first = DATABASE.asSuperuser()) {
            first.execute("set local role tripsage_changelog");
            assertThat(first.value("select changelog.maintain('7 days')")).isEqualTo("t");

            assertThat(maintain()).isEqualTo("f");
        }
    }

    @Test
    void aRestoredCopyBeginsAnew() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("insert into flights (trip_id) values ({trip})");
            superuser.execute("select changelog.adopt()");
            superuser.commit();
            String epoch = superuser.value("select epoch from changelog.origin");
            superuser.execute("select changelog.adopt()");
            assertThat(superuser.value("select epoch from changelog.origin")).isEqualTo(epoch);

            superuser.execute("update changelog.origin set database = '1'");
            superuser.execute("set local role tripsage_changelog");
            superuser.execute("select changelog.adopt()");

            assertThat(superuser.value("select epoch from changelog.origin")).isNotEqualTo(epoch);
            assertThat(superuser.value(
                            "select first_id > (select max(id) from changelog.change_log) from changelog.origin"))
                    .isEqualTo("t");
        }
    }

    /** One row in a partition of its own, one in the default partition, and one of today. */
    private static void addOldRows(Session superuser) throws SQLException {
        superuser.execute("set local role tripsage_changelog");
        superuser.execute("create table changelog.change_log_20200101 partition of changelog.change_log"
                + " for values from ('2020-01-01 00:00+00') to ('2020-01-02 00:00+00')");
        superuser.execute(
                "insert into changelog.change_log (occurred_at, table_name, operation, row_id, row_version) values"
                        + " ('2020-01-01 12:00+00', 'trips', 'UPDATE', {trip}, 1), ('2020-02-01 12:00+00', 'trips', 'UPDATE', {trip}, 2),"
                        + " (now(), 'trips', 'UPDATE', {trip}, 3)");
        superuser.commit();
    }

    private static String maintain() throws SQLException {
        try (Session role = DATABASE.asSuperuser()) {
            role.execute("set local role tripsage_changelog");
            String done = role.value("select changelog.maintain('7 days')");
            role.commit();
            return String.valueOf(done);
        }
    }
}
