package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The media types an answer may have. */
// a MediaType does not change either
@SuppressWarnings("ImmutableEnumChecker")
enum AnswerType {

    /** First, because it is the answer to a client that names none. */
    JSON("application/json"),
    GRAPHQL_RESPONSE("application/graphql-response+json"),
    EVENT_STREAM("text/event-stream");

    private final MediaType type;
    private final String contentType;

    AnswerType(String type) {
        this.type = MediaType.parseMediaType(type);
        this.contentType = type + ";charset=utf-8";
    }

    String contentType() {
        return contentType;
    }

    /** The type the client likes best, of equals the one it names first; empty where it accepts none of them. */
    static Optional<AnswerType> acceptedBy(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        if (accept.isBlank()) {
            return Optional.of(JSON);
        }
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            return Stream.of(values())
                    .map(type -> type.preference(ranges))
                    .filter(preference -> preference.quality() > 0)
                    .min(Preference::compareTo)
                    .map(Preference::type);
        } catch (InvalidMediaTypeException unreadable) {
            return Optional.empty();
        }
    }

    /** The type of an answer that is not a result, which a stream has no place for. */
    static AnswerType ofRefusal(HttpServletRequest request) {
        return acceptedBy(request).filter(type -> type != EVENT_STREAM).orElse(JSON);
    }

    /** The quality given by the range that fits most closely, as RFC 9110 has it. */
    private Preference preference(List<MediaType> ranges) {
        Preference preference = new Preference(this, 0, Integer.MAX_VALUE);
        int closest = -1;
        for (int i = 0; i < ranges.size(); i++) {
            MediaType range = ranges.get(i);
            int closeness = closeness(range);
            if (closeness > closest) {
                closest = closeness;
                preference = new Preference(this, range.getQualityValue(), i);
            }
        }
        return preference;
    }

    private int closeness(MediaType range) {
        boolean fits = range.includes(type)
                && (range.getCharset() == null || range.getCharset().equals(StandardCharsets.UTF_8));
        if (!fits) {
            return -1;
        }
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }

    private record Preference(AnswerType type, double quality, int position) implements Comparable<Preference> {

        @Override
        public int compareTo(Preference other) {
            int byQuality = Double.compare(other.quality, quality);
            return byQuality != 0 ? byQuality : Integer.compare(position, other.position);
        }
    }
}
