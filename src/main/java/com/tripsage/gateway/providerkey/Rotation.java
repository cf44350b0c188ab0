package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.value.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The encryption of all users' keys with the newest key of the ring, while gateways go on. A row is written only where it still holds
 * what was read, and one that has the newest encryption is left alone: so it may be stopped at any time, and begun again. It never waits for
 * a row while it holds others, whose users would wait as long: a row that somebody has locked is tried again later.
 */
@Component
class Rotation {

    private static final int ROWS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final JsonMapper json = new JsonMapper();

    Rotation(JdbcClient jdbc, Transactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The exit code: 1 where keys are left that can't be read, which are told. */
    int run(Renewal renewal, PrintStream out) throws InterruptedException {
        var total = new Total();
        UUID last = BEFORE_ALL;
        for (List<StoredKeys> rows = after(last); !rows.isEmpty(); rows = after(last)) {
            last = rows.getLast().id();
            for (Set<UUID> left = renew(rows, renewal, total);
                    !left.isEmpty();
                    left = renew(again(left), renewal, total)) {
                Thread.sleep(BETWEEN_TRIES);
            }
        }
        total.unreadable.forEach(out::println);
        out.printf(
                "%d keys are encrypted with the newest key now, %d were already, and %d can't be read.%n",
                total.renewed, total.newest, total.unreadable.size());
        return total.unreadable.isEmpty() ? 0 : 1;
    }

    /** Writes the rows that need it, and returns those that somebody else has changed meanwhile, or has locked. */
    private Set<UUID> renew(List<StoredKeys> rows, Renewal renewal, Total total) {
        List<RenewedKeys> renewed =
                rows.stream().map(row -> RenewedKeys.of(row, renewal)).toList();
        Set<UUID> written =
                write(renewed.stream().filter(RenewedKeys::isChanged).toList());
        Set<UUID> left = new HashSet<>();
        for (RenewedKeys keys : renewed) {
            if (!keys.isChanged() || written.contains(keys.id())) {
                total.add(keys);
            } else {
                left.add(keys.id());
            }
        }
        return left;
    }

    private Set<UUID> write(List<RenewedKeys> changed) {
        if (changed.isEmpty()) {
            return Set.of();
        }
        return asItself(
                Access.WRITE,
                () -> new HashSet<>(jdbc.sql("""
                        with changed as materialized (
                            select * from jsonb_to_recordset(cast(:rows as jsonb)) as n (id uuid, before jsonb, after jsonb)
                        ), free as materialized (
                            select u.id
                              from public.users u
                             where u.id in (select id from changed)
                               for no key update skip locked
                        )
                        update public.users u
                           set api_keys = u.api_keys || n.after
                          from changed n join free using (id)
                         where u.id = n.id
                           and u.api_keys = n.before
                        returning u.id
                        """)
                        .param("rows", json.writeValueAsString(changed))
                        .query(UUID.class)
                        .list()));
    }

    private List<StoredKeys> after(UUID id) {
        return read(jdbc.sql("""
                        select id, api_keys
                          from public.users
                         where id > :id
                           and jsonb_typeof(api_keys) = 'object'
                           and api_keys <> '{}'
                         order by id
                         limit :rows
                        """).param("id", id).param("rows", ROWS));
    }

    private List<StoredKeys> again(Set<UUID> ids) {
        return read(jdbc.sql("select id, api_keys from public.users where id in (:ids)")
                .param("ids", ids));
    }

    private List<StoredKeys> read(JdbcClient.StatementSpec statement) {
        return asItself(Access.READ, () -> statement
                .query((row, number) -> new StoredKeys(row.getObject(1, UUID.class), Json.of(row, 2)))
                .list());
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.PROVIDER_KEYS, access, Deadline.after(TIMEOUT), _ -> work.get());
    }

    /** What all rows together had. */
    private static final class Total {

        private final Set<String> unreadable = new HashSet<>();
        private int renewed;
        private int newest;

        void add(RenewedKeys keys) {
            renewed += keys.renewed();
            newest += keys.newest();
            unreadable.addAll(keys.unreadable());
        }
    }
}
