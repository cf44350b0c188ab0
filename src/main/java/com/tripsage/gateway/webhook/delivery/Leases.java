package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.value.Columns;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The leases of webhooks, and what is written under them: only whoever has the lease writes, and only while the webhook stands where
 * the lease found it.
 */
@Repository
class Leases {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How often each is looked at although nobody has said that there is something. */
    private static final String IDLE = "interval '5 minutes'";

    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final WebhookProperties settings;

    Leases(JdbcClient jdbc, Transactions transactions, WebhookProperties settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** How long a lease lasts: a call always ends before, and a gateway that was killed is soon missed. */
    Duration time() {
        return settings.timeout().multipliedBy(2).plusSeconds(5);
    }

    boolean areAny() {
        return looking(() -> jdbc.sql("select exists (select from public.webhooks where enabled)")
                .query(Boolean.class)
                .single());
    }

    /** Has the webhooks of users looked at soon, except those that are left alone after a failure. */
    void wake(Collection<UUID> users) {
        asItself(() -> jdbc.sql("""
                        update public.webhooks
                           set due_at = now()
                         where user_id = any(:users)
                           and enabled
                           and failures = 0
                           and due_at > now()
                        """).param("users", UuidArray.of(users)).update());
    }

    /** The same for all users. */
    void wakeAll() {
        asItself(() -> jdbc.sql(
                        "update public.webhooks set due_at = now() where enabled and failures = 0 and due_at > now()")
                .update());
    }

    /**
     * Leases webhooks that are due, or whose lease has run out: at most one more of each user at a time.
     *
     * @param most how many of them
     * @param alsoFailing whether those may be among them whose last call has failed
     */
    List<Lease> claim(int most, boolean alsoFailing) {
        return asItself(() -> jdbc.sql("""
                        with due as materialized (
                            select w.id
                              from public.webhooks w
                             where w.enabled
                               and coalesce(w.lease_until, w.due_at) <= now()
                               and (w.failures = 0 or :alsoFailing)
                               and (select count(*)
                                      from public.webhooks o
                                     where o.user_id = w.user_id
                                       and o.lease_until > now()) < :mostPerUser
                               and not exists (select
                                                 from public.webhooks o
                                                where o.user_id = w.user_id
                                                  and o.enabled
                                                  and coalesce(o.lease_until, o.due_at) <= now()
                                                  and (o.failures > 0, coalesce(o.lease_until, o.due_at), o.id)
                                                      < (w.failures > 0, coalesce(w.lease_until, w.due_at), w.id))
                             order by w.failures > 0, coalesce(w.lease_until, w.due_at)
                             limit :most
                               for update skip locked
                        )
                        update public.webhooks w
                           set lease       = gen_random_uuid(),
                               lease_until = now() + make_interval(secs => :seconds),
                               due_at      = now() + %s
                          from due
                         where w.id = due.id
                        returning %s
                        """.formatted(IDLE, Lease.COLUMNS))
                .param("most", most)
                .param("mostPerUser", settings.concurrencyPerUser())
                .param("alsoFailing", alsoFailing)
                .param("seconds", seconds(time()))
                .query(Lease::of)
                .list());
    }

    /** Prolongs a lease that has not been taken over, of a webhook that is as it was. */
    boolean renew(Lease lease, String cursor) {
        return inTurn(
                lease,
                () -> jdbc.sql("""
                        update public.webhooks
                           set lease_until = now() + make_interval(secs => :seconds)
                         where id = :webhook
                           and lease = :lease
                           and log_cursor = :cursor
                           and version = :version
                           and enabled
                        """)
                                .param("webhook", lease.webhook())
                                .param("lease", lease.token())
                                .param("cursor", cursor)
                                .param("version", lease.version())
                                .param("seconds", seconds(time()))
                                .update()
                        == 1);
    }

    /** Moves on behind what is not to be sent, and gives the lease back. */
    void release(Lease lease, String from, String to, int waiting, boolean isDue) {
        inTurn(lease, () -> jdbc.sql("""
                        with held as (
                            update public.webhooks
                               set log_cursor  = case when log_cursor = :from then :to else log_cursor end,
                                   waiting     = :waiting,
                                   due_at      = case when :isDue then now() else due_at end,
                                   lease       = null,
                                   lease_until = null
                             where id = :webhook
                               and lease = :lease
                            returning id
                        )
                        update public.webhook_deliveries d
                           set state = 'skipped', next_attempt_at = null
                          from held
                         where d.webhook_id = held.id
                           and d.state = 'retrying'
                           and not :isDue
                        """)
                .param("webhook", lease.webhook())
                .param("lease", lease.token())
                .param("from", from)
                .param("to", to)
                .param("waiting", waiting)
                .param("isDue", isDue)
                .update());
    }

    /**
     * Writes down an attempt, and where the webhook stands now.
     *
     * @return whether the lease goes on: nobody has taken it over, and the user has changed nothing
     */
    boolean record(Lease lease, Attempt attempt) {
        Answer answer = attempt.answer();
        Optional<Boolean> goesOn = inTurn(lease, () -> jdbc.sql("""
                        with held as (
                            update public.webhooks
                               set log_cursor      = :to,
                                   waiting         = :waiting,
                                   failures        = case when :delivered then 0 else failures + 1 end,
                                   failing_since   = case when not :delivered then coalesce(failing_since, now()) end,
                                   due_at          = case when :delivered then due_at
                                                          else now() + make_interval(secs => :pause) end,
                                   enabled         = enabled and cast(:disabled as text) is null,
                                   disabled_reason = coalesce(disabled_reason, :disabled),
                                   disabled_at     = coalesce(disabled_at, case when cast(:disabled as text) is not null then now() end),
                                   lease           = case when :delivered then lease end,
                                   lease_until     = case when :delivered then now() + make_interval(secs => :seconds) end
                             where id = :webhook
                               and lease = :lease
                               and log_cursor = :from
                            returning id, enabled and version = :version as goes_on
                        ),
                        others as (
                            update public.webhook_deliveries d
                               set state = 'skipped', next_attempt_at = null
                              from held
                             where d.webhook_id = held.id
                               and d.state = 'retrying'
                               and d.id <> :message
                        ),
                        logged as (
                            insert into public.webhook_deliveries as d
                                   (id, webhook_id, kind, trip_id, state, status, error, latency_ms, next_attempt_at)
                            select :message, held.id, :kind, :trip, :state, :status, :error, :latency,
                                   case when :state = 'retrying' then now() + make_interval(secs => :pause) end
                              from held
                                on conflict (id) do update
                               set state           = excluded.state,
                                   status          = excluded.status,
                                   error           = excluded.error,
                                   latency_ms      = excluded.latency_ms,
                                   next_attempt_at = excluded.next_attempt_at,
                                   attempted_at    = excluded.attempted_at,
                                   attempts        = d.attempts + 1
                        )
                        select goes_on from held
                        """)
                .param("webhook", lease.webhook())
                .param("lease", lease.token())
                .param("version", lease.version())
                .param("from", attempt.from())
                .param("to", attempt.to())
                .param("waiting", attempt.waiting())
                .param("delivered", answer.isSuccess())
                .param("pause", seconds(attempt.pause()))
                .param("seconds", seconds(time()))
                .param("disabled", attempt.disabledReason())
                .param("message", attempt.message().id())
                .param("kind", attempt.message().kind())
                .param("trip", attempt.message().tripId())
                .param("state", attempt.state())
                .param("status", answer.status())
                .param("error", answer.error() == null ? null : Columns.lowerCase(answer.error()))
                .param("latency", (int) answer.latency().toMillis())
                .query(Boolean.class)
                .optional());
        return goesOn.orElse(false);
    }

    /** Disables a webhook that can't go on by itself. */
    void disable(Lease lease, String reason) {
        inTurn(lease, () -> jdbc.sql("""
                        update public.webhooks
                           set enabled = false, disabled_reason = :reason, disabled_at = now(), lease = null, lease_until = null
                         where id = :webhook
                           and lease = :lease
                           and enabled
                        """)
                .param("webhook", lease.webhook())
                .param("lease", lease.token())
                .param("reason", reason)
                .update());
    }

    /** What waits, and how many webhooks fail. */
    Backlog backlog() {
        return looking(() -> jdbc.sql(
                        "select coalesce(sum(waiting), 0), count(*) filter (where failures > 0) from public.webhooks where enabled")
                .query((row, _) -> new Backlog(row.getLong(1), row.getLong(2)))
                .single());
    }

    /** Forgets old deliveries, and of each webhook all but the last thousand. */
    void trimLog() {
        asItself(() ->
                jdbc.sql("""
                        delete
                          from public.webhook_deliveries d
                         where d.attempted_at < now() - make_interval(secs => :seconds)
                            or d.position < (select k.position
                                               from public.webhook_deliveries k
                                              where k.webhook_id = d.webhook_id
                                              order by k.position desc
                                             offset 999
                                              limit 1)
                        """).param("seconds", seconds(settings.logRetention())).update());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private <T> T asItself(Supplier<T> work) {
        return as(Identity.WEBHOOKS, work);
    }

    /** Without changes: a commit of some wakes all who look for them, this node's subscribers among them. */
    private <T> T looking(Supplier<T> work) {
        return transactions.run(Identity.WEBHOOKS, Access.READ, Deadline.after(TIMEOUT), _ -> work.get());
    }

    /** Takes the owner's turn among the callers, so that somebody's busy webhook holds up nobody else. */
    private <T> T inTurn(Lease lease, Supplier<T> work) {
        return as(Identity.WEBHOOKS.inTurnOf(lease.userId()), work);
    }

    private <T> T as(Identity identity, Supplier<T> work) {
        return transactions.run(identity, Access.WRITE, Deadline.after(TIMEOUT), _ -> work.get());
    }

    /**
     * What has not been sent.
     *
     * @param events that wait, as far as it was counted
     * @param failing how many webhooks fail
     */
    record Backlog(long events, long failing) {

        static final Backlog NONE = new Backlog(0, 0);
    }
}
