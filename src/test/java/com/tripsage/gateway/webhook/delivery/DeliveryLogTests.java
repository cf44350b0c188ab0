package com.tripsage.gateway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.webhook.WebhookTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How long deliveries are kept for their user to read. */
class DeliveryLogTests extends WebhookTest {

    @Autowired
    private Leases leases;

    @Test
    void areForgottenAfterAMonthAndBeyondAThousand() {
        UUID much = UUID.fromString(create(ada, Map.of()).id());
        UUID old = UUID.fromString(create(bob, Map.of()).id());
        deliver(much, 1200, 29);
        deliver(old, 3, 31);
        deliver(old, 2, 29);

        leases.trimLog();

        assertThat(kept(much)).isEqualTo(1000);
        assertThat(kept(old)).isEqualTo(2);
        assertThat(superuser()
                        .sql("select min(latency_ms) from public.webhook_deliveries where webhook_id = ?")
                        .param(much)
                        .query(Integer.class)
                        .single())
                .as("the first of those that are kept")
                .isEqualTo(201);
    }

    private void deliver(UUID webhook, int rows, int daysAgo) {
        superuser().sql("""
                        insert into public.webhook_deliveries (id, webhook_id, kind, state, latency_ms, attempted_at)
                        select gen_random_uuid(), ?, 'trip_created', 'delivered', n, now() - ? * interval '1 day'
                          from generate_series(1, ?) n
                         order by n
                        """).params(webhook, daysAgo, rows).update();
    }

    private int kept(UUID webhook) {
        return superuser()
                .sql("select count(*) from public.webhook_deliveries where webhook_id = ?")
                .param(webhook)
                .query(Integer.class)
                .single();
    }
}
