package com.tripsage.gateway.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** The caller's webhooks. What the gateway writes while it sends is left alone, but for the cursor and what follows from a new one. */
interface WebhookRepository extends Repository<Webhook, UUID> {

    @Query("""
            select id, user_id, name, url, kinds, trip_id, secret, log_cursor, enabled, disabled_reason, disabled_at, waiting, failures,
                   failing_since, due_at, created_at, version
              from public.webhooks
             order by position
            """)
    List<Webhook> findAll();

    Optional<Webhook> findById(UUID id);

    Webhook save(Webhook changed);

    @Modifying
    @Query("delete from public.webhooks where id = :id")
    boolean delete(UUID id);

    @Modifying
    @Query("""
            update public.webhooks
               set enabled = true, disabled_reason = null, disabled_at = null, due_at = now(), failures = 0, failing_since = null
             where id = :id
            """)
    boolean enable(UUID id);

    @Modifying
    @Query("""
            update public.webhooks
               set enabled = false, disabled_reason = 'by_user', disabled_at = now()
             where id = :id
               and enabled
            """)
    boolean disable(UUID id);

    /** Goes on behind another position. Who sends at this moment finds the cursor moved, and stops. */
    @Modifying
    @Query("""
            update public.webhooks
               set log_cursor = :cursor, due_at = now(), failures = 0, failing_since = null
             where id = :id
            """)
    boolean goOnBehind(UUID id, String cursor);

    @Modifying
    @Query("""
            update public.webhooks
               set former_secret = secret, former_until = now() + make_interval(secs => :seconds), secret = :secret
             where id = :id
            """)
    boolean rotate(UUID id, String secret, double seconds);
}
