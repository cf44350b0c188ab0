package com.tripsage.gateway;

import com.tripsage.gateway.live.ListeningGateway;
import org.junit.jupiter.api.BeforeEach;

/** The set-up of tests with one person whom the gateway knows. */
public abstract class OneTraveller extends ListeningGateway {

    protected Traveller ada;
    protected Wire wire;

    @BeforeEach
    protected void arrive() {
        ada = Traveller.known(port);
        wire = Wire.of(port, ada);
    }
}
