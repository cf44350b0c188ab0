package com.tripsage.gateway.account;

import com.tripsage.gateway.account.EraseAccountInput.HandOver;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The account of the caller, to be erased. */
@Repository
class ErasureRepository {

    /** Deletions of some rows that many rows go with, or of which one user has many: the rest goes with the user's own row. */
    private static final List<String> DELETIONS = List.of("""
            delete from public.memory_embeddings
             where id = any (array(select m.id from public.memory_embeddings m limit 1000 for update skip locked))
            """, """
            delete from public.chat_messages
             where id = any (array(select m.id from public.chat_messages m limit 1000 for update skip locked))
            """, """
            delete from public.trips
             where id = any (array(select t.id
                                     from public.trips t
                                    where t.user_id = (select auth.uid())
                                    limit 20
                                      for update skip locked))
            """);

    private final JdbcClient jdbc;

    ErasureRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isClosed() {
        return isTrue("select erasure.is_closed()");
    }

    boolean isConfirmedBy(String text) {
        return jdbc.sql("""
                        select exists (select
                                         from public.users u
                                        where u.id = (select auth.uid())
                                          and (u.id::text = :text
                                               or sharing.address_key(sharing.address(u.email))
                                                  = sharing.address_key(sharing.address(:text))))
                        """).param("text", text).query(Boolean.class).single();
    }

    /** Hands a trip of the caller over; false where that can't be. */
    boolean handOver(HandOver trip) {
        return jdbc.sql("select erasure.hand_over(:trip, :newOwner)")
                .param("trip", trip.tripId())
                .param("newOwner", trip.newOwnerId())
                .query(Boolean.class)
                .single();
    }

    /** The caller's own trips that have members. */
    List<UUID> sharedTrips() {
        return jdbc.sql("""
                        select t.id
                          from public.trips t
                         where t.user_id = (select auth.uid())
                           and exists (select from public.trip_members m where m.trip_id = t.id)
                         order by t.position
                        """).query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    /** Closes the account: its tokens of before don't count any more, and nothing is sent for it. */
    void close() {
        jdbc.sql("update public.access_tokens set revoked_at = now() where revoked_at is null")
                .update();
        jdbc.sql("delete from public.webhooks").update();
        jdbc.sql("delete from public.calendar_links").update();
        jdbc.sql("select erasure.close()").query().listOfRows();
    }

    /** Whether one statement can delete it all, in a fraction of the time that a statement may take. */
    boolean isSmall() {
        return isTrue("""
                select (select count(*) from (select from public.memory_embeddings limit 2001) m)
                     + (select count(*) from (select from public.chat_messages limit 2001) c)
                     + (select 20 * count(*)
                          from (select from public.trips where user_id = (select auth.uid()) limit 101) t) <= 2000
                """);
    }

    /** Deletes some rows of a closed account; false where few or none are left. */
    boolean deleteSome() {
        return DELETIONS.stream().mapToInt(sql -> jdbc.sql(sql).update()).sum() > 0;
    }

    /** Deletes the row of the caller, whose account is closed, and all that belongs to it. */
    void remove() {
        // Their trigger counts messages as whoever deletes them, which the role of the function may not.
        jdbc.sql("delete from public.chat_sessions").update();
        jdbc.sql("select erasure.remove()").query().listOfRows();
    }

    private boolean isTrue(String sql) {
        return jdbc.sql(sql).query(Boolean.class).single();
    }
}
