package com.tripsage.gateway;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that others wrote, on Node. Skipped where Node or npm is missing. */
class ClientsTests extends RunningGateway {

    // Not once for all: a class that is skipped as a whole is reported without its reason.
    @BeforeEach
    void install() {
        NodeScripts.install();
    }

    @Test
    void passesTheAuditsOfGraphQlOverHttp() {
        run("audits.mjs");
    }

    @Test
    void worksWithApolloClient() {
        run("apollo.mjs");
    }

    @Test
    void letsApolloClientAndUrqlSendTheirDocumentsOnce() {
        run("persisted.mjs");
    }

    @Test
    void worksWithGraphQlSse() {
        run("sse.mjs");
    }

    @Test
    void worksWithTheRelayCompiler() {
        run("relay.mjs");
    }

    @Test
    void worksWithGraphQlWs() {
        run("graphql-ws.mjs");
    }

    private void run(String script) {
        NodeScripts.run(script, port, Traveller.arriving(port).token(), Map.of());
    }
}
