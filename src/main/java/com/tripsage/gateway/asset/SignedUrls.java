package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.Signature.Action;
import com.tripsage.gateway.fernet.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The gateway's own addresses of assets, each for one user and a time. */
@Component
final class SignedUrls {

    static final String PATH = "/assets/";
    static final String PARAMETER = "signature";

    private final KeyRing keys;
    private final String gateway;

    SignedUrls(KeyRing keys, AssetProperties properties) {
        this.keys = keys;
        this.gateway = String.valueOf(properties.publicUrl());
    }

    String of(Action action, UUID asset, UUID user, Duration expiresIn) {
        String signature = new Signature(action, asset, user, Instant.now().plus(expiresIn)).sign(keys);
        return gateway + PATH + asset + "?" + PARAMETER + "=" + signature;
    }
}
