package com.tripsage.gateway.persisted;

import com.tripsage.gateway.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a document's text in UTF-8, in hexadecimal digits. */
record DocumentHash(String digits) {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
    private static final int VERSION = 1;

    static DocumentHash of(String document) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
            return new DocumentHash(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code extensions.persistedQuery} says, as Apollo's protocol has it; null where there is none. */
    static @Nullable DocumentHash read(@Nullable Object persistedQuery) {
        return switch (persistedQuery) {
            case null -> null;
            case Map<?, ?> given
            when given.get("version") instanceof Number version
                    && version.doubleValue() == VERSION
                    && given.get("sha256Hash") instanceof String digits
                    && DIGITS.matcher(digits).matches() -> new DocumentHash(digits);
            default ->
                throw Refusal.invalid(
                        "extensions.persistedQuery",
                        "must have the version 1, and a sha256Hash of 64 digits in lower case");
        };
    }
}
