package com.tripsage.gateway.sharing;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Invitations to the caller's own trips, and those that the caller has received. */
@Repository
class InvitationRepository {

    private final JdbcClient jdbc;

    InvitationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<TripInvitation> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql("""
                        select id, trip_id, address, role, created_at
                          from public.trip_invitations
                         where trip_id = any(:trips)
                         order by created_at, id
                        """)
                .param("trips", UuidArray.of(tripIds))
                .query((row, number) -> new TripInvitation(
                        row.getObject("id", UUID.class),
                        row.getObject("trip_id", UUID.class),
                        row.getString("address"),
                        role(row),
                        row.getObject("created_at", OffsetDateTime.class)))
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

    /** What the caller is invited to, the oldest first. */
    List<ReceivedInvitation> findReceived(int most) {
        return jdbc.sql("select * from sharing.invitations(:most)")
                .param("most", most)
                .query((row, number) -> new ReceivedInvitation(
                        row.getObject("id", UUID.class),
                        row.getString("title"),
                        role(row),
                        row.getObject("inviter_id", UUID.class),
                        row.getString("inviter_email"),
                        row.getString("inviter_name"),
                        row.getObject("created_at", OffsetDateTime.class)))
                .list();
    }

    /** Who invites the caller; empty where there is no such invitation. */
    Optional<UUID> findInviter(UUID id) {
        return jdbc.sql("select inviter_id from sharing.invitations(null) where id = :id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** The trip that the caller is a member of now; empty where there is no such invitation. */
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

    private static TripMemberRole role(ResultSet row) throws SQLException {
        return Objects.requireNonNull(constant(TripMemberRole.class, row.getString("role")));
    }
}
