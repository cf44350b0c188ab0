package com.tripsage.gateway.account;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The erasures that are not complete, and what the change log has of the users. */
@Repository
class ErasureLog {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Transactions transactions;

    ErasureLog(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    List<Pending> pending() {
        return asItself(Access.READ, () -> jdbc.sql("""
                        select user_id, gone_at, is_closed from gateway.erasures where user_id is not null order by id limit 100
                        """)
                .query((row, _) -> new Pending(
                        row.getObject("user_id", UUID.class),
                        row.getObject("gone_at", OffsetDateTime.class),
                        row.getBoolean("is_closed")))
                .list());
    }

    /** Has the log forget a user who is gone: a partition after the other, each in a transaction, and then the fact that something is left. */
    void forget(UUID user, OffsetDateTime goneAt) {
        UUID[] ended = asItself(Access.READ, () -> jdbc.sql("select coalesce(changelog.ended(:user, :goneAt), '{}')")
                .param("user", user)
                .param("goneAt", goneAt)
                .query((row, _) -> (UUID[]) row.getArray(1).getArray())
                .single());
        for (String partition : partitions()) {
            asItself(Access.WRITE, () -> jdbc.sql("""
                            select changelog.forget(cast(:partition as regclass), :user, :goneAt, cast(:ended as uuid[]))
                            """)
                    .param("partition", partition)
                    .param("user", user)
                    .param("goneAt", goneAt)
                    .param("ended", ended)
                    .query()
                    .listOfRows());
        }
        asItself(
                Access.WRITE,
                () -> jdbc.sql("""
                        update gateway.erasures set user_id = null where user_id = :user and gone_at = :goneAt
                        """).param("user", user).param("goneAt", goneAt).update());
    }

    private List<String> partitions() {
        return asItself(Access.READ, () -> jdbc.sql("select cast(p as text) from changelog.partitions() p")
                .query(String.class)
                .list());
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.CHANGE_LOG, access, Deadline.after(TIMEOUT), transaction -> work.get());
    }

    /**
     * An account of which something is left.
     *
     * @param goneAt null as long as rows are left
     * @param isClosed whether the user has asked for it, so that tokens of before don't count
     */
    record Pending(UUID userId, @Nullable OffsetDateTime goneAt, boolean isClosed) {}
}
