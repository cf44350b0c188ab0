package com.tripsage.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Tokens as a Supabase project signs them, good ones and bad ones. */
public final class Tokens {

    public static final String SECRET = "0123456789-a-secret-for-tests-0123456789-and-64-bytes-long-for-512";

    /** An operator's, of the gateways under test. */
    public static final String OPERATOR = "operator-of-the-tests-0123456789-0123456789";

    public static final String SUBJECT = "11111111-1111-4111-8111-111111111111";

    private Tokens() {}

    /** A token that nothing is wrong with. */
    public static String valid() {
        return signed(claims().build());
    }

    public static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject(SUBJECT)
                .claim("email", "ada@example.com")
                .claim("role", "authenticated")
                .expirationTime(inSeconds(3600));
    }

    public static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    public static String signed(JWTClaimsSet claims) {
        return signed(JWSAlgorithm.HS256, SECRET, claims);
    }

    public static String signed(JWSAlgorithm algorithm, String secret, JWTClaimsSet claims) {
        try {
            return signed(algorithm, new MACSigner(secret), claims);
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
