package com.tripsage.gateway.http.connector;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Set;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The connection of a request that is being answered: whether somebody is still there to take the answer. */
public final class ClientConnection {

    private static final String ATTRIBUTE = ClientConnection.class.getName();

    /** At which looks an interim answer is sent: soon, and after long round trips. Some clients take no more than five. */
    private static final Set<Integer> QUESTIONS = Set.of(1, 2, 10, 40);

    private static final int MOST_AT_ONCE = 64 << 10;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private @Nullable SocketWrapperBase<?> socket;
    private @Nullable ReceiveDeadline deadline;
    private boolean takesInterimAnswers;
    private int looksAtEnd;

    /** The connection of a request; null where Tomcat's own processor reads it. */
    public static @Nullable ClientConnection of(ServletRequest request) {
        return (ClientConnection) request.getAttribute(ATTRIBUTE);
    }

    void receivesBy(ReceiveDeadline bound) {
        deadline = bound;
    }

    /** Lets the rest of the request take so long to arrive, where it is one that may be large. */
    public void receiveFor(Duration time) {
        if (deadline != null) {
            deadline.allow(time);
        }
    }

    void is(SocketWrapperBase<?> socket) {
        this.socket = socket;
    }

    void begins(Request request) {
        looksAtEnd = 0;
        takesInterimAnswers = "HTTP/1.1".equals(request.protocol().toString());
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Looks, without waiting. Not to be called while the request's own thread reads or writes. What a client has sent of its
     * next request is kept for its turn; one that has sent as much as is kept, or with TLS anything, is taken to be there.
     */
    public boolean hasGone() {
        SocketWrapperBase<?> connection = socket;
        if (connection == null || connection.isClosed()) {
            return true;
        }
        try {
            return isAtEnd(connection) && !takesMore(connection);
        } catch (IOException reset) {
            return true;
        }
    }

    /**
     * Writes what the connection takes at once, without waiting and past Tomcat's own buffer, which has to be flushed; nothing where
     * TLS is in between.
     */
    public void offer(ByteBuffer bytes) throws IOException {
        SocketWrapperBase<?> connection = socket;
        if (connection == null
                || !(connection.getSocket() instanceof NioChannel channel)
                || channel instanceof SecureNioChannel) {
            return;
        }
        int end = bytes.limit();
        do {
            // The JDK keeps a copy of what it writes at once.
            bytes.limit(Math.min(end, bytes.position() + MOST_AT_ONCE));
            channel.write(bytes);
        } while (!bytes.hasRemaining() && bytes.limit() < end);
        bytes.limit(end);
    }

    private static boolean isAtEnd(SocketWrapperBase<?> connection) throws IOException {
        SocketBufferHandler buffers = connection.getSocketBufferHandler();
        buffers.configureReadBufferForWrite();
        ByteBuffer kept = buffers.getReadBuffer();
        return hasRoom(kept, connection)
                && connection.getSocket() instanceof ReadableByteChannel channel
                && channel.read(kept) < 0;
    }

    /** A record of TLS fills the buffer, and where it doesn't fit behind what is kept, Tomcat tries for ever. */
    private static boolean hasRoom(ByteBuffer kept, SocketWrapperBase<?> connection) {
        return connection.getSocket() instanceof SecureNioChannel ? kept.position() == 0 : kept.hasRemaining();
    }

    /**
     * Whether a client that sends no more still reads, as it may. Nothing tells it from one that has gone but writing to it:
     * then the next time fails.
     */
    private boolean takesMore(SocketWrapperBase<?> connection) throws IOException {
        if (takesInterimAnswers && QUESTIONS.contains(++looksAtEnd)) {
            connection.write(false, CONTINUE, 0, CONTINUE.length);
            connection.flush(false);
        }
        return takesInterimAnswers;
    }
}
