package com.tripsage.gateway.sharing;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Invitations to the caller's own trips, and those that the caller has received. */
@Repository
class InvitationRepository {

    private static final Table<TripInvitation> SENT = Table.of("public.trip_invitations", TripInvitation.class)
            .column("email", "address")
            .column("invitedAt", "created_at")
            .build();

    private static final Table<ReceivedInvitation> RECEIVED = Table.of(
                    "sharing.invitations(:most)", ReceivedInvitation.class)
            .column("tripTitle", "title")
            .column("invitedAt", "created_at")
            .build();

    private final JdbcClient jdbc;

    InvitationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<TripInvitation> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql(SENT.select() + " where trip_id = any(:trips) order by created_at, id")
                .param("trips", UuidArray.of(tripIds))
                .query(SENT)
                .list();
    }

    boolean delete(UUID tripId, UUID id) {
        return jdbc.sql("delete from public.trip_invitations where trip_id = :trip and id = :id")
                        .param("trip", tripId)
                        .param("id", id)
                        .update()
                > 0;
    }

    boolean delete(UUID tripId, String email) {
        return jdbc.sql("""
                        delete from public.trip_invitations
                         where trip_id = :trip
                           and sharing.address_key(address) = sharing.address_key(sharing.address(:email))
                        """).param("trip", tripId).param("email", email).update() > 0;
    }

    /** The invitations that the caller has received, the oldest first. */
    List<ReceivedInvitation> findReceived(int most) {
        return jdbc.sql(RECEIVED.select()).param("most", most).query(RECEIVED).list();
    }

    /** The user who sent an invitation to the caller; empty where there is no such invitation. */
    Optional<UUID> findInviter(UUID id) {
        return jdbc.sql("select inviter_id from sharing.invitations(null) where id = :id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** Accepts an invitation and returns its trip; empty where there is no such invitation. */
    Optional<UUID> accept(UUID id) {
        return jdbc.sql("""
                        select trip from (select sharing.accept_invitation(:id) as trip) as accepted where trip is not null
                        """).param("id", id).query(UUID.class).optional();
    }

    boolean decline(UUID id) {
        return jdbc.sql("select sharing.decline_invitation(:id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }
}
