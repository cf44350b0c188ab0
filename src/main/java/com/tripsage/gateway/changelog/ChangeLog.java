package com.tripsage.gateway.changelog;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.refusal.Refusal;
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
 * Reads the change log in pages. What a cursor has not seen comes in up to three batches: the rest of the one that it is
 * in, what became visible from then to the end that is asked for, and, where that end is itself within a batch, the
 * changes of this up to there. Within a batch the order is that of ids, which are taken under the lock of the row.
 */
@Repository
public class ChangeLog {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Two bounds for xid: of one alone the planner expects a third of the log, and reads all of it. */
    private static final String PAGE = """
            select s.epoch, s.timeline, cast(s.dropped_xid as text) as dropped_xid, cast(s.seen as text) as seen,
                   cast(s.batch as text) as batch, cast(s.latest as text) as latest,
                   c.id, c.part, cast(c.xid as text) as xid, c.occurred_at, c.table_name, c.operation, c.row_id, c.trip_id,
                   c.session_id, c.user_id, c.actor_id, c.changed_columns, %s as audience
              from (select p.*,
                           coalesce(cast(:batch as pg_snapshot), p.seen) as batch,
                           coalesce(cast(:endSeen as pg_snapshot), p.latest) as end_seen,
                           coalesce(cast(:endBatch as pg_snapshot), p.latest) as end_batch
                      from (select a.*,
                                   coalesce(cast(:seen as pg_snapshot),
                                            cast(concat_ws(':', a.oldest, a.oldest, '') as pg_snapshot)) as seen
                              from (select st.*,
                                           coalesce(cast(cast(st.dropped_xid as text) as bigint), 0) + 1 as oldest
                                      from changelog.state() as st) as a) as p
                    offset 0) as s
              left join lateral (
                       select l.*,
                              case
                                  when pg_visible_in_snapshot(l.xid, s.batch) then 0
                                  when pg_visible_in_snapshot(l.xid, s.end_seen) then 1
                                  else 2
                              end as part
                         from (select %s
                                 from changelog.change_log) as l
                        where l.xid >= pg_snapshot_xmin(s.seen)
                          and l.xid < greatest(pg_snapshot_xmax(s.batch), pg_snapshot_xmax(s.end_batch))
                          and l.id > s.first_id
                          and not pg_visible_in_snapshot(l.xid, s.seen)
                          and case
                                  when pg_visible_in_snapshot(l.xid, s.batch) then l.id > :id and l.id <= :lastId
                                  when pg_visible_in_snapshot(l.xid, s.end_seen) then true
                                  else pg_visible_in_snapshot(l.xid, s.end_batch) and l.id <= :endId
                              end
                          and %s
                        order by part, l.id
                        limit :limit) as c on true
             order by c.part, c.id
            """;

    private static final String COLUMNS = """
            id, xid, occurred_at, table_name, operation, row_id, trip_id, session_id, user_id, actor_id, changed_columns
            """;

    private static final String OF_TRIPS = "l.table_name in ('trips', 'trip_members', 'flights', 'accommodations')";

    private static final String OF_CHATS = """
            (l.table_name = 'chat_messages' and l.operation = 'INSERT'
             or l.table_name = 'chat_sessions' and l.operation = 'DELETE')
            """;

    /** Whoever sees a trip now, as the policies have it; a test compares them. */
    private static final String READERS_OF_TRIP = """
            select t.user_id from public.trips t where t.id = %1$s
            union all
            select m.user_id from public.trip_members m where m.trip_id = %1$s
            """;

    private static final String READERS_OF_SESSION = "select s.user_id from public.chat_sessions s where s.id = %s";

    private static final String AUDIENCE =
            """
            case
                when c.audience is not null then c.audience
                when c.trip_id is not null
                then array(%s
                           union all
                           select c.user_id where c.table_name = 'trip_members' and c.operation = 'DELETE')
                else array(%s)
            end
            """.formatted(READERS_OF_TRIP.formatted("c.trip_id"), READERS_OF_SESSION.formatted("c.session_id"));

    private static final String READERS =
            """
            select i.id, array(%s union all %s) as readers
              from unnest(:ids) as i (id)
            """.formatted(READERS_OF_TRIP.formatted("i.id"), READERS_OF_SESSION.formatted("i.id"));

    private static final String NOBODY = "cast('{}' as uuid[])";

    private static final String TAIL = PAGE.formatted(
            AUDIENCE,
            COLUMNS + ", audience",
            "(" + OF_TRIPS + " or " + OF_CHATS + ") and l.audience is distinct from '{}'");

    private static final String TRIPS = PAGE.formatted(NOBODY, COLUMNS, OF_TRIPS);

    private static final String TRIP = PAGE.formatted(NOBODY, COLUMNS, "l.trip_id = :subject and " + OF_TRIPS);

    private static final String CHAT = PAGE.formatted(NOBODY, COLUMNS, "l.session_id = :subject and " + OF_CHATS);

    private final JdbcClient jdbc;
    private final Transactions transactions;

    private volatile @Nullable CursorCodec codec;

    ChangeLog(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The changes of all users from a position to now, each with those who may know of it, in a transaction of its own. */
    public ChangePage tail(Cursor from, int limit) {
        return asItself(Access.READ, () -> page(TAIL, from, null, null, limit));
    }

    /** Now, in a transaction of its own. */
    public Cursor position() {
        return asItself(Access.READ, () -> jdbc.sql("select epoch, timeline, latest from changelog.state()")
                .query((row, number) -> plain(row, "latest"))
                .single());
    }

    /**
     * What the caller may know of the changes of one trip, or of all.
     *
     * @param after null for everything that is kept
     * @param upTo where it is followed live from, see {@link Cursor#caughtUpTo}; null for everything until now
     */
    public ChangePage tripChanges(@Nullable Cursor after, @Nullable UUID tripId, @Nullable Cursor upTo, int limit) {
        return page(tripId == null ? TRIPS : TRIP, after, tripId, upTo, limit);
    }

    /** The same of the messages that were added to one of the caller's chat sessions, and of its end. */
    public ChangePage chatMessages(@Nullable Cursor after, UUID sessionId, @Nullable Cursor upTo, int limit) {
        return page(CHAT, after, sessionId, upTo, limit);
    }

    /**
     * Who sees the trips and chat sessions of changes now, in the transaction of a caller: whoever sees a trip sees all who
     * do, and of a trip that the caller does not see nobody is known.
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
     * @throws Refusal where it is none of ours. Whether it is too old is found out when it is read from.
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

    /** Makes partitions ahead and drops old ones; false when there is more to do in a minute. */
    boolean maintain(Duration retention) {
        return asItself(Access.WRITE, () -> jdbc.sql("select changelog.maintain(make_interval(secs => :seconds))")
                .param("seconds", (double) retention.toSeconds())
                .query(Boolean.class)
                .single());
    }

    private ChangePage page(
            String sql, @Nullable Cursor after, @Nullable UUID subject, @Nullable Cursor upTo, int limit) {
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
        List<Change> changes = new ArrayList<>();
        rows.getLong("id");
        boolean hasMore = false;
        if (!rows.wasNull()) {
            do {
                hasMore = changes.size() == limit;
                if (!hasMore) {
                    changes.add(change(rows, from, end));
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
        if (cursor.epoch() != epoch(rows)
                || cursor.timeline() != rows.getInt("timeline")
                || (dropped != null && cursor.seen().xmin() <= Long.parseLong(dropped))) {
            throw Refusal.cursorExpired();
        }
    }

    private Change change(ResultSet row, Cursor from, Cursor end) throws SQLException {
        long id = row.getLong("id");
        Cursor cursor =
                switch (row.getInt("part")) {
                    case 0 -> from.within(from.seen(), from.batch(), id);
                    case 1 -> from.within(from.batch(), end.seen(), id);
                    default -> from.within(Snapshot.later(from.batch(), end.seen()), end.batch(), id);
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
                uuids(row, "audience"),
                cursor);
    }

    private static Set<UUID> uuids(ResultSet row, String column) throws SQLException {
        return Set.copyOf(List.of((UUID[]) row.getArray(column).getArray()));
    }

    private Cursor plain(ResultSet row, String column) throws SQLException {
        Snapshot snapshot = Snapshot.parse(row.getString(column));
        return new Cursor(codec(), epoch(row), row.getInt("timeline"), snapshot, snapshot, 0);
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
