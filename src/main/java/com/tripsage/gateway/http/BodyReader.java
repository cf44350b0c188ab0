package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** Reads a body into memory, up to a limit. */
class BodyReader {

    private final int limit;

    BodyReader(DataSize limit) {
        this.limit = Math.toIntExact(limit.toBytes());
    }

    byte[] read(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        if (length > limit) {
            throw tooLarge();
        }
        byte[] body = readAtMost(length < 0 ? limit + 1 : (int) length, request);
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
