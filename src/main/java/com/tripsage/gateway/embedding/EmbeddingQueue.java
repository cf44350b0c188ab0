package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.UuidArray;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows that wait for a vector, with their users. Triggers put rows in, and take them out when they have their vectors. */
@Repository
class EmbeddingQueue {

    private final JdbcClient jdbc;

    EmbeddingQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes rows that are due, for a minute: those that are not finished then are due again. Users have turns in the order of
     * their ids, and of each as many rows are taken as of the others, so that nobody waits behind somebody else's thousands.
     *
     * @param after the user who had the last turn
     */
    List<Waiting> claim(UUID after, int most) {
        return jdbc.sql("""
                        with recursive turn (user_id, number) as (
                            (select user_id, 1
                               from gateway.embedding_queue
                              where user_id > :after
                                and due_at <= now()
                              order by user_id
                              limit 1)
                            union all
                            select (select q.user_id
                                      from gateway.embedding_queue q
                                     where q.user_id > turn.user_id
                                       and q.due_at <= now()
                                     order by q.user_id
                                     limit 1),
                                   turn.number + 1
                              from turn
                             where turn.user_id is not null
                               and turn.number < :most
                        ),
                        due as materialized (
                            select kind, id
                              from turn
                             cross join lateral (
                                   select kind, id, row_number() over (order by due_at, id) as place, due_at
                                     from (select q.kind, q.id, q.due_at
                                             from gateway.embedding_queue q
                                            where q.user_id = turn.user_id
                                              and q.due_at <= now()
                                            order by q.due_at
                                            limit :most
                                              for update skip locked) as locked) as mine
                             order by place, due_at
                             limit :most
                        )
                        update gateway.embedding_queue q
                           set due_at   = now() + interval '1 minute',
                               attempts = attempts + 1
                          from due
                         where q.kind = due.kind
                           and q.id = due.id
                        returning q.kind, q.id, q.user_id
                        """)
                .param("after", after)
                .param("most", most)
                .query((row, _) -> new Waiting(
                        row.getString("kind"), row.getObject("id", UUID.class), row.getObject("user_id", UUID.class)))
                .list();
    }

    /** How many rows there are. */
    long count() {
        return jdbc.sql("select count(*) from gateway.embedding_queue")
                .query(Long.class)
                .single();
    }

    /** Gives back rows that nobody has tried to embed. */
    int giveBack(String kind, Collection<UUID> ids) {
        return jdbc.sql("""
                        update gateway.embedding_queue
                           set due_at = now(), attempts = attempts - 1
                         where kind = :kind
                           and id = any(:ids)
                           and due_at > now()
                        """).param("kind", kind).param("ids", UuidArray.of(ids)).update();
    }

    /** Gives back rows that could not be embedded. They are due again 5 s to a minute later. */
    int release(String kind, Collection<UUID> ids) {
        return jdbc.sql("""
                        update gateway.embedding_queue
                           set due_at = now() + least(5 * power(2, least(attempts, 10) - 1), 60) * interval '1 second'
                         where kind = :kind
                           and id = any(:ids)
                           and due_at > now()
                        """).param("kind", kind).param("ids", UuidArray.of(ids)).update();
    }

    /** Forgets rows that are gone or have their vector. */
    int remove(String kind, Collection<UUID> ids) {
        return jdbc.sql("delete from gateway.embedding_queue where kind = :kind and id = any(:ids)")
                .param("kind", kind)
                .param("ids", UuidArray.of(ids))
                .update();
    }

    /** A row without a vector. */
    record Waiting(String kind, UUID id, UUID userId) {}
}
