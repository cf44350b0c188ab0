package com.tripsage.gateway.memory;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import org.junit.jupiter.api.BeforeEach;

/** The set-up of tests of memories: an assistant that adds and reads somebody's. */
abstract class AssistantTest extends RunningGateway {

    Assistant ada;

    @BeforeEach
    void arrive() {
        ada = Assistant.arriving(port);
    }

    /** The one value that a query about an id finds. */
    String sql(String query, String id) {
        return Superuser.of(environment)
                .sql(query)
                .param(id)
                .query(String.class)
                .single();
    }
}
