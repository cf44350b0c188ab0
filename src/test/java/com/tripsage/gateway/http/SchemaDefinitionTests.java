package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The schema as a file, beside the schema by introspection. */
@GatewayTest
class SchemaDefinitionTests {

    @LocalServerPort
    private int port;

    @Test
    void isThereForCallers() throws Exception {
        HttpResponse<String> response = send(new Edge(port).request("/graphql/schema"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        TypeDefinitionRegistry schema = new SchemaParser().parse(response.body());
        assertThat(schema.types()).containsKey("Trip");
        assertThat(response.body())
                .contains(
                        "input SimilarTo @oneOf {", "@listSize(", "directive @cost(", "scalar DateTime @specifiedBy(");
        assertThat(schema.getDirectiveDefinitions().keySet())
                .containsExactlyInAnyOrder("cost", "listSize", "personal", "requiresScope", "secret", "textCounts");
    }

    @Test
    void isNotThereForStrangers() throws Exception {
        assertThat(send(new Edge(port).anonymous("/graphql/schema")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void agreesWithIntrospection() {
        Wire wire = Wire.of(port, Traveller.known(port));

        assertThat(wire.send("{ __type(name: \"SimilarTo\") { isOneOf } }").at("/__type/isOneOf"))
                .isEqualTo("true");
        List<String> directives =
                wire.send("{ __schema { directives { name } } }").each("/__schema/directives", "/name");
        assertThat(directives)
                .containsExactlyInAnyOrder(
                        "include",
                        "skip",
                        "deprecated",
                        "specifiedBy",
                        "oneOf",
                        "cost",
                        "listSize",
                        "personal",
                        "requiresScope",
                        "secret",
                        "textCounts");
    }

    /** The argument may be null, wherever it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "(includeDeprecated: null)", "(includeDeprecated: $none)", "(includeDeprecated: false)"})
    void leavesOutWhatIsDeprecatedUnlessAsked(String argument) {
        Wire.Answer answer = Wire.of(port, Traveller.known(port)).send("""
                query ($none: Boolean) {
                  fields: __type(name: "Trip") { fields# { name args# { name } } }
                  inputs: __type(name: "TripFilter") { inputFields# { name } }
                  values: __type(name: "TripStatus") { enumValues# { name } }
                  __schema { directives { args# { name } } }
                  none: __type(name: "Trip") { id: name @skip(if: false) ofType { fields(includeDeprecated: $none) { name } } }
                }
                """.replace("#", argument));

        assertThat(answer.body()).contains("\"title\"").doesNotContain("errors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ viewer { ... @defer { id } } }",
                "{ viewer { ...Id @defer(label: \"late\") } } fragment Id on User { id }",
                "query @experimental_disableErrorPropagation { viewer { id } }",
                "mutation { ... @defer(if: false) { deleteTrip(id: \"x\") { deletedId } } }",
                "subscription @experimental_disableErrorPropagation { tripEvents { cursor } }",
                "{ viewer { id @noSuchDirective } }",
            })
    void refusesWhatIsNotInIt(String document) {
        Wire.Answer answer = Wire.of(port, Traveller.known(port)).send(document);

        answer.isInvalid();
        assertThat(answer.body()).contains("UnknownDirective");
    }
}
