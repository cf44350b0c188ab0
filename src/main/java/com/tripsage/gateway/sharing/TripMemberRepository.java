package com.tripsage.gateway.sharing;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.value.Columns;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whom trips are shared with. */
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
                         order by joined_at, position
                        """)
                .param("trips", UuidArray.of(tripIds))
                .query((row, number) -> new TripMember(
                        row.getObject("id", UUID.class),
                        row.getObject("trip_id", UUID.class),
                        row.getObject("user_id", UUID.class),
                        Objects.requireNonNull(constant(TripMemberRole.class, row.getString("role"))),
                        row.getObject("joined_at", OffsetDateTime.class)))
                .list();
    }

    /** Adds whoever the address finds or invites it, or changes the role. The database refuses with SQLSTATEs of its own. */
    void share(UUID tripId, String email, TripMemberRole role) {
        jdbc.sql("select sharing.share_trip(:trip, :email, :role) is null as is_invited")
                .param("trip", tripId)
                .param("email", email)
                .param("role", Columns.lowerCase(role))
                .query(Boolean.class)
                .single();
    }

    boolean delete(UUID tripId, UUID userId) {
        return jdbc.sql("delete from public.trip_members where trip_id = :trip and user_id = :user")
                        .param("trip", tripId)
                        .param("user", userId)
                        .update()
                > 0;
    }

    /** Removes who has this address, or else the only one who has it in another case. */
    boolean delete(UUID tripId, String email) {
        return jdbc.sql("""
                        with known as (
                            select p.id, sharing.address(p.email) as address, sharing.address(:email) as wanted
                              from sharing.people(array(select m.user_id
                                                          from public.trip_members m
                                                         where m.trip_id = :trip)) p),
                        found as (
                            select k.id, k.address = k.wanted as is_exact
                              from known k
                             where sharing.address_key(k.address) = sharing.address_key(k.wanted))
                        delete from public.trip_members m
                         using found f
                         where m.trip_id = :trip
                           and m.user_id = f.id
                           and (f.is_exact or (select count(*) from found) = 1)
                        """).param("trip", tripId).param("email", email).update() > 0;
    }
}
