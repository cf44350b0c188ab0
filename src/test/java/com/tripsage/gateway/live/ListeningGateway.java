package com.tripsage.gateway.live;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.security.Callers;
import org.springframework.beans.factory.annotation.Autowired;

/** The set-up of tests that subscribe without a transport: what a {@link Listener} needs. */
public abstract class ListeningGateway extends RunningGateway {

    @Autowired
    protected LiveOperations operations;

    @Autowired
    protected Callers callers;
}
