package com.tripsage.gateway;

import com.tripsage.gateway.security.Scopes;
import org.junit.jupiter.api.BeforeEach;

/** The search operations of the contract, with an access token instead of a JWT. */
class SearchContractByTokenTests extends SearchContractTests {

    @Override
    @BeforeEach
    protected void arrive() {
        super.arrive();
        ada = ada.through(port, Scopes.ALL.names().toArray(String[]::new));
        wire = Wire.of(port, ada);
    }
}
