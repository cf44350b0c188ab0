package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.Traveller;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;

/** The statements of documents, and the round trips that they take. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = RoundTrips.class)
class RoundTripTests {

    private static final String DASHBOARD = """
            { trips(first: 20, orderBy: START_DATE_DESC) {
                edges { node { id title flights { id } accommodations { id } } } pageInfo { hasNextPage } } }
            """;

    @LocalServerPort
    int port;

    @Autowired
    MeterRegistry meters;

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @Test
    void aReadOfOneStatementTakesOneRoundTrip() {
        ada.createTrip("Oslo");

        assertThat(usual("{ viewer { id email preferences } }", Map.of())).isEqualTo(new Use(1, 1));
        assertThat(usual("{ trips(first: 20) { edges { node { id title } } pageInfo { endCursor } } }", Map.of()))
                .isEqualTo(new Use(1, 1));
        assertThat(usual(
                        "query ($vector: Vector!) { searchMemories(query: { vector: $vector }, mode: SEMANTIC)"
                                + " { hits { score } } }",
                        Map.of("vector", Collections.nCopies(1536, 0.1))))
                .isEqualTo(new Use(1, 1));
    }

    @Test
    void aReadOfSeveralTakesOneForEach() {
        ada.createTrip("Oslo");
        UUID chat = ada.execute("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .path("startChatSession.chatSession.id")
                .entity(UUID.class)
                .get();

        assertThat(usual(DASHBOARD, Map.of())).isEqualTo(new Use(3, 3));
        assertThat(usual(
                        "query ($id: ID!) { chatSession(id: $id) { messages(last: 50) { edges { node { id } } } } }",
                        Map.of("id", chat)))
                .isEqualTo(new Use(2, 2));
    }

    @Test
    void aChangeWaitsForItsCommit() {
        String create = "mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }";

        assertThat(usual(create, Map.of())).isEqualTo(new Use(1, 2));
    }

    @Test
    void whoHasNothingToLoadSendsTheCommitByItself() {
        ada.createTrip("Oslo");
        usual(DASHBOARD, Map.of());

        assertThat(use(Traveller.known(port), DASHBOARD, Map.of())).isEqualTo(new Use(1, 2));
    }

    @Test
    void whatDependsOnVariablesIsReadAgainWhenThereIsMoreOfIt() {
        ada.createTrip("Oslo");
        String document =
                "query ($more: Boolean!) { trips(first: 9) { edges { node { id flights @include(if: $more) { id } } } } }";
        usual(document, Map.of("more", false));

        // the one with COMMIT; both again, and COMMIT
        assertThat(use(ada, document, Map.of("more", true))).isEqualTo(new Use(2, 4));
        assertThat(use(ada, document, Map.of("more", true))).isEqualTo(new Use(2, 2));
        assertThat(use(ada, document, Map.of("more", false))).isEqualTo(new Use(1, 2));
    }

    @Test
    void introspectionAsksNothing() {
        assertThat(usual("{ __typename }", Map.of())).isEqualTo(new Use(0, 0));
    }

    /** What a document takes when it has been run before. */
    private Use usual(String document, Map<String, ? extends @Nullable Object> variables) {
        use(ada, document, variables);
        return use(ada, document, variables);
    }

    private Use use(Traveller traveller, String document, Map<String, ? extends @Nullable Object> variables) {
        double statements = statements();
        long roundTrips = RoundTrips.count();
        traveller.execute(document, variables).errors().verify();
        return new Use((int) (statements() - statements), (int) (RoundTrips.count() - roundTrips));
    }

    private double statements() {
        return meters.get("gateway.operation.statements").summaries().stream()
                .mapToDouble(summary -> summary.totalAmount())
                .sum();
    }

    private record Use(int statements, int roundTrips) {}
}
