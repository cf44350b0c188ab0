package com.tripsage.gateway.torture;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was committed, and what of it somebody had to get, or could get: from the log and the memberships in the end. */
final class Truth {

    private static final String LOG = """
            select c.id, c.row_id, c.trip_id, c.user_id, c.occurred_at, c.audience, c.table_name,
                   case c.table_name when 'trips' then 'TRIP' when 'flights' then 'FLIGHT'
                                     when 'accommodations' then 'ACCOMMODATION' else 'MEMBER' end
                   || '_' ||
                   case c.operation when 'UPDATE' then 'UPDATED'
                                    when 'INSERT' then case c.table_name when 'trips' then 'CREATED' else 'ADDED' end
                                    else case c.table_name when 'trips' then 'DELETED' else 'REMOVED' end end as kind
              from changelog.change_log c
             where c.trip_id is not null
             order by c.id
            """;

    /** Trips that somebody saw all the time, or from their beginning; the end of trips; one's own removal; the marks. */
    private static final String DUE = """
            with constant as (
                select t.id
                  from trips t
                 where t.user_id = :user
                union all
                select m.trip_id
                  from trip_members m
                 where m.user_id = :user
                   and not exists (select
                                     from changelog.change_log c
                                    where c.table_name = 'trip_members' and c.operation <> 'UPDATE' and c.id > :start
                                      and c.trip_id = m.trip_id and c.row_id = m.user_id))
            select c.id
              from changelog.change_log c
             where c.id > :start
               and (c.audience is null and c.trip_id in (select id from constant)
                    or c.table_name = 'trips' and c.operation = 'DELETE' and c.audience @> array[:user]
                    or c.table_name = 'trip_members' and c.operation = 'DELETE' and c.audience is null and c.row_id = :user
                    or c.id > :marks and exists (select
                                                   from trip_members m
                                                  where m.trip_id = c.trip_id and m.user_id = :user))
             order by c.id
            """;

    private final JdbcClient sql;
    private final long start;
    private final long marks;
    private final Map<Long, Row> log = new HashMap<>();
    private final Map<Event.Key, Row> rows = new HashMap<>();

    /**
     * Reads the log.
     *
     * @param start up to where nobody had subscribed
     * @param marks behind which there is a last change of each trip
     */
    Truth(JdbcClient sql, long start, long marks) {
        this.sql = sql;
        this.start = start;
        this.marks = marks;
        sql.sql(LOG).query((row, number) -> Row.of(row)).list().forEach(row -> {
            log.put(row.id(), row);
            rows.put(row.key(), row);
        });
    }

    static long end(JdbcClient sql) {
        return sql.sql("select max(id) from changelog.change_log")
                .query(Long.class)
                .single();
    }

    int size() {
        return (int) log.keySet().stream().filter(id -> id > start).count();
    }

    /** What somebody must have got. */
    List<Row> due(UUID user) {
        return sql
                .sql(DUE)
                .param("user", user)
                .param("start", start)
                .param("marks", marks)
                .query(Long.class)
                .list()
                .stream()
                .map(id -> Objects.requireNonNull(log.get(id)))
                .toList();
    }

    /** What of it has not arrived. */
    static List<Row> missing(List<Row> due, List<Event> events) {
        Set<Event.Key> arrived = new HashSet<>();
        events.forEach(event -> arrived.add(event.key()));
        return due.stream().filter(row -> !arrived.contains(row.key())).toList();
    }

    /** Events that never were, that were not this user's to see, or that came too late to be seen. */
    List<String> undue(UUID user, List<Event> events) {
        List<String> undue = new ArrayList<>();
        Set<UUID> visible = new HashSet<>();
        rows.values().forEach(row -> {
            if (row.concerns(user)) {
                visible.add(row.key().trip());
            }
        });
        Map<UUID, Row> removed = new HashMap<>();
        for (Event event : events) {
            Row row = rows.get(event.key());
            if (row == null) {
                undue.add("was never committed: " + event);
                continue;
            }
            UUID trip = row.key().trip();
            boolean isOwnRemoval = row.key().kind().equals("MEMBER_REMOVED") && user.equals(row.user());
            if (row.audience() != null ? !row.audience().contains(user) : !visible.contains(trip)) {
                undue.add("was for others: " + event + ", " + row);
            } else if (row.audience() == null && !isOwnRemoval && removed.containsKey(trip)) {
                Row removal = removed.get(trip);
                if (!wasAddedAgain(user, trip, removal, event.at())) {
                    undue.add("came after the removal " + removal + ": " + event + ", " + row);
                }
            }
            if (isOwnRemoval) {
                removed.put(trip, row);
            }
        }
        return undue;
    }

    private boolean wasAddedAgain(UUID user, UUID trip, Row removal, Instant before) {
        return rows.values().stream()
                .anyMatch(row -> row.id() > removal.id()
                        && row.key().kind().equals("MEMBER_ADDED")
                        && row.key().trip().equals(trip)
                        && user.equals(row.user())
                        && row.key().occurredAt().isBefore(before));
    }

    /** Versions of a row that came before an earlier one; of what arrives twice, the first time counts. */
    List<String> disorder(List<Event> events) {
        List<String> disorder = new ArrayList<>();
        Map<String, Row> last = new HashMap<>();
        Set<Event.Key> seen = new HashSet<>();
        for (Event event : events) {
            Row row = rows.get(event.key());
            if (row != null && seen.add(event.key())) {
                Row before = last.put(row.of(), row);
                if (before != null && before.id() > row.id()) {
                    disorder.add(row + " came after " + before);
                }
            }
        }
        return disorder;
    }

    /** A row of the log. */
    record Row(
            long id,
            Event.Key key,
            String table,
            @Nullable UUID user,
            @Nullable List<UUID> audience) {

        static Row of(ResultSet row) throws SQLException {
            var audience = row.getArray("audience");
            return new Row(
                    row.getLong("id"),
                    new Event.Key(
                            row.getString("kind"),
                            row.getObject("trip_id", UUID.class),
                            row.getObject("row_id", UUID.class),
                            row.getObject("occurred_at", OffsetDateTime.class).toInstant()),
                    row.getString("table_name"),
                    row.getObject("user_id", UUID.class),
                    audience == null ? null : List.of((UUID[]) audience.getArray()));
        }

        /** Whether it makes somebody the owner or a member of the trip. */
        boolean concerns(UUID someone) {
            return someone.equals(user) && (table.equals("trips") || table.equals("trip_members"));
        }

        /** Which row of its table. */
        String of() {
            return table + " " + key.entity() + (table.equals("trip_members") ? " " + key.trip() : "");
        }
    }
}
