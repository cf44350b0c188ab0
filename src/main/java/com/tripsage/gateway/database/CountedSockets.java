package com.tripsage.gateway.database;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * A factory of sockets to PostgreSQL that take every byte they receive from the memory of the operation that reads: pgjdbc
 * keeps all rows of a statement before anybody sees the first. Where no memory is left, the connection ends, and with it the
 * statement. Public and without arguments, because pgjdbc creates it by its name.
 */
public final class CountedSockets extends SocketFactory {

    /** The bytes as they were received, and the values made of them. */
    private static final int COPIES = 2;

    @Override
    public Socket createSocket() {
        return new Counted();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class Counted extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    int read = super.read();
                    count(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    count(read);
                    return read;
                }
            };
        }

        private static void count(int bytes) throws IOException {
            try {
                Holding.current().take(Use.ROWS, (long) COPIES * Math.max(0, bytes));
            } catch (MemoryRefused refused) {
                throw new IOException("No memory is left for what is read", refused);
            }
        }
    }
}
