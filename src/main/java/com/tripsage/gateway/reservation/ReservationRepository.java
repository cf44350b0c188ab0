package com.tripsage.gateway.reservation;

import com.tripsage.gateway.database.UuidArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;

/** The parts of trips as rows of JSON, whose columns are those of the fields. */
@Repository
class ReservationRepository {

    private final JdbcClient jdbc;

    ReservationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The parts of each trip, in the order of their making. */
    Map<UUID, List<Part>> findByTrips(Collection<UUID> trips) {
        Map<UUID, List<Part>> parts = new HashMap<>();
        for (PartTable table : PartTable.values()) {
            jdbc.sql("select trip_id, to_jsonb(r) from (select id, trip_id, position, %s from %s) r"
                                    .formatted(String.join(", ", table.columns()), table.sqlName())
                            + " where trip_id = any(:trips) order by position")
                    .param("trips", UuidArray.of(trips))
                    .query((row, _) -> parts.computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
                            .add(Part.of(table, JsonLd.JSON.readTree(row.getString(2)))))
                    .list();
        }
        return parts;
    }

    /** The time zones of places. */
    Map<String, String> zones(Collection<String> codes) {
        return jdbc
                .sql("""
                        select z.code, z.zone
                          from clock.zones_of_places(cast(:codes as text[])) as z
                        """)
                .param("codes", codes.toArray(String[]::new))
                .query((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one));
    }

    /** Writes what has changed. */
    void write(UUID trip, Collection<Part> parts) {
        for (PartTable table : PartTable.values()) {
            List<Part> changed = parts.stream()
                    .filter(part -> part.kind.table == table && part.isChanged())
                    .toList();
            List<JsonNode> added = changed.stream()
                    .filter(part -> part.isNew)
                    .map(part -> (JsonNode) part.row())
                    .toList();
            if (!added.isEmpty()) {
                insert(table, trip, added);
            }
            List<JsonNode> patches = changed.stream()
                    .filter(part -> !part.isNew)
                    .map(part -> (JsonNode) part.row())
                    .toList();
            if (!patches.isEmpty()) {
                update(table, patches);
            }
        }
    }

    private void insert(PartTable table, UUID trip, List<JsonNode> rows) {
        String columns = String.join(", ", table.columns());
        String values = table.columns().stream().map(table::inserted).collect(Collectors.joining(", "));
        jdbc.sql(
                        "insert into %1$s (id, trip_id, %2$s) select n.id, p.id, %3$s"
                                        .formatted(table.sqlName(), columns, values)
                                + " from jsonb_populate_recordset(null::" + table.sqlName()
                                + ", cast(:rows as jsonb)) with ordinality n join public.trips p on p.id = :trip order by n.ordinality")
                .param("rows", JsonLd.JSON.writeValueAsString(rows))
                .param("trip", trip)
                .update();
    }

    private void update(PartTable table, List<JsonNode> patches) {
        String columns = String.join(", ", table.columns());
        String values = table.columns().stream().map(column -> "n." + column).collect(Collectors.joining(", "));
        jdbc.sql("update %s t set (%s) = (select %s from jsonb_populate_record(t, p.patch) n)"
                                .formatted(table.sqlName(), columns, values)
                        + " from jsonb_array_elements(cast(:patches as jsonb)) p (patch)"
                        + " where t.id = cast(p.patch ->> 'id' as uuid)")
                .param("patches", JsonLd.JSON.writeValueAsString(patches))
                .update();
    }
}
