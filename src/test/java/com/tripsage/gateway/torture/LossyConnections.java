package com.tripsage.gateway.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a gateway on which replies get lost: before they arrive, halfway, or before the gateway has made them. */
final class LossyConnections implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final int gateway;
    private final ServerSocket entrance;
    private final AtomicLong lost = new AtomicLong();

    LossyConnections(int gateway) {
        this.gateway = gateway;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** How many replies have not arrived. */
    long lost() {
        return lost.get();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                // the loop ends with the entrance
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), gateway)) {
            Thread requests = Thread.startVirtualThread(() -> passRequests(client, server));
            passReplies(server, client);
            requests.join();
        } catch (IOException gone) {
            // both ends are closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After one in twenty the client is gone before there is a reply. */
    private void passRequests(Socket client, Socket server) {
        byte[] request = new byte[BUFFER];
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int length = in.read(request); length >= 0; length = in.read(request)) {
                out.write(request, 0, length);
                if (isOneIn(20)) {
                    lost.incrementAndGet();
                    Thread.sleep(ThreadLocalRandom.current().nextInt(10));
                    return;
                }
            }
        } catch (IOException gone) {
            // both ends are closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One in seven arrives not at all, and one in twenty in part. */
    private void passReplies(Socket server, Socket client) throws IOException {
        byte[] reply = new byte[BUFFER];
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int length = in.read(reply); length >= 0; length = in.read(reply)) {
            boolean isLost = isOneIn(7);
            boolean isTorn = isOneIn(20);
            if (isLost || isTorn) {
                lost.incrementAndGet();
                out.write(reply, 0, isLost ? 0 : length / 2);
                client.close();
                return;
            }
            out.write(reply, 0, length);
        }
        client.close();
    }

    private static boolean isOneIn(int many) {
        return ThreadLocalRandom.current().nextInt(many) == 0;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
