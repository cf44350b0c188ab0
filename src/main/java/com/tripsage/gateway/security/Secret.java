package com.tripsage.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The secret of an access token or a link, in a form that scanners of secrets recognise: a prefix, 30 random letters and digits, which are 178
 * bits, and the CRC-32 of all that in six more. Whoever mistypes one, or makes one up, is told without the database being asked.
 */
public final class Secret {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_DIGITS = 30;
    private static final int CHECKSUM_DIGITS = 6;
    private static final Pattern FORM =
            Pattern.compile(AccessTokens.PREFIX + "[a-z]+_[0-9A-Za-z]{" + (RANDOM_DIGITS + CHECKSUM_DIGITS) + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    /** A new one with a prefix, such as {@code tripsage_pat_}. */
    public static String random(String prefix) {
        String random = RANDOM.ints(RANDOM_DIGITS, 0, DIGITS.length())
                .mapToObj(digit -> String.valueOf(DIGITS.charAt(digit)))
                .collect(Collectors.joining());
        return prefix + random + checksum(prefix + random);
    }

    public static boolean isWellFormed(String secret) {
        return FORM.matcher(secret).matches()
                && secret.endsWith(checksum(secret.substring(0, secret.length() - CHECKSUM_DIGITS)));
    }

    /** What is stored: the SHA-256, in hexadecimal digits. */
    public static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECKSUM_DIGITS];
        long rest = crc.getValue();
        for (int at = CHECKSUM_DIGITS - 1; at >= 0; at--) {
            digits[at] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
