package com.tripsage.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A gateway that keeps its schema to itself. */
@DirtiesContext
@TestPropertySource(properties = "gateway.introspection.enabled=false")
class IntrospectionTests extends ListeningGateway {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ __schema { queryType { name } } }",
                "{ __type(name: \"Trip\") { fields { name } } }",
                "{ viewer { id } harmless: __schema { types { name } } }",
                "{ ... { ... on Query { __schema { types { name } } } } }",
                "{ ...Outer } fragment Outer on Query { ...Inner } fragment Inner on Query { __type(name: \"Trip\") { name } }",
                "query ($no: Boolean = false) { viewer { id } __schema @include(if: $no) { types { name } } }",
            })
    void isRefused(String document) {
        Wire wire = Wire.of(port, Traveller.known(port));

        // the second time, the document comes from the cache
        for (int i = 0; i < 2; i++) {
            JsonNode answer = wire.send(document).json();
            assertThat(answer.has("data")).isFalse();
            assertThat(answer.at("/errors/0/extensions/code").stringValue()).isEqualTo("FORBIDDEN");
            assertThat(answer.at("/errors/0/message").stringValue()).startsWith("Introspection is off here");
            assertThat(answer.at("/errors/0/locations/0/line").intValue()).isEqualTo(1);
        }
    }

    @Test
    void introspectionIsRefusedOnSocketsAndStreams() {
        Traveller ada = Traveller.known(port);

        Listener listener = listen(ada, "{ __schema { types { name } } }");

        assertThat(listener.message().body().at("/0/extensions/code").stringValue())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void theSchemaIsRefusedAsAFile() throws Exception {
        HttpResponse<String> response = Edge.send(new Edge(port)
                .anonymous("/graphql/schema")
                .header("Authorization", "Bearer " + Traveller.known(port).token()));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"NOT_FOUND\"").doesNotContain("Trip");
    }

    @Test
    void typeNamesAreAnswered() {
        Wire wire = Wire.of(port, Traveller.known(port));

        assertThat(wire.send("{ __typename viewer { __typename ... on User { __typename } } }")
                        .at(""))
                .isEqualTo("{\"__typename\":\"Query\",\"viewer\":{\"__typename\":\"User\"}}");
    }
}
