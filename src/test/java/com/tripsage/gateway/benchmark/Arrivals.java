package com.tripsage.gateway.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When numbered changes were sent and answered, and when their events arrived. */
final class Arrivals implements Consumer<byte[]> {

    private static final Pattern NUMBER = Pattern.compile("\"title\":\"change (\\d+)\"");

    private final AtomicLongArray sent;
    private final AtomicLongArray answered;
    private final AtomicLongArray last;
    private final int[] events;
    private final long[] arrived;
    private final AtomicInteger count = new AtomicInteger();

    Arrivals(int changes, int eventsOfEach) {
        sent = new AtomicLongArray(changes);
        answered = new AtomicLongArray(changes);
        last = new AtomicLongArray(changes);
        events = new int[changes * eventsOfEach];
        arrived = new long[changes * eventsOfEach];
    }

    void sent(int change) {
        sent.set(change, System.nanoTime());
    }

    void answered(int change) {
        answered.set(change, System.nanoTime());
    }

    /** A message to a subscriber; always called on the same thread. */
    @Override
    public void accept(byte[] message) {
        long now = System.nanoTime();
        Matcher matcher = NUMBER.matcher(new String(message, UTF_8));
        if (matcher.find()) {
            int change = Integer.parseInt(matcher.group(1));
            int n = count.get();
            if (n < events.length) {
                events[n] = change;
                arrived[n] = now;
                count.set(n + 1);
                last.set(change, now);
            }
        }
    }

    /** Changes that were not answered, or with an error: they may have been committed or not. */
    int failed() {
        int failed = 0;
        for (int change = 0; change < answered.length(); change++) {
            failed += answered.get(change) == 0 ? 1 : 0;
        }
        return failed;
    }

    int count() {
        return count.get();
    }

    boolean isComplete() {
        return count.get() == events.length;
    }

    /** From the request to each event, without the first changes. */
    Times sinceSent(int skip) {
        return since(sent, skip);
    }

    /** From the answer to each event; an event that comes before the answer takes no time. */
    Times sinceAnswered(int skip) {
        return since(answered, skip);
    }

    private Times since(AtomicLongArray begin, int skip) {
        var times = new Times();
        for (int n = 0; n < count(); n++) {
            if (events[n] >= skip && begin.get(events[n]) != 0) {
                times.add(Math.max(0, arrived[n] - begin.get(events[n])));
            }
        }
        return times;
    }

    /** From the request to the last event of the change. */
    Times untilTheLast(int skip) {
        var times = new Times();
        for (int change = skip; change < last.length(); change++) {
            times.add(last.get(change) - sent.get(change));
        }
        return times;
    }
}
