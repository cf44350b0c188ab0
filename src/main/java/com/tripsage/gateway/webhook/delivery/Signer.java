package com.tripsage.gateway.webhook.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of a message, as Standard Webhooks defines it: over its id, the time and its body. */
final class Signer {

    private static final String ALGORITHM = "HmacSHA256";

    private Signer() {}

    /**
     * The headers of a message.
     *
     * @param keys the keys that count now: each signs, so that a receiver may know either
     */
    static Map<String, String> headers(String id, Instant now, byte[] body, List<byte[]> keys) {
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                keys.stream().map(key -> "v1," + signature(key, head, body)).collect(Collectors.joining(" ")));
    }

    private static String signature(byte[] key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
