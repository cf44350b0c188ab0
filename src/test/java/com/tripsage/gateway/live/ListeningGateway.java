package com.tripsage.gateway.live;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.security.Callers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;

/** The set-up of tests that subscribe without a transport: listeners, until the end of a test. */
public abstract class ListeningGateway extends RunningGateway {

    @Autowired
    protected LiveOperations operations;

    @Autowired
    protected Callers callers;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @AfterEach
    void cancelListeners() {
        listeners.forEach(Listener::cancel);
    }

    protected final Listener listen(Traveller who, String document) {
        return listen(who, document, Map.of());
    }

    protected final Listener listen(Traveller who, String document, Map<String, ?> variables) {
        Listener listener = Listener.to(operations, callers, who.token(), document, variables);
        listeners.add(listener);
        return listener;
    }

    /** A listener behind its first event, which says that delivery has begun. */
    protected final Listener begun(Traveller who, String document) {
        Listener listener = listen(who, document);
        listener.event();
        return listener;
    }
}
