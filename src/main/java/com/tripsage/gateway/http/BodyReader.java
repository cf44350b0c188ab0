package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** Reads a body into memory, up to a limit. */
class BodyReader {

    private final int limit;

    BodyReader(DataSize limit) {
        this.limit = Math.toIntExact(limit.toBytes());
    }

    /** Reads the body; a large one waits for its place first. */
    byte[] read(HttpServletRequest request, LargeBodies.Place place) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge();
        }
        byte[] body = readAtMost(Math.min(limit + 1, LargeBodies.SMALL), request);
        if (body.length == LargeBodies.SMALL) {
            place.take();
            byte[] rest = readAtMost(Math.max(0, limit + 1 - body.length), request);
            byte[] whole = Arrays.copyOf(body, body.length + rest.length);
            System.arraycopy(rest, 0, whole, body.length, rest.length);
            body = whole;
        }
        if (body.length > limit) {
            throw tooLarge();
        }
        return body;
    }

    private static byte[] readAtMost(int bytes, HttpServletRequest request) {
        try {
            return request.getInputStream().readNBytes(bytes);
        } catch (SocketTimeoutException tooSlow) {
            throw RequestRefused.of(HttpStatus.REQUEST_TIMEOUT, "The request took too long to arrive");
        } catch (IOException brokenOff) {
            throw RequestRefused.badRequest("The body is incomplete");
        }
    }

    private RequestRefused tooLarge() {
        return RequestRefused.of(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than " + limit + " bytes");
    }
}
