package com.tripsage.gateway.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket that costs its client next to nothing: enough of the protocols to subscribe, and to answer pings. */
final class RawSocket {

    /** How far it has come. */
    enum State {
        CONNECTING,
        OPENING,
        INITIALISING,
        SUBSCRIBING,
        HELD,
        CLOSED
    }

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final SocketChannel channel;
    private final URI url;
    private final String token;
    private final @Nullable String document;
    private final Consumer<byte[]> onText;
    private byte[] unread = {};
    private State state = State.CONNECTING;

    private RawSocket(
            SocketChannel channel, URI url, String token, @Nullable String document, Consumer<byte[]> onText) {
        this.channel = channel;
        this.url = url;
        this.token = token;
        this.document = document;
        this.onText = onText;
    }

    /** Begins to connect; the rest follows as the selector finds it ready. */
    static RawSocket connect(Selector selector, URI url, String token, @Nullable String document) throws IOException {
        return connect(selector, url, token, document, message -> {});
    }

    /**
     * The same.
     *
     * @param onText gets each text message, as UTF-8
     */
    static RawSocket connect(
            Selector selector, URI url, String token, @Nullable String document, Consumer<byte[]> onText)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        RawSocket socket = new RawSocket(channel, url, token, document, onText);
        channel.register(selector, SelectionKey.OP_CONNECT, socket);
        channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        return socket;
    }

    State state() {
        return state;
    }

    /** Goes on; gives the number of messages that came. */
    int ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                shakeHands();
            }
            return key.isReadable() ? read(buffer) : 0;
        } catch (IOException gone) {
            close();
            return 0;
        }
    }

    private void shakeHands() throws IOException {
        state = State.OPENING;
        String request = """
                GET %s HTTP/1.1
                Host: %s
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: graphql-transport-ws

                """.formatted(url.getPath(), url.getAuthority());
        channel.write(ByteBuffer.wrap(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private int read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            close();
            return 0;
        }
        buffer.flip();
        int known = unread.length;
        unread = Arrays.copyOf(unread, known + buffer.remaining());
        buffer.get(unread, known, buffer.remaining());
        if (state == State.OPENING && !isOpened()) {
            return 0;
        }
        int messages = 0;
        for (int opcode = frame(); opcode >= 0; opcode = frame()) {
            messages += opcode == TEXT ? 1 : 0;
        }
        return messages;
    }

    private boolean isOpened() throws IOException {
        String answer = new String(unread, StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            close();
            return false;
        }
        unread = Arrays.copyOfRange(unread, end + 4, unread.length);
        state = State.INITIALISING;
        send(TEXT, "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + token + "\"}}");
        return true;
    }

    /** The opcode of the next whole frame, or -1. */
    private int frame() throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(unread);
        if (frame.remaining() < 2) {
            return -1;
        }
        int opcode = frame.get() & 0x0f;
        long length = frame.get() & 0x7f;
        if (length > 125) {
            if (frame.remaining() < 8) {
                return -1;
            }
            length = length == 126 ? frame.getShort() & 0xffff : frame.getLong();
        }
        if (frame.remaining() < length) {
            return -1;
        }
        byte[] payload = new byte[(int) length];
        frame.get(payload);
        unread = Arrays.copyOfRange(unread, frame.position(), unread.length);
        if (opcode == TEXT) {
            onText.accept(payload);
        }
        if (opcode == CLOSE) {
            close();
        } else if (opcode == PING) {
            send(PONG, new String(payload, StandardCharsets.UTF_8));
        } else if (opcode == TEXT && state == State.INITIALISING) {
            state = document == null ? State.HELD : State.SUBSCRIBING;
            if (document != null) {
                send(TEXT, "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"" + document + "\"}}");
            }
        } else if (opcode == TEXT && state == State.SUBSCRIBING) {
            state = State.HELD;
            if (new String(payload, StandardCharsets.UTF_8).contains("\"type\":\"error\"")) {
                close();
            }
        }
        return opcode;
    }

    /** The mask is all zeros, which is as good as another. */
    private void send(int opcode, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (0x80 | opcode));
        if (payload.length > 125) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | payload.length));
        }
        channel.write(frame.putInt(0).put(payload).flip());
    }

    void close() {
        state = State.CLOSED;
        try {
            channel.close();
        } catch (IOException closed) {
            // as it should be
        }
    }
}
