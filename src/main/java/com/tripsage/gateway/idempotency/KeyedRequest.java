package com.tripsage.gateway.idempotency;

import com.tripsage.gateway.refusal.Refusal;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request with an idempotency key.
 *
 * @param hash SHA-256 of document, name of the operation and variables, which stays the same when a client writes these in another order
 */
public record KeyedRequest(String key, String hash) {

    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

    private static final ObjectWriter CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer();

    /** A request whose key the client has chosen; refuses a key that isn't one. */
    public static KeyedRequest of(
            String key, String document, @Nullable String operationName, Map<String, @Nullable Object> variables) {
        if (!VISIBLE.matcher(key).matches()) {
            throw Refusal.invalid("idempotencyKey", "must be 1 to 255 visible characters of ASCII");
        }
        MessageDigest digest = sha256();
        CANONICAL.writeValue(
                new DigestOutputStream(OutputStream.nullOutputStream(), digest),
                Arrays.asList(document, operationName, variables));
        return new KeyedRequest(key, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
