package com.tripsage.gateway.http.connector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that reads the rest of a refused body after the answer is sent: a client that is still writing sees the answer,
 * and the connection can be used again. Tomcat does that too, but waits for ever on a client that drips.
 */
class DrainingAdapter implements Adapter {

    private final Adapter application;
    private final ClientConnection connection;
    private final int mostBytes;

    /**
     * @param mostBytes what Tomcat is told, too: where more is missing, its answer says that the connection will be closed, so
     *     that no client sends its next request into it
     */
    DrainingAdapter(Adapter application, ClientConnection connection, int mostBytes) {
        this.application = application;
        this.connection = connection;
        this.mostBytes = mostBytes;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        connection.begins(request);
        application.service(request, response);
        drain(request);
    }

    private void drain(Request request) {
        // Where 100-continue was asked for and not given, the body won't come.
        if (!is(ActionCode.ASYNC_IS_ASYNC, request) && !request.hasExpectation() && !isDrained(request)) {
            request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    private boolean isDrained(Request request) {
        Discarded bytes = new Discarded();
        try {
            for (int total = 0; !is(ActionCode.REQUEST_BODY_FULLY_READ, request); ) {
                int read = request.doRead(bytes);
                total += Math.max(read, 0);
                if (read < 0 || total > mostBytes) {
                    return read < 0;
                }
            }
            return true;
        } catch (IOException tooSlow) {
            return false;
        }
    }

    private static boolean is(ActionCode question, Request request) {
        AtomicBoolean answer = new AtomicBoolean();
        request.action(question, answer);
        return answer.get();
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return application.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
        boolean usable = application.asyncDispatch(request, response, status);
        if (usable) {
            drain(request);
        }
        return usable;
    }

    @Override
    public void log(Request request, Response response, long time) {
        application.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        application.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return application.getDomain();
    }

    private static class Discarded implements ApplicationBufferHandler {

        private @Nullable ByteBuffer buffer;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {}
    }
}
