package com.tripsage.gateway.token;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The caller's access tokens. */
interface AccessTokenRepository extends Repository<AccessToken, UUID> {

    @Query("""
            select id, name, scope, created_at, expires_at, last_used_at, revoked_at
              from public.access_tokens
             where trip_id is null
             order by created_at desc, id
            """)
    List<AccessToken> findAll();

    Optional<AccessToken> findById(UUID id);

    @Query("""
            insert into public.access_tokens (user_id, name, scope, hash, made_with, expires_at)
            values ((select auth.uid()), :name, :scope, decode(:hash, 'hex'), cast(:madeWith as uuid), :expiresAt)
            returning id, name, scope, created_at, expires_at, last_used_at, revoked_at
            """)
    AccessToken add(String name, String scope, String hash, @Nullable UUID madeWith, OffsetDateTime expiresAt);

    /** Revokes one and all that were made with it. */
    @Modifying
    @Query("""
            with recursive ended as (
                select t.id from public.access_tokens t where t.id = :id
                 union
                select t.id from public.access_tokens t join ended e on e.id = t.made_with
            )
            update public.access_tokens t
               set revoked_at = clock_timestamp()
              from ended e
             where t.id = e.id
               and t.revoked_at is null
            """)
    void revoke(UUID id);
}
