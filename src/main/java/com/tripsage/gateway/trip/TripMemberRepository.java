package com.tripsage.gateway.trip;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.value.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TripMemberRepository {

    private final JdbcClient jdbc;

    TripMemberRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<TripMember> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql("""
                        select id, trip_id, user_id, role, joined_at
                          from public.trip_members
                         where trip_id = any(:trips)
                         order by joined_at, user_id
                        """)
                .param("trips", UuidArray.of(tripIds))
                .query((row, number) -> new TripMember(
                        row.getObject("id", UUID.class),
                        row.getObject("trip_id", UUID.class),
                        row.getObject("user_id", UUID.class),
                        Objects.requireNonNull(constant(TripMemberRole.class, row.getString("role"))),
                        row.getObject("joined_at", java.time.OffsetDateTime.class)))
                .list();
    }

    /** Adds the user with this address, or changes the role. Refused by the database with SQLSTATEs of its own. */
    void share(UUID tripId, String email, TripMemberRole role) {
        jdbc.sql("select sharing.share_trip(:trip, :email, :role)")
                .param("trip", tripId)
                .param("email", email)
                .param("role", Columns.lowerCase(role))
                .query(UUID.class)
                .single();
    }

    boolean delete(UUID tripId, UUID userId) {
        return jdbc.sql("delete from public.trip_members where trip_id = :trip and user_id = :user")
                        .param("trip", tripId)
                        .param("user", userId)
                        .update()
                > 0;
    }
}
