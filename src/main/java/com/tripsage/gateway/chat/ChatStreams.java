package com.tripsage.gateway.chat;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.live.GrowingTexts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The messages of all users that are being written, without their texts. */
@Repository
class ChatStreams implements GrowingTexts {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String LENGTHS = """
            select m.id, m.session_id, s.user_id, coalesce(i.end_offset, 0) as length
              from public.chat_messages m
              join public.chat_sessions s on s.id = m.session_id
              left join lateral (
                       select i.end_offset
                         from public.chat_message_increments i
                        where i.message_id = m.id
                        order by i.start_offset desc
                        limit 1) i on true
             where m.state = 'streaming'
               and m.session_id = any(:sessions)
            """;

    private final JdbcClient jdbc;
    private final Transactions transactions;

    ChatStreams(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public List<Text> growing(Set<UUID> sessions) {
        return asItself(Access.READ, () -> jdbc.sql(LENGTHS)
                .param("sessions", UuidArray.of(sessions))
                .query((row, _) -> new Text(
                        row.getObject("id", UUID.class),
                        row.getObject("session_id", UUID.class),
                        row.getObject("user_id", UUID.class),
                        row.getInt("length")))
                .list());
    }

    /** Ends messages to which nothing was appended for that long, and tells how many. */
    int endSilent(Duration silence, int most) {
        return asItself(Access.WRITE, () -> jdbc.sql(
                        "select gateway.end_silent_messages(make_interval(secs => :seconds), :most)")
                .param("seconds", silence.toMillis() / 1000.0)
                .param("most", most)
                .query(Integer.class)
                .single());
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.CHAT, access, Deadline.after(TIMEOUT), _ -> work.get());
    }
}
