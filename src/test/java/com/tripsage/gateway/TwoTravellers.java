package com.tripsage.gateway;

import org.junit.jupiter.api.BeforeEach;

/** The set-up of tests with two people whom the gateway knows. */
public abstract class TwoTravellers extends RunningGateway {

    protected Traveller ada;
    protected Traveller bob;

    @BeforeEach
    protected void arrive() {
        ada = Traveller.known(port);
        bob = Traveller.known(port);
    }
}
