package com.tripsage.gateway.sharing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The users whom the caller blocks. Nobody sees those of others, so that the blocked user's id is the key. */
interface BlockRepository extends Repository<BlockedUser, UUID> {

    @Query("select blocked_id, email, created_at from public.user_blocks order by created_at, blocked_id")
    List<BlockedUser> findAll();

    Optional<BlockedUser> findById(UUID id);

    /** Blocks somebody whom the caller sees, or is invited by, and with that leaves the user's trips and declines invitations. */
    default Optional<BlockedUser> block(UUID id) {
        insert(id);
        return findById(id);
    }

    @Modifying
    @Query("""
            insert into public.user_blocks (user_id, blocked_id, email)
            select (select auth.uid()), :id, known.email
              from (select p.email
                      from sharing.people(array[cast(:id as uuid)]) p
                     union all
                    select i.inviter_email
                      from sharing.invitations(null) i
                     where i.inviter_id = :id) as known
             limit 1
                on conflict do nothing
            """)
    void insert(UUID id);

    /** Whether somebody was blocked who is not now. */
    @Modifying
    @Query("delete from public.user_blocks where blocked_id = :id")
    boolean delete(UUID id);
}
