package com.tripsage.gateway.request;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** A reader of bodies up to a limit, which takes the memory for each piece only when those before it have arrived. */
public class BodyReader {

    private static final int FIRST_PIECE = 4 << 10;
    private static final int LARGEST_PIECE = 256 << 10;

    private final int limit;

    public BodyReader(DataSize limit) {
        this.limit = Math.toIntExact(limit.toBytes());
    }

    public byte[] read(HttpServletRequest request, Holding memory) {
        long length = request.getContentLengthLong();
        if (length > limit) {
            throw tooLarge();
        }
        try {
            return read(request.getInputStream(), length, memory);
        } catch (SocketTimeoutException tooSlow) {
            throw RequestRefused.of(HttpStatus.REQUEST_TIMEOUT, "The request took too long to arrive");
        } catch (IOException brokenOff) {
            throw RequestRefused.badRequest("The body is incomplete");
        }
    }

    /** Most bodies say their length and are one piece of it. */
    private byte[] read(InputStream input, long length, Holding memory) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        int total = 0;
        int first = length < 0 ? FIRST_PIECE : (int) Math.min(length, FIRST_PIECE);
        for (int size = first; ; size = Math.min(LARGEST_PIECE, 2 * size)) {
            memory.take(Use.BODY, size);
            byte[] piece = new byte[size];
            int read = input.readNBytes(piece, 0, size);
            total += read;
            if (total > limit) {
                throw tooLarge();
            }
            if (read < size || total == length) {
                pieces.add(read < size ? Arrays.copyOf(piece, read) : piece);
                return pieces.size() == 1 ? pieces.getFirst() : joined(pieces, total, memory);
            }
            pieces.add(piece);
        }
    }

    private static byte[] joined(List<byte[]> pieces, int total, Holding memory) {
        memory.take(Use.BODY, total);
        byte[] body = new byte[total];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, body, at, piece.length);
            at += piece.length;
        }
        memory.release(Use.BODY, total);
        return body;
    }

    private RequestRefused tooLarge() {
        return RequestRefused.of(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than " + limit + " bytes");
    }
}
