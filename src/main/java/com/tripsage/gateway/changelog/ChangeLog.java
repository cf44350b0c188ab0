package com.tripsage.gateway.changelog;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.refusal.Refusal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The change log, read in pages. What a cursor has not seen comes in up to three batches: the rest of the one that it is
 * in, what became visible from then to the end that is asked for, and, where that end is itself within a batch, the
 * changes of this up to there. Within a batch the order is that of ids, which are taken under the lock of the row.
 */
@Repository
public class ChangeLog {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final SqlText TAIL = SqlText.of(ChangeLog.class, "tail.sql");

    private static final String READERS =
            SqlText.of(ChangeLog.class, "readers.sql").sql();

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final String tail;

    private volatile @Nullable CursorCodec codec;

    ChangeLog(JdbcClient jdbc, Transactions transactions, List<Scope> scopes) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tail = TAIL.with("filter", scopes.stream().map(Scope::filter).collect(Collectors.joining(" or ")))
                .sql();
    }

    /**
     * The changes of all users in any scope from a position to now, each with those who may know of it, in a transaction of
     * its own.
     */
    public ChangePage tail(Cursor from, int limit) {
        return asItself(Access.READ, () -> page(tail, from, null, null, limit));
    }

    /** The position now, in a transaction of its own. */
    public Cursor position() {
        return asItself(Access.READ, this::now);
    }

    /** The position now, in the transaction of a caller. */
    public Cursor now() {
        requirePrimary();
        return jdbc.sql("select epoch, timeline, latest, wal_position from changelog.state()")
                .query((row, number) -> plain(row, "latest"))
                .single();
    }

    /**
     * The changes in a scope that the caller may know of.
     *
     * @param subject the trip or chat session whose changes they are; null for all
     * @param after null for everything that is kept
     * @param upTo where it is followed live from, see {@link Cursor#caughtUpTo}; null for everything until now
     */
    public ChangePage changes(
            Scope scope, @Nullable UUID subject, @Nullable Cursor after, @Nullable Cursor upTo, int limit) {
        return page(subject == null ? scope.pageOfAll() : scope.pageOfOne(), after, subject, upTo, limit);
    }

    /**
     * The users who see the trips and chat sessions of changes now, in the transaction of a caller: of a trip that the caller
     * does not see nobody is known.
     */
    public Readers readers(Collection<Change> changes) {
        Set<UUID> ids = changes.stream().map(Readers::subject).collect(Collectors.toSet());
        Map<UUID, Set<UUID>> readers = new HashMap<>();
        jdbc.sql(READERS).param("ids", UuidArray.of(ids)).query(row -> {
            readers.put(row.getObject("id", UUID.class), uuids(row, "readers"));
        });
        return new Readers(readers);
    }

    /**
     * A cursor that a client has brought.
     *
     * @throws Refusal where it isn't one of this log. Whether it is too old is found out when it is read from.
     */
    public Cursor parse(String text) {
        return codec().decode(text);
    }

    /** Finds out which database this is: to be called at the start, and after its connections were lost. */
    public void open() {
        byte[] key = asItself(Access.WRITE, () -> {
            jdbc.sql("select changelog.adopt()").query().listOfRows();
            return jdbc.sql("select cursor_key from changelog.origin")
                    .query(byte[].class)
                    .single();
        });
        codec = new CursorCodec(key);
    }

    /** Makes partitions ahead, moves what is old to the audit log, and drops what is too old there; false when there is more to do in a minute. */
    boolean maintain(Duration retention, Duration auditRetention) {
        return asItself(Access.WRITE, () -> jdbc.sql(
                        "select changelog.maintain(make_interval(secs => :seconds), make_interval(secs => :auditSeconds))")
                .param("seconds", (double) retention.toSeconds())
                .param("auditSeconds", (double) auditRetention.toSeconds())
                .query(Boolean.class)
                .single());
    }

    private ChangePage page(
            String sql, @Nullable Cursor after, @Nullable UUID subject, @Nullable Cursor upTo, int limit) {
        requirePrimary();
        JdbcClient.StatementSpec statement = jdbc.sql(sql)
                .param("seen", after == null ? null : after.seen().toString())
                .param("batch", after == null ? null : after.batch().toString())
                .param("id", after == null ? 0L : after.id())
                .param("endSeen", upTo == null ? null : upTo.seen().toString())
                .param("endBatch", upTo == null ? null : upTo.batch().toString())
                .param("endId", upTo == null ? 0L : upTo.id())
                .param("lastId", lastId(after, upTo))
                .param("limit", limit + 1);
        if (subject != null) {
            statement = statement.param("subject", subject);
        }
        ResultSetExtractor<ChangePage> reader = rows -> read(rows, after, upTo, limit);
        return Objects.requireNonNull(statement.query(reader));
    }

    /** A standby has no end of the log. */
    private void requirePrimary() {
        if (!transactions.isAtPrimary()) {
            throw Refusal.unavailable("The change log is at the primary");
        }
    }

    /** A batch is finished, even beyond the end where another node was ahead, unless the end is within the same batch. */
    private static long lastId(@Nullable Cursor after, @Nullable Cursor upTo) {
        return after != null && upTo != null && after.isInBatchOf(upTo) ? upTo.id() : Long.MAX_VALUE;
    }

    private ChangePage read(ResultSet rows, @Nullable Cursor after, @Nullable Cursor upTo, int limit)
            throws SQLException {
        rows.next();
        refuseExpired(rows, after);
        refuseExpired(rows, upTo);
        Cursor from = after != null ? after : plain(rows, "seen");
        Cursor end = upTo != null ? upTo : plain(rows, "latest");
        Origin within = origin(rows, from.origin().walPosition());
        Origin beyond = origin(rows, Math.max(within.walPosition(), end.origin().walPosition()));
        List<Change> changes = new ArrayList<>();
        rows.getLong("id");
        boolean hasMore = false;
        if (!rows.wasNull()) {
            do {
                hasMore = changes.size() == limit;
                if (!hasMore) {
                    changes.add(change(rows, from, end, within, beyond));
                }
            } while (rows.next());
        }
        Cursor next = !hasMore
                ? end
                : changes.isEmpty() ? from : changes.get(limit - 1).cursor();
        return new ChangePage(List.copyOf(changes), next, hasMore);
    }

    private static void refuseExpired(ResultSet rows, @Nullable Cursor cursor) throws SQLException {
        if (cursor == null) {
            return;
        }
        String dropped = rows.getString("dropped_xid");
        Origin origin = cursor.origin();
        if (origin.epoch() != epoch(rows)
                || origin.walPosition() > end(origin.timeline(), rows)
                || (dropped != null && cursor.seen().xmin() <= Long.parseLong(dropped))) {
            throw Refusal.cursorExpired();
        }
    }

    /** Up to where the server has what was written in a timeline: what came later there was lost when another one began. */
    private static long end(int timeline, ResultSet row) throws SQLException {
        if (timeline == row.getInt("timeline")) {
            return row.getLong("wal_position");
        }
        Array ended = row.getArray("ended_timelines");
        if (ended != null) {
            Long[] ends = (Long[]) ended.getArray();
            for (int i = 0; i < ends.length; i += 2) {
                if (ends[i] == timeline) {
                    return ends[i + 1];
                }
            }
        }
        return -1;
    }

    private Change change(ResultSet row, Cursor from, Cursor end, Origin within, Origin beyond) throws SQLException {
        long id = row.getLong("id");
        Cursor cursor =
                switch (row.getInt("part")) {
                    case 0 -> new Cursor(codec(), within, from.seen(), from.batch(), id);
                    case 1 -> new Cursor(codec(), beyond, from.batch(), end.seen(), id);
                    default -> new Cursor(codec(), beyond, Snapshot.later(from.batch(), end.seen()), end.batch(), id);
                };
        return new Change(
                id,
                row.getLong("xid"),
                row.getString("table_name"),
                Change.Operation.valueOf(row.getString("operation")),
                row.getObject("row_id", UUID.class),
                row.getObject("trip_id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getObject("actor_id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class),
                List.of((String[]) row.getArray("changed_columns").getArray()),
                uuids(row, "told"),
                cursor);
    }

    private static Set<UUID> uuids(ResultSet row, String column) throws SQLException {
        return Set.copyOf(List.of((UUID[]) row.getArray(column).getArray()));
    }

    private Cursor plain(ResultSet row, String column) throws SQLException {
        Snapshot snapshot = Snapshot.parse(row.getString(column));
        return new Cursor(codec(), origin(row, row.getLong("wal_position")), snapshot, snapshot, 0);
    }

    private static Origin origin(ResultSet row, long walPosition) throws SQLException {
        return new Origin(epoch(row), row.getInt("timeline"), walPosition);
    }

    private static long epoch(ResultSet row) throws SQLException {
        return row.getObject("epoch", UUID.class).getMostSignificantBits();
    }

    private CursorCodec codec() {
        CursorCodec known = codec;
        if (known == null) {
            throw Refusal.unavailable("The change log can't be read yet");
        }
        return known;
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.CHANGE_LOG, access, Deadline.after(TIMEOUT), transaction -> work.get());
    }
}
