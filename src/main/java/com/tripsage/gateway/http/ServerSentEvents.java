package com.tripsage.gateway.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The events of one answer in the form of {@code text/event-stream}, named as the graphql-sse protocol has it. Each is sent at
 * once, and whoever writes it waits while the client is slow, as long as Tomcat's write timeout allows.
 */
class ServerSentEvents {

    private static final String COMPLETE = "event: complete\ndata:\n\n";
    private static final String COMMENT = ":\n\n";

    private final HttpServletResponse response;

    /** Until the first event: afterwards, writing tells whether the client has gone. */
    private final ClientWatch.Watched watched;

    private volatile long lastWrite = System.nanoTime();

    ServerSentEvents(HttpServletResponse response, ClientWatch.Watched watched) {
        this.response = response;
        this.watched = watched;
    }

    /** The headers of a stream, and no stream. */
    static void writeHeaders(HttpServletResponse response) {
        AnswerWriter.begin(response, AnswerType.EVENT_STREAM, HttpServletResponse.SC_OK);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
        // nginx passes each event on at once
        response.setHeader("X-Accel-Buffering", "no");
    }

    /** Sends the headers before there is an event. */
    void open() throws IOException {
        write("");
    }

    void next(String result, @Nullable String cursor) throws IOException {
        write("event: next\n" + id(cursor) + "data: " + result + "\n\n");
    }

    /** The last result, which consists of errors alone, and the end. */
    void error(String errors) throws IOException {
        write("event: next\ndata: {\"errors\":" + errors + "}\n\n" + COMPLETE);
    }

    void complete() throws IOException {
        write(COMPLETE);
    }

    /** The cursor to come back with, where there is one: an id without an event. */
    void position(@Nullable String cursor) throws IOException {
        write(cursor == null ? "" : id(cursor) + "\n");
    }

    /** A comment, which clients pass over. */
    void keepAlive() throws IOException {
        write(COMMENT);
    }

    boolean haveBeenSilentFor(Duration time) {
        return System.nanoTime() - lastWrite >= time.toNanos();
    }

    private static String id(@Nullable String cursor) {
        return cursor == null ? "" : "id: " + cursor + "\n";
    }

    private void write(String events) throws IOException {
        watched.close();
        if (!response.isCommitted()) {
            writeHeaders(response);
        }
        response.getOutputStream().write(events.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        lastWrite = System.nanoTime();
    }
}
