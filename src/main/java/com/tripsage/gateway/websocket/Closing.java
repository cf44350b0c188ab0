package com.tripsage.gateway.websocket;

import com.tripsage.gateway.security.TokenRefused;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.nio.charset.StandardCharsets;

/** The reason why a socket is closed, in the codes of the protocol; thrown where a client's message is the cause. */
final class Closing extends Exception {

    /** The most that fits into a close frame. */
    private static final int MAX_REASON_BYTES = 123;

    private final int code;

    private Closing(int code, String reason) {
        // No stack trace: it is an answer, and anybody can cause thousands.
        super(reason, null, false, false);
        this.code = code;
    }

    static Closing badRequest(String reason) {
        return new Closing(4400, reason);
    }

    static Closing unauthorized() {
        return new Closing(4401, "Unauthorized");
    }

    static Closing forbidden() {
        return new Closing(4403, "Forbidden");
    }

    static Closing tokenExpired() {
        return new Closing(4403, TokenRefused.EXPIRED);
    }

    static Closing tokenRevoked() {
        return new Closing(4403, "The token was revoked");
    }

    static Closing subprotocolNotAcceptable() {
        return new Closing(4406, "Subprotocol not acceptable");
    }

    static Closing initialisationTimeout() {
        return new Closing(4408, "Connection initialisation timeout");
    }

    static Closing subscriberExists(String id) {
        return new Closing(4409, "Subscriber for " + cut(id, 80) + " already exists");
    }

    static Closing tooManyInitialisationRequests() {
        return new Closing(4429, "Too many initialisation requests");
    }

    static Closing internalError() {
        return new Closing(4500, "Internal server error");
    }

    static Closing shuttingDown() {
        return of(CloseCodes.GOING_AWAY, "The gateway is shutting down; resume with the cursor of your last event");
    }

    static Closing silent() {
        return of(CloseCodes.GOING_AWAY, "Nothing was received for too long");
    }

    static Closing tooSlow() {
        return of(CloseCodes.VIOLATED_POLICY, "A message took too long to arrive");
    }

    static Closing tooBig(int bytes) {
        return of(CloseCodes.TOO_BIG, "A message may have " + bytes + " bytes");
    }

    /** Clients try again after this, which they don't after 4500. */
    static Closing tryAgainLater(String reason) {
        return of(CloseCodes.TRY_AGAIN_LATER, reason);
    }

    private static Closing of(CloseCodes code, String reason) {
        return new Closing(code.getCode(), reason);
    }

    int code() {
        return code;
    }

    CloseReason reason() {
        return new CloseReason(CloseCodes.getCloseCode(code), cut(String.valueOf(getMessage()), MAX_REASON_BYTES));
    }

    private static String cut(String text, int bytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int left = bytes - "…".getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String next = Character.toString(text.codePointAt(i));
            left -= next.getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                break;
            }
            start.append(next);
        }
        return start.append('…').toString();
    }
}
