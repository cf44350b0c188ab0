package com.tripsage.gateway.http.connector;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** The body of a request, which has to arrive by the request's deadline, however little comes with each read. */
class BoundedInput implements InputBuffer {

    private final InputBuffer input;
    private final ReceiveDeadline deadline;

    BoundedInput(InputBuffer input, ReceiveDeadline deadline) {
        this.input = input;
        this.deadline = deadline;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (!deadline.allowsRead()) {
            throw new SocketTimeoutException("The request took too long to arrive");
        }
        deadline.limitNextRead();
        try {
            return input.doRead(handler);
        } finally {
            deadline.lift();
        }
    }

    @Override
    public int available() {
        return input.available();
    }
}
