package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.fernet.InvalidToken;
import com.tripsage.gateway.refusal.Refusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of what is due to one webhook, under a lease: one event after the other, so that the order of the log is the order of
 * arrival, until nothing is left, a call fails, or others should have their turn.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final Duration TURN = Duration.ofSeconds(10);

    private final Lease lease;
    private final Means means;
    private final long endOfTurn = System.nanoTime() + TURN.toNanos();
    private long endOfLease;

    /** The cursor that is stored, which is behind where this reads when nothing had to be sent. */
    private String stored;

    Delivery(Lease lease, Means means, long leased) {
        this.lease = lease;
        this.means = means;
        this.stored = lease.cursor();
        this.endOfLease = leased + means.leases().time().toNanos();
    }

    void run() {
        Optional<URI> url = url();
        if (url.isEmpty()) {
            disable("url_refused");
            return;
        }
        try {
            var to = new To(url.get(), keys());
            String cursor = stored;
            while (cursor != null) {
                cursor = sendPage(to, cursor);
            }
        } catch (InvalidToken | Secrets.MovedSecret e) {
            disable("secret_lost");
        } catch (Refusal e) {
            if (!e.isOfExpiredCursor()) {
                throw e;
            }
            disable("cursor_expired");
        }
    }

    /** The address, which another program may have written; it is quoted nowhere. */
    private Optional<URI> url() {
        try {
            return Optional.of(Destination.parse("url", lease.url(), means.settings()));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }

    private List<byte[]> keys() throws InvalidToken, Secrets.MovedSecret {
        List<byte[]> keys = new ArrayList<>();
        keys.add(means.secrets().open(lease.webhook(), lease.secret()));
        if (lease.formerSecret() != null) {
            try {
                keys.add(means.secrets().open(lease.webhook(), lease.formerSecret()));
            } catch (InvalidToken | Secrets.MovedSecret e) {
                // It was replaced because it can't be read.
            }
        }
        return keys;
    }

    /** Where the next page begins; null where there is none, or it is somebody else's. */
    private @Nullable String sendPage(To to, String from) {
        ChangePage page = means.due().after(lease, from);
        String before = from;
        for (int n = 0; n < page.changes().size(); n++) {
            Change change = page.changes().get(n);
            int waiting = page.changes().size() - n;
            if (isEndOfTurn()) {
                means.leases().release(lease, stored, before, waiting, true);
                return null;
            }
            String behind = change.cursor().toString();
            Optional<Message> message =
                    lease.wants(TripEventKind.of(change)) ? means.due().message(lease, change) : Optional.empty();
            if (message.isPresent() && !send(to, message.get(), before, behind, change, waiting)) {
                return null;
            }
            if (means.due().isEnd(lease, change)) {
                disable("trip_ended");
                return null;
            }
            before = behind;
        }
        String next = page.next().toString();
        if (!page.hasMore()) {
            means.leases().release(lease, stored, next, 0, false);
            return null;
        }
        return next;
    }

    private boolean isEndOfTurn() {
        return System.nanoTime() - endOfTurn > 0 || Thread.currentThread().isInterrupted();
    }

    /** Whether it has arrived, and the lease goes on. */
    private boolean send(To to, Message message, String before, String behind, Change change, int waiting) {
        if (!hasTimeForACall() && !renew()) {
            return false;
        }
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signer.headers(message.name(), Instant.now(), body, to.keys());
        Answer answer =
                means.sender().post(to.url(), headers, body, means.settings().timeout());
        means.metrics().called(answer);
        if (!answer.isSuccess()) {
            fail(message, answer, before, waiting);
            return false;
        }
        means.metrics().delivered(change);
        long now = System.nanoTime();
        boolean goesOn = means.leases()
                .record(lease, new Attempt(message, answer, stored, behind, waiting - 1, Duration.ZERO, null));
        leased(now);
        stored = behind;
        if (!goesOn) {
            means.leases().release(lease, stored, stored, waiting - 1, true);
        }
        return goesOn;
    }

    private void fail(Message message, Answer answer, String before, int waiting) {
        Backoff backoff =
                new Backoff(means.settings().retryAfter(), means.settings().longestPause());
        Duration pause = backoff.after(lease.failures(), answer.retryAfter());
        // After a success under this lease the failures begin anew, and the lease doesn't know.
        boolean isFirst = !stored.equals(lease.cursor()) || lease.failures() == 0;
        String reason = answer.error() == DeliveryError.GONE
                ? "gone"
                : !isFirst && lease.failing().compareTo(means.settings().giveUpAfter()) >= 0 ? "failing" : null;
        means.leases()
                .record(
                        lease,
                        new Attempt(
                                message,
                                answer,
                                stored,
                                before,
                                waiting,
                                isFirst ? backoff.after(0, answer.retryAfter()) : pause,
                                reason));
        if (reason != null) {
            disabled(reason);
        }
    }

    private boolean hasTimeForACall() {
        return endOfLease - System.nanoTime() > means.settings().timeout().toNanos();
    }

    private boolean renew() {
        long now = System.nanoTime();
        boolean isRenewed = means.leases().renew(lease, stored);
        leased(now);
        return isRenewed;
    }

    /** The lease is counted from before it was written, so that it ends here before it ends for others. */
    private void leased(long now) {
        endOfLease = now + means.leases().time().toNanos();
    }

    private void disable(String reason) {
        means.leases().disable(lease, reason);
        disabled(reason);
    }

    private void disabled(String reason) {
        means.metrics().disabled();
        LOG.info("Webhook {} is disabled: {}", lease.webhook(), reason);
    }

    /** The endpoint, and what its messages are signed with. */
    private record To(URI url, List<byte[]> keys) {}

    /** What every delivery needs. */
    record Means(
            Leases leases,
            DueEvents due,
            Sender sender,
            Secrets secrets,
            WebhookProperties settings,
            WebhookMetrics metrics) {}
}
