package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.http.connector.ClientConnection;
import com.tripsage.gateway.observation.Observation;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;

/**
 * An answer on its way to its client, who has to take it in a certain time: Tomcat's own timeout begins anew with every byte. It goes
 * whole and with its length, except where it is large and not held yet, or no memory is left to hold it: then in pieces, as it is made.
 */
final class AnswerOutput extends OutputStream {

    private static final int LARGE = 64 << 10;

    /** Fits behind the headers into Tomcat's own buffer, and goes with them. */
    private static final int SMALL = 7 << 9;

    private static final int PIECE = 8 << 10;

    private final Exchange exchange;
    private final Duration most;
    private final long start = System.nanoTime();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(SMALL);
    private boolean inPieces;

    AnswerOutput(Exchange exchange, Duration most) {
        this.exchange = exchange;
        this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!inPieces && canHold(length)) {
            held.write(bytes, offset, length);
            return;
        }
        if (!inPieces) {
            inPieces = true;
            byte[] before = held.toByteArray();
            told(before.length);
            send(before, 0, before.length);
        }
        told(length);
        send(bytes, offset, length);
    }

    private boolean canHold(int more) {
        if (held.size() + more > LARGE) {
            return false;
        }
        try {
            Holding.current().take(Use.EVENTS, more);
            return true;
        } catch (MemoryRefused nothingLeft) {
            return false;
        }
    }

    /** Sends what is held. Without this nothing is sent, so that there may still be another answer. */
    void finish() throws IOException {
        if (!inPieces) {
            sendWhole(ByteBuffer.wrap(held.toByteArray()));
        }
    }

    /** Sends an answer that is held already, whatever its length: all of a byte array from its beginning to the limit. */
    void sendWhole(ByteBuffer answer) throws IOException {
        told(answer.remaining());
        HttpServletResponse response = exchange.response();
        response.setContentLength(answer.limit());
        if (answer.limit() > SMALL && !exchange.request().getMethod().equals("HEAD")) {
            response.flushBuffer();
            sendAtOnce(answer);
        }
        send(answer.array(), answer.arrayOffset() + answer.position(), answer.remaining());
    }

    private static void told(long bytes) {
        Observation observation = Observation.current();
        if (observation != null) {
            observation.wrote(bytes);
        }
    }

    private void sendAtOnce(ByteBuffer answer) throws IOException {
        ClientConnection connection = ClientConnection.of(exchange.request());
        try {
            if (connection != null) {
                connection.offer(answer);
            }
        } catch (IOException clientHasGone) {
            throw new ClientAbortException(clientHasGone);
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        OutputStream client = exchange.response().getOutputStream();
        for (int at = offset; at < offset + length; at += PIECE) {
            if (System.nanoTime() - start > most.toNanos()) {
                throw new ClientAbortException("The client took longer than " + most + " for the answer");
            }
            client.write(bytes, at, Math.min(PIECE, offset + length - at));
        }
    }
}
