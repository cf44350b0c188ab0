package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;

import com.tripsage.gateway.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** The set-up of tests of memories: an assistant that adds and reads somebody's. */
abstract class AssistantTest extends RunningGateway {

    static final String SESSION = "0b0e7f2e-5f0a-4a43-9d1c-1c1c5c1b8d10";

    Assistant ada;

    @BeforeEach
    void arrive() {
        ada = Assistant.arriving(port);
    }

    /** The fields of a conversation, with all that can be given. */
    static Object[] conversation(String text) {
        return new Object[] {
            "kind",
            "CONVERSATION",
            "text",
            text,
            "metadata",
            Map.of("turn", 7),
            "sessionId",
            SESSION,
            "embedding",
            axis(3),
            "embeddingModel",
            "model-1"
        };
    }

    /** The one value that a query about an id finds. */
    String sql(String query, String id) {
        return superuser().sql(query).param(id).query(String.class).single();
    }
}
