package com.tripsage.gateway.database;

import com.tripsage.gateway.process.Background;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The watch over a replica: a few times a second it compares the primary's position in the log with what the replica has replayed. The log is
 * told when the replica is left, why, and when it is used again.
 */
final class ReplicaWatch extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaWatch.class);

    /** Before the server that takes requests, which is 2048 before the default. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Whoever commits without synchronous_commit has it on disk within three times the delay, as PostgreSQL promises. */
    private static final String PRIMARY = """
            select changelog.timeline() as timeline,
                   changelog.wal_position() as lsn,
                   o.epoch,
                   o.timeline as adopted,
                   3 * (select cast(s.setting as bigint) from pg_settings s where s.name = 'wal_writer_delay') as unwritten_ms,
                   has_function_privilege(session_user, 'pg_current_wal_insert_lsn()', 'execute')
                   and has_function_privilege(session_user, 'pg_walfile_name(pg_lsn)', 'execute') as is_told
              from changelog.origin o""";

    private static final String STANDBY = """
            select pg_is_in_recovery() as is_standby,
                   coalesce(cast(pg_last_wal_replay_lsn() - '0/0' as bigint), 0) as lsn,
                   o.epoch,
                   o.timeline
              from changelog.origin o""";

    private final Replica replica;
    private final Transactions primary;
    private final Transactions standby;
    private final JdbcClient jdbc;

    /** Positions of the primary that the replica has not reached yet, the oldest first. */
    private final Deque<Sight> ahead = new ArrayDeque<>();

    private @Nullable Sight reached;

    /** Why it is not used; null where it is, and empty before the first check. */
    private @Nullable String trouble = "";

    ReplicaWatch(Replica replica, Transactions primary, Transactions standby, JdbcClient jdbc) {
        super(Thread.ofPlatform().daemon().name("replica-watch"), PHASE);
        this.replica = replica;
        this.primary = primary;
        this.standby = standby;
        this.jdbc = jdbc;
    }

    /** Has looked once before the first mutation comes, whose position is to be told. */
    @Override
    public void start() {
        round();
        super.start();
    }

    @Override
    protected Duration round() {
        long now = System.nanoTime();
        try {
            Sight latest = primary.run(Identity.CHANGE_LOG, Access.READ, Deadline.after(PATIENCE), _ -> sight(now));
            // whatever becomes of the replica here: another gateway may use it
            replica.positionTold(latest.isTold());
            Copy copy = standby.run(Identity.CHANGE_LOG, Access.READ, Deadline.after(PATIENCE), _ -> copy());
            judge(now, latest, copy);
        } catch (RuntimeException e) {
            LOG.debug("The replica can't be compared with the primary", e);
            leave(
                    e instanceof DatabaseUnavailable
                            ? "it or the primary does not answer"
                            : "it can't be compared with the primary");
        }
        return trouble == null ? INTERVAL : PATIENCE;
    }

    private Sight sight(long now) {
        return jdbc.sql(PRIMARY)
                .query((row, _) -> new Sight(
                        now - TimeUnit.MILLISECONDS.toNanos(row.getLong("unwritten_ms")),
                        row.getObject("epoch", UUID.class),
                        new WalPosition(row.getInt("timeline"), row.getLong("lsn")),
                        row.getInt("adopted"),
                        row.getBoolean("is_told")))
                .single();
    }

    private Copy copy() {
        return jdbc.sql(STANDBY)
                .query((row, _) -> new Copy(
                        row.getBoolean("is_standby"),
                        row.getObject("epoch", UUID.class),
                        new WalPosition(row.getInt("timeline"), row.getLong("lsn"))))
                .single();
    }

    private void judge(long now, Sight latest, Copy copy) {
        if (!copy.isStandby()) {
            leave("it is no standby, or none any more");
        } else if (!latest.isTold() || latest.position().lsn() == 0) {
            leave("the primary does not tell its position in the log");
        } else if (!latest.isAdopted() || !copy.isOf(latest)) {
            leave("it has another history than the primary");
        } else {
            compare(now, latest, copy);
        }
    }

    private void compare(long now, Sight latest, Copy copy) {
        ahead.removeIf(sight -> sight.position().timeline() != latest.position().timeline());
        ahead.add(latest);
        if (reached != null && !copy.has(reached)) {
            reached = null;
        }
        while (!ahead.isEmpty() && copy.has(ahead.getFirst())) {
            reached = ahead.removeFirst();
        }
        ahead.removeIf(sight -> now - sight.at() > replica.maxAge().toNanos());
        if (reached == null || now - reached.at() > replica.maxAge().toNanos()) {
            replica.checked(null);
            tell("it lags more than " + replica.maxAge().toMillis() + " ms");
        } else {
            replica.checked(new ReplicaState(now, reached.at(), copy.position()));
            tell(null);
        }
    }

    private void leave(String why) {
        replica.checked(null);
        ahead.clear();
        reached = null;
        tell(why);
    }

    private void tell(@Nullable String why) {
        if (why == null && trouble != null) {
            LOG.info("The replica answers queries");
        } else if (why != null && !why.equals(trouble)) {
            LOG.warn("The replica answers no queries: {}", why);
        }
        trouble = why;
    }

    /**
     * The primary as it was seen.
     *
     * @param at a moment before; what was committed until then is before the position
     * @param adopted the timeline that the database itself knows, which a replica of the same history has, too
     * @param isTold whether the gateway's login may ask for positions itself
     */
    private record Sight(long at, UUID epoch, WalPosition position, int adopted, boolean isTold) {

        boolean isAdopted() {
            return adopted == position.timeline();
        }
    }

    /** The replica as it was seen, on the timeline that the database in it knows. */
    private record Copy(boolean isStandby, UUID epoch, WalPosition position) {

        boolean isOf(Sight primary) {
            return epoch.equals(primary.epoch())
                    && position.timeline() == primary.position().timeline();
        }

        boolean has(Sight primary) {
            return primary.position().timeline() == position.timeline()
                    && primary.position().lsn() <= position.lsn();
        }
    }
}
