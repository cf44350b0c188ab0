package com.tripsage.gateway.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection on which a test says exactly what it wants, as slowly as it wants; a character is a byte. */
public final class RawConnection implements AutoCloseable {

    /** The headers of a handshake. */
    static final String UPGRADE = """
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: graphql-transport-ws
            """;

    private static final int DRIP_MILLIS = 100;
    private static final long LONGEST_DRIP = Duration.ofSeconds(8).toNanos();

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    public RawConnection(int port) throws IOException {
        this(new Socket("localhost", port));
    }

    /** The same over a socket that is connected, with TLS for instance. */
    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    /** A connection that has become a socket of graphql-transport-ws. */
    public static RawConnection webSocket(int port) throws IOException {
        var connection = new RawConnection(port);
        connection.send(("GET /graphql HTTP/1.1\nHost: localhost\n" + UPGRADE + "\n").replace("\n", "\r\n"));
        connection.readUntil("\r\n\r\n");
        return connection;
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether the other side has closed. */
    boolean isClosed() throws IOException {
        socket.setSoTimeout(DRIP_MILLIS);
        try {
            return !readSome();
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException closed) {
            return true;
        }
    }

    /** Whether it has closed behind one more drop. */
    boolean isClosedBehind(String drop) {
        try {
            send(drop);
            return isClosed();
        } catch (IOException closed) {
            return true;
        }
    }

    /** Sends a little again and again until the other side closes, and tells how long that took. */
    public Duration drip(String drop) throws IOException {
        long start = System.nanoTime();
        socket.setSoTimeout(DRIP_MILLIS);
        while (System.nanoTime() - start < LONGEST_DRIP) {
            try {
                send(drop);
                if (!readSome()) {
                    break;
                }
            } catch (SocketTimeoutException stillOpen) {
                // the next drop
            } catch (SocketException closed) {
                break;
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** All there is until the other side closes. */
    public String readAnswer() throws IOException {
        socket.setSoTimeout(8000);
        try {
            while (readSome()) {
                // more to come
            }
        } catch (SocketException closed) {
            // as good as the end
        }
        return received.toString();
    }

    /** What comes up to and including the mark, and forgets it. */
    public String readUntil(String mark) throws IOException {
        socket.setSoTimeout(8000);
        int found = received.indexOf(mark);
        while (found < 0) {
            // What was looked through is not looked through again, except for a mark that has only begun.
            int seen = Math.max(received.length() - mark.length(), 0);
            if (!readSome()) {
                return received.toString();
            }
            found = received.indexOf(mark, seen);
        }
        int end = found + mark.length();
        String text = received.substring(0, end);
        received.delete(0, end);
        return text;
    }

    private boolean readSome() throws IOException {
        byte[] buffer = new byte[8192];
        int read = socket.getInputStream().read(buffer);
        if (read > 0) {
            received.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
        return read >= 0;
    }

    /** Sends no more, and reads on. */
    public void shutDownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes without good-bye. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
