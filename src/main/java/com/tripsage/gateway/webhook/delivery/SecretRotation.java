package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.fernet.InvalidToken;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The encryption of all webhooks' secrets with the newest key of the ring, while gateways go on sending. A row is written only where it
 * holds what was read: so it may be stopped at any time, and begun again.
 */
@Component
class SecretRotation {

    private static final int ROWS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final Secrets secrets;

    SecretRotation(JdbcClient jdbc, Transactions transactions, Secrets secrets) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.secrets = secrets;
    }

    /** The exit code: 1 where secrets are left that can't be read, which are told, or that somebody has changed meanwhile. */
    int run(PrintStream out) {
        int renewed = 0;
        int newest = 0;
        int left = 0;
        UUID last = BEFORE_ALL;
        for (List<Stored> rows = after(last); !rows.isEmpty(); rows = after(last)) {
            last = rows.getLast().id();
            for (Stored before : rows) {
                Stored after = renewed(before, out);
                if (after == null) {
                    left++;
                } else if (after.equals(before)) {
                    newest++;
                } else if (write(before, after)) {
                    renewed++;
                } else {
                    out.printf("Webhook %s: its secret was changed meanwhile%n", before.id());
                    left++;
                }
            }
        }
        out.printf(
                "The secrets of %d webhooks are encrypted with the newest key now, %d were already, and %d are left.%n",
                renewed, newest, left);
        return left == 0 ? 0 : 1;
    }

    private @Nullable Stored renewed(Stored row, PrintStream out) {
        try {
            return new Stored(row.id(), secrets.renewed(row.id(), row.secret()), renewedFormer(row));
        } catch (InvalidToken | Secrets.MovedSecret e) {
            out.printf("Webhook %s: its secret can't be read%n", row.id());
            return null;
        }
    }

    /** One that can't be read signs nothing, which is why it was replaced: it stays as it is. */
    private @Nullable String renewedFormer(Stored row) {
        String former = row.former();
        try {
            return former == null ? null : secrets.renewed(row.id(), former);
        } catch (InvalidToken | Secrets.MovedSecret e) {
            return former;
        }
    }

    private boolean write(Stored before, Stored after) {
        return asItself(
                Access.WRITE,
                () -> jdbc.sql("""
                        update public.webhooks
                           set secret = :secret, former_secret = :former
                         where id = :id
                           and secret = :secretBefore
                           and former_secret is not distinct from :formerBefore
                        """)
                                .param("id", before.id())
                                .param("secret", after.secret())
                                .param("former", after.former())
                                .param("secretBefore", before.secret())
                                .param("formerBefore", before.former())
                                .update()
                        == 1);
    }

    private List<Stored> after(UUID id) {
        return asItself(Access.READ, () -> jdbc.sql(
                        "select id, secret, former_secret from public.webhooks where id > :id order by id limit :rows")
                .param("id", id)
                .param("rows", ROWS)
                .query((row, _) -> new Stored(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
                .list());
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.WEBHOOKS, access, Deadline.after(TIMEOUT), _ -> work.get());
    }

    private record Stored(UUID id, String secret, @Nullable String former) {

        @Override
        public String toString() {
            return "Stored[" + id + "]";
        }
    }
}
