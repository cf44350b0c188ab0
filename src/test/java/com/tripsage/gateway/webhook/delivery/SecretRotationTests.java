package com.tripsage.gateway.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.fernet.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class SecretRotationTests extends RunningGateway {

    private final Secrets old = new Secrets(TestKeys.ring(TestKeys.OLD));
    private final Secrets newest = new Secrets(TestKeys.ring(TestKeys.NEW));
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Transactions transactions;

    JdbcClient database;

    @BeforeEach
    void beginWithoutWebhooks() {
        database = Superuser.of(environment);
        database.sql("delete from public.webhooks").update();
    }

    @Test
    void secretsAreTheSameUnderTheNewestKey() throws Exception {
        UUID one = webhook();
        UUID other = webhook();
        store(one, old.make(one).token(), old.make(one).token());
        store(other, newest.make(other).token(), null);
        byte[] before = old.open(one, stored(one).getFirst());
        List<String> untouched = stored(other);

        assertThat(rotate()).isZero();

        assertThat(newest.open(one, stored(one).getFirst())).isEqualTo(before);
        assertThat(newest.open(one, stored(one).getLast())).hasSize(before.length);
        assertThat(stored(other)).isEqualTo(untouched);
        assertThat(printed.toString(UTF_8)).contains("1 webhooks", "1 were already", "0 are left");

        assertThat(rotate()).isZero();
        assertThat(printed.toString(UTF_8)).contains("0 webhooks", "2 were already");
    }

    @Test
    void whatCannotBeReadIsToldAndLeft() {
        UUID damaged = webhook();
        UUID moved = webhook();
        store(damaged, "gAAAA", null);
        store(moved, old.make(damaged).token(), null);
        List<String> before = stored(moved);

        assertThat(rotate()).isEqualTo(1);

        assertThat(stored(damaged)).startsWith("gAAAA");
        assertThat(stored(moved)).isEqualTo(before);
        assertThat(printed.toString(UTF_8))
                .contains(damaged.toString(), moved.toString(), "2 are left")
                .doesNotContain("gAAAA");
    }

    private int rotate() {
        var secrets = new Secrets(TestKeys.ring(TestKeys.NEW, TestKeys.OLD));
        return new SecretRotation(jdbc, transactions, secrets).run(new PrintStream(printed, true, UTF_8));
    }

    private UUID webhook() {
        UUID id = UUID.randomUUID();
        database.sql("""
                        insert into public.webhooks (id, user_id, url, secret, log_cursor, enabled, disabled_reason, disabled_at)
                        values (?, ?, 'https://example.com', '', '', false, 'by_user', now())""").params(id, Traveller.known(port).id()).update();
        return id;
    }

    private void store(UUID webhook, String secret, @Nullable String former) {
        database.sql("update public.webhooks set secret = :secret, former_secret = :former where id = :id")
                .param("secret", secret)
                .param("former", former)
                .param("id", webhook)
                .update();
    }

    private List<String> stored(UUID webhook) {
        return database.sql(
                        "select unnest(array_remove(array[secret, former_secret], null)) from public.webhooks where id = ?")
                .param(webhook)
                .query((row, _) -> row.getString(1))
                .list();
    }
}
