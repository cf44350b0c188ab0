package com.tripsage.gateway.http.connector;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Closes a connection whose request line or headers are not complete in time, and bounds the reading of its body. */
class PromptHttp11Processor extends Http11Processor {

    private final ReceiveDeadline deadline;
    private final ClientConnection connection;

    PromptHttp11Processor(PromptHttp11Protocol protocol, Adapter adapter, Duration receiveTimeout) {
        this(protocol, adapter, receiveTimeout, new ClientConnection());
    }

    private PromptHttp11Processor(
            PromptHttp11Protocol protocol, Adapter adapter, Duration receiveTimeout, ClientConnection connection) {
        super(protocol, new DrainingAdapter(adapter, connection, protocol.getMaxSwallowSize()));
        this.connection = connection;
        deadline = new ReceiveDeadline(request, receiveTimeout, protocol.getConnectionTimeout());
        connection.receivesBy(deadline);
        request.setInputBuffer(new BoundedInput(request.getInputBuffer(), deadline));
    }

    /** Called again whenever bytes of an unfinished request line or header arrive. */
    @Override
    public SocketState service(SocketWrapperBase<?> socketWrapper) throws IOException {
        deadline.watches(socketWrapper);
        connection.is(socketWrapper);
        SocketState state = super.service(socketWrapper);
        if (state == SocketState.UPGRADING) {
            // It would keep this processor's buffers for as long as it is open.
            socketWrapper.setAppReadBufHandler(null);
        }
        if (isAsync() || !hasBegun() || (state != SocketState.LONG && state != SocketState.OPEN)) {
            return state;
        }
        if (deadline.hasPassed()) {
            return SocketState.CLOSED;
        }
        deadline.limitNextRead();
        // OPEN after some bytes: blank lines only. LONG keeps this processor, and with it the time of the first of
        // them.
        return SocketState.LONG;
    }

    private boolean hasBegun() {
        return request.getStartTimeNanos() != -1;
    }
}
