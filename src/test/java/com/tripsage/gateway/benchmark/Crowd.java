package com.tripsage.gateway.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Subscribers, each with a socket of its own, on one thread that reads for all of them. */
final class Crowd implements AutoCloseable {

    /** How many connect at once, where it is not to be all. */
    private static final int CONNECTING = 50;

    private final Selector selector = Selector.open();
    private final List<RawSocket> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final Thread thread;
    private volatile boolean over;

    private Crowd(URI url, List<String> tokens, String document, int connecting, Consumer<byte[]> onText)
            throws IOException {
        for (int n = 0; n < tokens.size(); n++) {
            sockets.add(RawSocket.connect(selector, url, tokens.get(n), document, onText));
            while (underWay() > connecting) {
                turn();
            }
        }
        while (underWay() > 0) {
            turn();
        }
        thread = Thread.ofPlatform().name("crowd").start(this::read);
    }

    /**
     * Connects them all.
     *
     * @param onText gets each of their messages, on one thread
     */
    static Crowd of(URI url, List<String> tokens, String document, Consumer<byte[]> onText) throws IOException {
        return new Crowd(url, tokens, document, CONNECTING, onText);
    }

    /** Connects them all at the same time, as after a break. */
    static Crowd atOnce(URI url, List<String> tokens, String document) throws IOException {
        return new Crowd(url, tokens, document, tokens.size(), message -> {});
    }

    long held() {
        return count(RawSocket.State.HELD);
    }

    private long underWay() {
        return sockets.size() - count(RawSocket.State.HELD) - count(RawSocket.State.CLOSED);
    }

    private long count(RawSocket.State state) {
        return sockets.stream().filter(socket -> socket.state() == state).count();
    }

    private void read() {
        try {
            while (!over) {
                turn();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turn() throws IOException {
        selector.select(200);
        for (SelectionKey key : selector.selectedKeys()) {
            ((RawSocket) key.attachment()).ready(key, buffer);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(RawSocket::close);
        selector.close();
    }
}
