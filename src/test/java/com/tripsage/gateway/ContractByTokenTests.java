package com.tripsage.gateway;

import com.tripsage.gateway.security.Scopes;
import org.junit.jupiter.api.BeforeEach;

/** The web frontend's operations of the contract, with an access token instead of a JWT. */
class ContractByTokenTests extends ContractTests {

    @Override
    @BeforeEach
    protected void arrive() {
        super.arrive();
        ada = ada.through(port, Scopes.ALL.names().toArray(String[]::new));
        wire = Wire.of(port, ada);
    }
}
