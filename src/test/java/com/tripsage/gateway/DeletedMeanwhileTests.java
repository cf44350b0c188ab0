package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mutation adds to is deleted by somebody else after it was found, and before the commit. */
class DeletedMeanwhileTests extends TwoTravellers {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "addFlight(input: { tripId: $id, flight: { airline: \"SAS\" } }) { flight { id } }",
                "addAccommodation(input: { tripId: $id, accommodation: { name: \"Hytte\" } }) { accommodation { id } }",
                "shareTrip(input: { tripId: $id, userEmail: \"BOB\", role: VIEWER }) { trip { id } }",
            })
    void aTripIsNotFound(String mutation) throws SQLException {
        UUID trip = ada.createTrip("Oslo");

        Wire.Answer answer = meanwhile("trips", trip, mutation.replace("BOB", bob.email()));

        answer.isRefused("NOT_FOUND");
        assertThat(answer.body()).contains("There is no such trip");
    }

    @Test
    void aChatSessionIsNotFound() throws SQLException {
        UUID session = ada.execute("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .path("startChatSession.chatSession.id")
                .entity(UUID.class)
                .get();

        Wire.Answer answer = meanwhile(
                "chat_sessions",
                session,
                "postChatMessage(input: { sessionId: $id, role: USER, content: \"Where to?\" }) { message { id } }");

        answer.isRefused("NOT_FOUND");
        assertThat(answer.body()).contains("There is no such chat session");
    }

    private Wire.Answer meanwhile(String table, UUID id, String mutation) throws SQLException {
        try (Connection other = Superuser.begin(environment);
                Statement statement = other.createStatement()) {
            statement.execute("delete from " + table + " where id = '" + id + "'");
            CompletableFuture<Wire.Answer> answer = CompletableFuture.supplyAsync(
                    () -> Wire.of(port, ada).send("mutation ($id: ID!) { " + mutation + " }", Map.of("id", id)));
            Superuser.awaitLocked(environment, 1);
            other.commit();
            return answer.join();
        }
    }
}
