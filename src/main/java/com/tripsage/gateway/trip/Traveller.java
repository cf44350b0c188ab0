package com.tripsage.gateway.trip;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.tripsage.gateway.table.TableDescription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Somebody whom a part of a trip is for, as far as it is known who, and where they sit or sleep. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Traveller(
        @Nullable @CodePointLength(max = MOST) String name,
        @Nullable @CodePointLength(max = MOST) String seat,
        @Nullable @CodePointLength(max = MOST) String travelClass,
        @Nullable @CodePointLength(max = MOST) String ticketNumber,
        @Nullable @CodePointLength(max = MOST) String room) {

    private static final int MOST = 200;

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The table of a part with their column, which has an empty list where there are none. */
    public static <R extends Record> TableDescription<R> of(TableDescription<R> part) {
        return part.read("travellers", Traveller::in)
                .inserted("travellers", "coalesce(n.travellers, '[]')")
                .updated("travellers", "coalesce(n.travellers, '[]')");
    }

    private static List<Traveller> in(ResultSet row, int column) throws SQLException {
        String people = row.getString(column);
        return people == null || people.equals("[]") ? List.of() : List.of(JSON.readValue(people, Traveller[].class));
    }
}
