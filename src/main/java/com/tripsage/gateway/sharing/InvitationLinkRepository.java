package com.tripsage.gateway.sharing;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.value.Columns;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The links to join the caller's own trips, which others find by their hash alone. */
@Repository
class InvitationLinkRepository {

    private static final Table<InvitationLink> LINKS =
            Table.of("public.trip_invitation_links", InvitationLink.class).build();

    private final JdbcClient jdbc;

    InvitationLinkRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<InvitationLink> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql(LINKS.select() + " where trip_id = any(:trips) order by created_at, id")
                .param("trips", UuidArray.of(tripIds))
                .query(LINKS)
                .list();
    }

    InvitationLink add(UUID tripId, String hash, TripMemberRole role, int maxUses, OffsetDateTime expiresAt) {
        return jdbc.sql("""
                        insert into public.trip_invitation_links (trip_id, hash, role, max_uses, expires_at)
                        values (:trip, decode(:hash, 'hex'), :role, :maxUses, :expiresAt)
                        returning\s""" + LINKS.columns())
                .param("trip", tripId)
                .param("hash", hash)
                .param("role", Columns.lowerCase(role))
                .param("maxUses", maxUses)
                .param("expiresAt", expiresAt)
                .query(LINKS)
                .single();
    }

    /** Deletes a link, and tells its trip; empty where the caller has no such link. */
    Optional<UUID> delete(UUID id) {
        return jdbc.sql("delete from public.trip_invitation_links where id = :id returning trip_id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** Joins by the link with this hash, and tells its trip; empty where none lets the caller in. */
    Optional<UUID> accept(String hash) {
        return jdbc.sql("""
                        select trip from (select sharing.accept_link(decode(:hash, 'hex')) as trip) as accepted
                         where trip is not null
                        """).param("hash", hash).query(UUID.class).optional();
    }
}
