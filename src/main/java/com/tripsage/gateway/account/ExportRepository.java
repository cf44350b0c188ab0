package com.tripsage.gateway.account;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.tripsage.gateway.account.ExportedType.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.stereotype.Repository;

/**
 * The queries of an export, put together from the catalogue: whatever column the caller may read is in it, also one of a later migration.
 * Row-level security decides which rows those are; of trips that others share with the caller, only the membership is the caller's.
 */
@Repository
class ExportRepository {

    private static final String CALLERS_OWN = "t.user_id = (select auth.uid())";

    private static final String OF_OWN_TRIP =
            "exists (select from public.trips o where o.id = t.trip_id and o.user_id = (select auth.uid()) offset 0)";

    private final JdbcClient jdbc;

    ExportRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The query for the lines of each type. */
    Map<String, String> queries(boolean withVectors) {
        Map<String, List<Column>> columns = jdbc
                .sql("""
                        select c.relname, a.attname, a.atttypid::regtype::text,
                               exists (select
                                         from pg_constraint k
                                        where k.conrelid = c.oid
                                          and k.confrelid = 'public.trips'::regclass
                                          and k.conkey = array[a.attnum])
                          from pg_class c
                          join pg_attribute a on a.attrelid = c.oid
                         where c.relnamespace = 'public'::regnamespace
                           and a.attnum > 0
                           and not a.attisdropped
                           and a.attgenerated = ''
                           and a.attidentity = ''
                           and has_column_privilege(c.oid, a.attnum, 'select')
                         order by a.attnum
                        """)
                .query((row, _) -> new Column(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4)))
                .list()
                .stream()
                .collect(groupingBy(Column::table));
        Map<String, String> queries = new LinkedHashMap<>();
        for (ExportedType type : ExportedType.ALL) {
            queries.put(type.name(), query(type, columns.getOrDefault(type.table(), List.of()), withVectors));
        }
        queries.put("ReceivedInvitation", ExportedType.RECEIVED_INVITATIONS);
        return queries;
    }

    private static String query(ExportedType type, List<Column> columns, boolean withVectors) {
        String fields = columns.stream()
                .filter(column -> !type.unnamed().contains(column.name()) && (withVectors || !column.isVector()))
                .map(column -> type.fields().getOrDefault(column.name(), column.field()))
                .map(field -> ", '" + field.name() + "', " + field.value())
                .collect(joining());
        return "select json_build_object('__typename', '" + type.name() + "'" + fields + ") from public." + type.table()
                + " t where " + ownership(columns);
    }

    private static String ownership(List<Column> columns) {
        boolean isOfUser = columns.stream().anyMatch(column -> column.name().equals("user_id"));
        if (columns.stream().anyMatch(Column::isTrip)) {
            return isOfUser ? "(" + OF_OWN_TRIP + " or " + CALLERS_OWN + ")" : OF_OWN_TRIP;
        }
        return isOfUser ? CALLERS_OWN : "true";
    }

    /**
     * A column that the caller may read.
     *
     * @param isTrip whether it is the trip that the row is part of
     */
    private record Column(String table, String name, String type, boolean isTrip) {

        boolean isVector() {
            return type.endsWith("vector");
        }

        Field field() {
            String value = "t." + name;
            return new Field(
                    JdbcUtils.convertUnderscoreNameToPropertyName(name),
                    switch (type) {
                        case "timestamp with time zone" ->
                            "to_char(" + value + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
                        case "json" -> value + "::jsonb";
                        default -> isVector() ? value + "::text::json" : value;
                    });
        }
    }
}
