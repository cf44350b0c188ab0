package com.tripsage.gateway.observation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A collector of OpenTelemetry: it takes OTLP over HTTP from whoever names a tenant and a key, and reads as much of its protobuf as tests ask for. */
final class OtlpCollector implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();

    OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** The spans of a trace, once there are those that are wanted. */
    List<Span> trace(String id, Predicate<List<Span>> isWhole) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Span> trace =
                    spans.stream().filter(span -> span.traceId().equals(id)).toList();
            if (isWhole.test(trace) || System.nanoTime() > end) {
                return trace;
            }
            arrivals.poll(1, TimeUnit.SECONDS);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        if (!"a=b".equals(exchange.getRequestHeaders().getFirst("x-tenant"))
                || !"c".equals(exchange.getRequestHeaders().getFirst("api-key"))) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        try (exchange;
                var body = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                        ? new GZIPInputStream(exchange.getRequestBody())
                        : exchange.getRequestBody()) {
            for (Message resource : Message.of(body.readAllBytes()).messages(1)) {
                String service = Span.attributes(resource.messages(1).getFirst(), 1)
                        .getOrDefault("service.name", "")
                        .toString();
                for (Message scope : resource.messages(2)) {
                    scope.messages(2).forEach(span -> spans.add(Span.of(service, span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
        arrivals.add(spans.size());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A span as OTLP has it. */
    record Span(
            String service,
            String traceId,
            String id,
            String parent,
            String name,
            long kind,
            Map<String, Object> attributes,
            long status) {

        static Span of(String service, Message span) {
            return new Span(
                    service,
                    span.hex(1),
                    span.hex(2),
                    span.hex(4),
                    span.text(5),
                    span.number(6),
                    attributes(span, 9),
                    span.messages(15).stream()
                            .mapToLong(status -> status.number(3))
                            .sum());
        }

        static Map<String, Object> attributes(Message owner, int field) {
            Map<String, Object> attributes = new HashMap<>();
            for (Message pair : owner.messages(field)) {
                Message value = pair.messages(2).getFirst();
                attributes.put(pair.text(1), value.has(1) ? value.text(1) : value.number(3));
            }
            return attributes;
        }
    }

    /** A message of protobuf: the values of each field, numbers or bytes. */
    record Message(Map<Integer, List<Object>> fields) {

        static Message of(byte[] bytes) {
            Map<Integer, List<Object>> fields = new HashMap<>();
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                int tag = (int) varint(in);
                Object value =
                        switch (tag & 7) {
                            case 0 -> varint(in);
                            case 1 -> in.getLong();
                            case 2 -> {
                                byte[] part = new byte[(int) varint(in)];
                                in.get(part);
                                yield part;
                            }
                            case 5 -> (long) in.getInt();
                            default -> throw new IllegalArgumentException("wire type " + (tag & 7));
                        };
                fields.computeIfAbsent(tag >>> 3, _ -> new ArrayList<>()).add(value);
            }
            return new Message(fields);
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        boolean has(int field) {
            return fields.containsKey(field);
        }

        List<Message> messages(int field) {
            return fields.getOrDefault(field, List.of()).stream()
                    .map(value -> of((byte[]) value))
                    .toList();
        }

        String text(int field) {
            return new String(bytes(field), StandardCharsets.UTF_8);
        }

        String hex(int field) {
            return HexFormat.of().formatHex(bytes(field));
        }

        private byte[] bytes(int field) {
            return first(field) instanceof byte[] bytes ? bytes : new byte[0];
        }

        long number(int field) {
            return first(field) instanceof Long number ? number : 0;
        }

        private @Nullable Object first(int field) {
            List<Object> values = fields.get(field);
            return values == null ? null : values.getFirst();
        }
    }
}
