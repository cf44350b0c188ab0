package com.tripsage.gateway.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that leads to another one, until the line is cut. */
final class Relay implements AutoCloseable {

    private final ServerSocket entrance;
    private final int destination;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isCut;

    Relay(int destination) throws IOException {
        this.destination = destination;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Ends all connections, and new ones as soon as they come. */
    void cut() {
        isCut = true;
        sockets.forEach(Relay::close);
    }

    void mend() {
        isCut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (isCut) {
                    close(client);
                } else {
                    Socket gateway = new Socket(InetAddress.getLoopbackAddress(), destination);
                    sockets.addAll(List.of(client, gateway));
                    Thread.ofVirtual().start(() -> copy(client, gateway));
                    Thread.ofVirtual().start(() -> copy(gateway, client));
                }
            } catch (IOException closed) {
                // the loop sees whether that was the end
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // as the end of what there is to copy
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
