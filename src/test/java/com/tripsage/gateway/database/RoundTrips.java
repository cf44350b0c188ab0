package com.tripsage.gateway.database;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.TestPostgres;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A way from the gateway to PostgreSQL on which the round trips of callers' transactions are counted, as the protocol has them. */
final class RoundTrips implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final AtomicLong COUNT = new AtomicLong();

    private static final int PROTOCOL_3 = 196608;
    private static final int TYPE_AND_LENGTH = 5;

    /** The number of flushes that callers' transactions have sent. */
    static long count() {
        return COUNT.get();
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String database = TestPostgres.shared().createDatabase();
        String direct = TestPostgres.shared().jdbcUrl(database);
        URI postgres = URI.create(direct.substring("jdbc:".length()));
        try {
            var entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(entrance, postgres));
            TestPropertyValues.of(GatewayTest.OnTestPostgres.properties(database))
                    .applyTo(context);
            TestPropertyValues.of(
                            "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable"
                                    .formatted(entrance.getLocalPort(), database),
                            "spring.flyway.url=" + direct)
                    .applyTo(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void accept(ServerSocket entrance, URI postgres) {
        while (true) {
            try {
                Socket client = entrance.accept();
                var server = new Socket(postgres.getHost(), postgres.getPort());
                server.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                var session = new Session();
                Thread.ofVirtual().start(() -> pass(client, server, session, true));
                Thread.ofVirtual().start(() -> pass(server, client, session, false));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void pass(Socket from, Socket to, Session session, boolean asks) {
        try (from;
                to) {
            var in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            // the first message has no type
            boolean isTyped = !asks;
            while (true) {
                int type = isTyped ? in.readUnsignedByte() : 0;
                int length = in.readInt();
                byte[] body = in.readNBytes(length - Integer.BYTES);
                session.pass(type, body, asks);
                ByteBuffer message = ByteBuffer.allocate(TYPE_AND_LENGTH + body.length);
                if (isTyped) {
                    message.put((byte) type);
                }
                message.putInt(length).put(body);
                out.write(message.array(), 0, message.position());
                isTyped = isTyped || ByteBuffer.wrap(body).getInt() == PROTOCOL_3;
            }
        } catch (IOException _) {
            // both ends are closed
        }
    }

    /** A connection, which serves a caller from the message that says so until PostgreSQL is in no transaction. */
    private static final class Session {

        private volatile boolean serves;

        void pass(int type, byte[] body, boolean asks) {
            if (!asks) {
                serves = serves && !(type == 'Z' && body[0] == 'I');
            } else if (type == 'B' && new String(body, StandardCharsets.ISO_8859_1).contains("authenticated")) {
                serves = true;
            } else if (serves && type == 'S') {
                COUNT.incrementAndGet();
            }
        }
    }
}
