package com.tripsage.gateway.persisted;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Programs with access tokens are held to registered documents, while the web frontend sends what it likes. */
@GatewayTest
@TestPropertySource(properties = "gateway.documents.token-mode=only")
class TokenModeTests {

    private static final String REGISTERED = "query MyTrips { trips(first: 1) { totalCount } }";

    @LocalServerPort
    private int port;

    @Autowired
    private RegisteredDocuments documents;

    @Test
    void holdsTokensToTheirDocuments() {
        documents.register(
                List.of(new RegisteredDocument(DocumentHash.of(REGISTERED).digits(), "MyTrips", REGISTERED, null)));
        documents.refresh();
        Traveller ada = Traveller.known(port);
        Wire web = Wire.of(port, ada);
        Wire program = Wire.of(port, ada.through(port, "trips:read"));

        assertThat(program.send(REGISTERED).at("/trips/totalCount")).isEqualTo("0");
        program.send("{ trips(first: 1) { totalCount } }").isRefused("PERSISTED_QUERY_NOT_IN_LIST");
        assertThat(web.send("{ trips(first: 1) { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
    }
}
