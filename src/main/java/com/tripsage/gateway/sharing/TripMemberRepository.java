package com.tripsage.gateway.sharing;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.value.Columns;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The members of the trips that the caller sees. */
@Repository
class TripMemberRepository {

    private static final Table<TripMember> MEMBERS =
            Table.of("public.trip_members", TripMember.class).build();

    private final JdbcClient jdbc;

    TripMemberRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<TripMember> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql(MEMBERS.select() + " where trip_id = any(:trips) order by joined_at, position")
                .param("trips", UuidArray.of(tripIds))
                .query(MEMBERS)
                .list();
    }

    /** Adds the user with the address, or invites the address, or changes the role. The database refuses with its own SQLSTATEs. */
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

    /** Removes the member with this address, or else the only one whose address differs from it in case alone. */
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
