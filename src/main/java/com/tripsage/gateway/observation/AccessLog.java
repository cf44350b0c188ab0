package com.tripsage.gateway.observation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log with one line for each request. Callers are told by an HMAC of their ids: without the key, nobody finds out by trying all users
 * whose line it is, and with a new key nobody does any more.
 */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("gateway.access");
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int SHOWN_BYTES = 8;

    private final SecretKeySpec key;

    private AccessLog(SecretKeySpec key) {
        this.key = key;
    }

    static AccessLog hashingWith(@Nullable String key) {
        byte[] bytes = key == null ? new SecureRandom().generateSeed(KEY_BYTES) : key.getBytes(UTF_8);
        return new AccessLog(new SecretKeySpec(bytes, HMAC));
    }

    /** Writes a line, whose figures are fields of their own where the log is JSON. */
    void write(Line line) {
        String caller = line.caller() == null ? "-" : hash(line.caller());
        double millis = Math.round(line.nanos() / 1e4) / 1e2;
        LOG.atInfo()
                .addKeyValue("request", line.kind())
                .addKeyValue("operation", line.operation())
                .addKeyValue("type", line.type())
                .addKeyValue("outcome", line.outcome())
                .addKeyValue("code", line.code())
                .addKeyValue("status", line.status())
                .addKeyValue("caller", caller)
                .addKeyValue("millis", millis)
                .addKeyValue("statements", line.statements())
                .addKeyValue("rows", line.rows())
                .addKeyValue("bytes", line.bytes())
                .log(
                        "{} {} {}: {}{}, status {}, caller {}, {} ms, {} statements, {} rows, {} bytes",
                        line.kind(),
                        line.type(),
                        line.operation(),
                        line.outcome(),
                        line.code() == null ? "" : " " + line.code(),
                        line.status(),
                        caller,
                        millis,
                        line.statements(),
                        line.rows(),
                        line.bytes());
    }

    String hash(UUID caller) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(caller.getMostSignificantBits())
                    .putLong(caller.getLeastSignificantBits())
                    .flip());
            return HexFormat.of().formatHex(mac.doFinal(), 0, SHOWN_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * What a line tells of a request.
     *
     * @param code that of an error in the answer; null where there is none
     * @param status that of the HTTP response; 0 on a socket
     * @param caller null where nobody is known
     */
    record Line(
            String kind,
            String type,
            String operation,
            String outcome,
            @Nullable String code,
            int status,
            @Nullable UUID caller,
            long nanos,
            int statements,
            long rows,
            long bytes) {}
}
