package com.tripsage.gateway.changelog;

import java.util.Arrays;
import java.util.Objects;

/** The transactions that were over at a moment, as a {@code pg_snapshot}: those before {@code xmax} except for some. */
final class Snapshot {

    private final long xmin;
    private final long xmax;
    private final long[] inProgress;

    Snapshot(long xmin, long xmax, long... inProgress) {
        this.xmin = xmin;
        this.xmax = xmax;
        this.inProgress = inProgress;
    }

    static Snapshot parse(String text) {
        String[] parts = text.split(":", -1);
        long[] inProgress = parts[2].isEmpty()
                ? new long[0]
                : Arrays.stream(parts[2].split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray();
        return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), inProgress);
    }

    long xmin() {
        return xmin;
    }

    boolean sees(long xid) {
        return xid < xmax && Arrays.binarySearch(inProgress, xid) < 0;
    }

    /** The snapshot that sees all that the other one does; the second where neither does. */
    static Snapshot later(Snapshot one, Snapshot other) {
        boolean isLater =
                one.xmax >= other.xmax && Arrays.stream(one.inProgress).noneMatch(other::sees);
        return isLater ? one : other;
    }

    /** Writes it in at most so many bytes. What doesn't fit counts as not seen: changes may be repeated, but none is lost. */
    void write(VarInts out, int most) {
        var gaps = new VarInts();
        long last = xmin;
        int count = 0;
        while (count < inProgress.length) {
            var gap = new VarInts();
            gap.put(inProgress[count] - last);
            if (gaps.size() + gap.size() > most) {
                break;
            }
            gaps.put(inProgress[count] - last);
            last = inProgress[count];
            count++;
        }
        out.put(xmin);
        out.put((count < inProgress.length ? inProgress[count] : xmax) - xmin);
        out.put(count);
        out.put(gaps);
    }

    static Snapshot read(VarInts.Reader in) {
        long xmin = in.next();
        long xmax = xmin + in.next();
        long[] inProgress = new long[Math.toIntExact(in.next())];
        long last = xmin;
        for (int i = 0; i < inProgress.length; i++) {
            last += in.next();
            inProgress[i] = last;
        }
        return new Snapshot(xmin, xmax, inProgress);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && xmin == that.xmin
                && xmax == that.xmax
                && Arrays.equals(inProgress, that.inProgress);
    }

    @Override
    public int hashCode() {
        return Objects.hash(xmin, xmax, Arrays.hashCode(inProgress));
    }

    /** The text that PostgreSQL reads. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder().append(xmin).append(':').append(xmax).append(':');
        for (int i = 0; i < inProgress.length; i++) {
            text.append(i == 0 ? "" : ",").append(inProgress[i]);
        }
        return text.toString();
    }
}
