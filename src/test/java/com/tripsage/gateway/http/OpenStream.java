package com.tripsage.gateway.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream of events as a client reads it. */
final class OpenStream implements AutoCloseable {

    private final InputStream body;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private OpenStream(InputStream body) {
        this.body = body;
        Thread.startVirtualThread(this::read);
    }

    static OpenStream of(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new OpenStream(Edge.open(request));
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            StringBuilder event = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    events.add(event.toString());
                    event.setLength(0);
                } else {
                    event.append(line).append('\n');
                }
            }
            events.add("end" + event);
        } catch (IOException | UncheckedIOException e) {
            events.add("broken");
        }
    }

    /** The next event, line by line; {@code end} behind the last one. */
    String event() throws InterruptedException {
        return Objects.requireNonNull(events.poll(8, TimeUnit.SECONDS), "an event");
    }

    String eventOtherThanKeepAlive() throws InterruptedException {
        String event = event();
        while (event.equals(":\n")) {
            event = event();
        }
        return event;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
