package com.tripsage.gateway.fernet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of Fernet's, version 0x80 (github.com/fernet/spec): AES-128 in CBC mode, signed with HMAC-SHA256. The Java Runtime has both; the
 * libraries for Fernet have been still for years.
 */
final class FernetKey {

    static final int BYTES = 32;
    static final int IV_BYTES = 16;

    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final byte VERSION = (byte) 0x80;
    private static final int HEADER_BYTES = 1 + Long.BYTES + IV_BYTES;
    private static final int MAC_BYTES = 32;

    private final Key signing;
    private final Key encryption;

    /** @throws IllegalArgumentException where it is not the base64url of 32 bytes */
    FernetKey(String text) {
        byte[] key = Base64.getUrlDecoder().decode(text);
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
        signing = new SecretKeySpec(key, 0, BYTES / 2, "HmacSHA256");
        encryption = new SecretKeySpec(key, BYTES / 2, BYTES / 2, "AES");
    }

    String encrypt(byte[] message, Instant now, byte[] iv) {
        byte[] ciphertext = crypt(Cipher.ENCRYPT_MODE, iv, message);
        byte[] signed = ByteBuffer.allocate(HEADER_BYTES + ciphertext.length)
                .put(VERSION)
                .putLong(now.getEpochSecond())
                .put(iv)
                .put(ciphertext)
                .array();
        byte[] token = Arrays.copyOf(signed, signed.length + MAC_BYTES);
        System.arraycopy(mac(signed), 0, token, signed.length, MAC_BYTES);
        return Base64.getUrlEncoder().encodeToString(token);
    }

    /** Whether it made a token, of which {@link #decoded} has the bytes. */
    boolean made(byte[] token) {
        int signed = token.length - MAC_BYTES;
        // Compared in a time that tells nothing of where they differ.
        return MessageDigest.isEqual(
                mac(Arrays.copyOf(token, signed)), Arrays.copyOfRange(token, signed, token.length));
    }

    /** Refuses a token that is older than a time to live, or from the future but for a minute of clocks that differ. */
    static void checkAge(byte[] token, Duration timeToLive, Instant now) throws InvalidToken {
        Instant made = Instant.ofEpochSecond(ByteBuffer.wrap(token).getLong(1));
        if (made.plus(timeToLive).isBefore(now) || made.isAfter(now.plus(SKEW))) {
            throw new InvalidToken("The token's time is over, or has not come");
        }
    }

    /** The message in a token that it made. */
    byte[] decrypt(byte[] token) throws InvalidToken {
        byte[] iv = Arrays.copyOfRange(token, HEADER_BYTES - IV_BYTES, HEADER_BYTES);
        byte[] ciphertext = Arrays.copyOfRange(token, HEADER_BYTES, token.length - MAC_BYTES);
        try {
            return crypt(Cipher.DECRYPT_MODE, iv, ciphertext);
        } catch (IllegalStateException _) {
            throw new InvalidToken("The token's padding is not valid");
        }
    }

    /** The bytes of a token in the one way to write them. */
    static byte[] decoded(String text) throws InvalidToken {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new InvalidToken("This is not a Fernet token");
        }
        int ciphertext = token.length - HEADER_BYTES - MAC_BYTES;
        if (ciphertext < IV_BYTES
                || ciphertext % IV_BYTES != 0
                || token[0] != VERSION
                || !Base64.getUrlEncoder().encodeToString(token).equals(text)) {
            throw new InvalidToken("This is not a Fernet token");
        }
        return token;
    }

    private byte[] mac(byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256", e);
        }
    }

    private byte[] crypt(int mode, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, encryption, new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The text can't be " + (mode == Cipher.ENCRYPT_MODE ? "en" : "de") + "crypted", e);
        }
    }
}
