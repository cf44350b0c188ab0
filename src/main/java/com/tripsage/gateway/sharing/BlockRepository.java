package com.tripsage.gateway.sharing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whom the caller blocks. */
@Repository
class BlockRepository {

    private final JdbcClient jdbc;

    BlockRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<BlockedUser> findAll() {
        return jdbc.sql("select blocked_id, email, created_at from public.user_blocks order by created_at, blocked_id")
                .query(BlockRepository::map)
                .list();
    }

    /** Blocks somebody whom the caller sees, or is invited by, and with that leaves the user's trips and declines invitations. */
    Optional<BlockedUser> insert(UUID id) {
        jdbc.sql("""
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
                        """).param("id", id).update();
        return jdbc.sql("select blocked_id, email, created_at from public.user_blocks where blocked_id = :id")
                .param("id", id)
                .query(BlockRepository::map)
                .optional();
    }

    boolean delete(UUID id) {
        return jdbc.sql("delete from public.user_blocks where blocked_id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    private static BlockedUser map(ResultSet row, int number) throws SQLException {
        return new BlockedUser(
                row.getObject("blocked_id", UUID.class),
                row.getString("email"),
                row.getObject("created_at", OffsetDateTime.class));
    }
}
