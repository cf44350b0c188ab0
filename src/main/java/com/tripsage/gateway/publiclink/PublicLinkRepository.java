package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.Table;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The public links that the caller has made: access tokens for one trip, which act for nobody. */
@Repository
class PublicLinkRepository {

    private static final Table<PublicLink> LINKS =
            Table.of("public.access_tokens", PublicLink.class).build();

    private final JdbcClient jdbc;

    PublicLinkRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<PublicLink> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql(LINKS.select() + " where trip_id = any(:trips) order by created_at desc, id")
                .param("trips", UuidArray.of(tripIds))
                .query(LINKS)
                .list();
    }

    /** Adds one, which ends with the token that makes it at the latest. */
    PublicLink add(UUID tripId, String name, String hash, @Nullable UUID madeWith, OffsetDateTime expiresAt) {
        return jdbc.sql("""
                        insert into public.access_tokens (user_id, trip_id, name, scope, hash, made_with, expires_at)
                        values ((select auth.uid()), :trip, :name, 'link:read', decode(:hash, 'hex'), cast(:madeWith as uuid),
                                least(:expiresAt, (select t.expires_at
                                                     from public.access_tokens t
                                                    where t.id = cast(:madeWith as uuid))))
                        returning\s""" + LINKS.columns())
                .param("trip", tripId)
                .param("name", name)
                .param("hash", hash)
                .param("madeWith", madeWith, Types.OTHER)
                .param("expiresAt", expiresAt)
                .query(LINKS)
                .single();
    }

    /** Revokes one, which stays as it is where it was revoked before; empty where the caller has no such link. */
    Optional<PublicLink> revoke(UUID id) {
        return jdbc.sql("""
                        update public.access_tokens
                           set revoked_at = coalesce(revoked_at, clock_timestamp())
                         where id = :id
                           and trip_id is not null
                        returning\s""" + LINKS.columns()).param("id", id).query(LINKS).optional();
    }
}
