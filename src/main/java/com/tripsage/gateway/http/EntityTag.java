package com.tripsage.gateway.http;

import com.tripsage.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import org.springframework.http.HttpHeaders;

/** The entity tag of an answer to a GET: a hash of the answer, and of the caller with the scopes, so that it is never another one's. */
public final class EntityTag {

    private static final int BYTES = 18;

    private EntityTag() {}

    static String of(Caller caller, AnswerType type, ByteBuffer answer) {
        return of(caller.id() + " " + caller.scopes().bits() + " " + type, answer);
    }

    /** The tag of an answer that is only for those whom the text names. */
    public static String of(String whose, ByteBuffer answer) {
        MessageDigest digest = sha256();
        digest.update(whose.getBytes(StandardCharsets.UTF_8));
        digest.update(answer.duplicate());
        byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
        return "\"" + Base64.getUrlEncoder().encodeToString(hash) + "\"";
    }

    /** Whether the client has the answer with this tag. */
    public static boolean isKnown(HttpServletRequest request, String tag) {
        return Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
