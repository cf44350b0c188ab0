package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.init;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.tripsage.gateway.http.EdgeApplication;
import com.tripsage.gateway.security.Tokens;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tokens are signed by keys that can't be fetched. */
@SpringBootTest(
        classes = EdgeApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/keys",
            "management.endpoint.health.validate-group-membership=false"
        })
class IssuerOutOfReachTests {

    @LocalServerPort
    int port;

    @Test
    void asksTheClientToTryAgainLater() throws Exception {
        String token = Tokens.signed(
                JWSAlgorithm.RS256,
                new RSASSASigner(new RSAKeyGenerator(2048).generate()),
                Tokens.claims().build());
        try (SocketClient client = SocketClient.open(port)) {
            client.send(init(token));
            client.expectClose(1013, "Tokens can't be verified at the moment");
        }
    }
}
