package com.tripsage.gateway.asset;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/** What a request says of the parts that it wants, and of what its client has already (RFC 9110, chapters 13 and 14). */
final class Conditions {

    private Conditions() {}

    static boolean isKnown(HttpServletRequest request, String tag) {
        return Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    /**
     * The bytes to be sent: all of them where the client asks for several parts, or for something that is no range. Null where it asks for
     * a part that there isn't.
     */
    static @Nullable ByteRange range(HttpServletRequest request, String tag, long total) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String only = request.getHeader(HttpHeaders.IF_RANGE);
        if (header == null || (only != null && !only.equals(tag))) {
            return ByteRange.whole(total);
        }
        List<HttpRange> ranges;
        try {
            ranges = HttpRange.parseRanges(header);
        } catch (IllegalArgumentException malformed) {
            return ByteRange.whole(total);
        }
        if (ranges.size() != 1) {
            return ByteRange.whole(total);
        }
        long from = ranges.getFirst().getRangeStart(total);
        long last = ranges.getFirst().getRangeEnd(total);
        return from > last ? null : new ByteRange(from, last - from + 1, total);
    }
}
