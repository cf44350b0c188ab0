package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.refusal.Refusal;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the change log that finds out whose webhooks have something to send. It only wakes them: what is due to each stands
 * behind its own cursor, so that nothing is lost where this one has missed something.
 */
final class WebhookTail {

    private static final int PAGE = 500;

    private final ChangeLog log;
    private final Leases leases;

    private @Nullable Cursor position;

    /** After its connections were lost, it may be another database that answers. */
    private boolean hasFailed;

    WebhookTail(ChangeLog log, Leases leases) {
        this.log = log;
        this.leases = leases;
    }

    void read() {
        try {
            if (hasFailed) {
                log.open();
            }
            readOn();
            hasFailed = false;
        } catch (RuntimeException e) {
            hasFailed = true;
            if (e instanceof Refusal refusal && refusal.isOfExpiredCursor()) {
                position = null;
            }
            throw e;
        }
    }

    /** Begins anew with the next read, which then wakes all. */
    void rest() {
        position = null;
    }

    private void readOn() {
        Cursor from = position;
        if (from == null) {
            Cursor now = log.position();
            leases.wakeAll();
            position = now;
            return;
        }
        Set<UUID> users = new HashSet<>();
        ChangePage page;
        do {
            page = log.tail(from, PAGE);
            page.changes().stream()
                    .filter(TripEventKind.SCOPE::includes)
                    .forEach(change -> users.addAll(change.audience()));
            from = page.next();
        } while (page.hasMore());
        if (!users.isEmpty()) {
            leases.wake(users);
        }
        position = from;
    }
}
