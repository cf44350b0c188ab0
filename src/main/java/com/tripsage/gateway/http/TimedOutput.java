package com.tripsage.gateway.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;

/** An answer that its reader has to take in a certain time. Tomcat's own timeout begins anew with every byte. */
class TimedOutput extends FilterOutputStream {

    private final long start = System.nanoTime();
    private final Duration most;

    TimedOutput(OutputStream output, Duration most) {
        super(output);
        this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
        requireTime();
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireTime();
        out.write(bytes, offset, length);
    }

    private void requireTime() throws IOException {
        if (System.nanoTime() - start > most.toNanos()) {
            throw new ClientAbortException("The client took longer than " + most + " for the answer");
        }
    }
}
