package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.document.NeededScopes;
import com.tripsage.gateway.security.Scopes;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * The matrix of access by scope, made from the schema: each field of the roots, asked for over HTTP with an access token of each scope
 * alone, one of just those that it needs, and a public link. Without the scopes it is refused; with them, it is answered, be it that there is no such
 * thing.
 */
class ScopeMatrixTests extends RunningGateway {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Autowired
    private GraphQlSource source;

    @TestFactory
    Stream<DynamicTest> everyRootFieldByEveryScope() {
        GraphQLSchema schema = source.schema();
        Held link = new Held(List.of("link:read"), link());
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .flatMap(root -> root.getFieldDefinitions().stream()
                        .map(field -> DynamicTest.dynamicTest(
                                root.getName() + "." + field.getName(), () -> tryEveryScope(root, field, link))));
    }

    private String link() {
        Traveller owner = Traveller.known(port);
        return Wire.of(port, owner)
                .send("""
                        mutation { createPublicLink(input: { tripId: "%s", name: "Blog" }) { secret } }""".formatted(owner.createTrip("Oslo")))
                .at("/createPublicLink/secret");
    }

    private void tryEveryScope(GraphQLObjectType root, GraphQLFieldDefinition field, Held link) throws Exception {
        Traveller traveller = Traveller.known(port);
        String document = document(root, field);
        Scopes needed = needed(field);
        Stream<Held> accessTokens = Stream.concat(
                        Scopes.ALL.names().stream().map(List::of),
                        Stream.of(needed.least().names()).filter(Scopes.ALL.names()::containsAll))
                .filter(scopes -> !scopes.isEmpty())
                .distinct()
                .map(scopes -> new Held(
                        scopes,
                        traveller.through(port, scopes.toArray(String[]::new)).token()));
        List<Held> tokens = Stream.concat(Stream.of(link), accessTokens).toList();

        for (Held token : tokens.stream().filter(held -> !held.includes(needed)).toList()) {
            Answer refused = ask(token.secret(), document);
            assertThat(refused.status()).as("%s", token.scopes()).isEqualTo(403);
            assertThat(refused.body()).contains("\"FORBIDDEN\"", "\"scope\":\"" + token.lacking(needed) + "\"");
        }
        // What the tokens that suffice ask for may be the end of the account.
        List<Held> sufficient =
                tokens.stream().filter(held -> held.includes(needed)).toList();
        assertThat(sufficient).isNotEmpty();
        for (Held token : sufficient) {
            Answer answered = ask(token.secret(), document);
            assertThat(answered.status()).as(answered.body()).isEqualTo(200);
            assertThat(answered.body()).doesNotContain("\"scope\":", "GRAPHQL_VALIDATION_FAILED", "INTERNAL");
        }
    }

    private static Scopes needed(GraphQLFieldDefinition field) {
        GraphQLNamedType type = GraphQLTypeUtil.unwrapAll(field.getType());
        Scopes stated = NeededScopes.stated(field);
        return type instanceof GraphQLObjectType object ? stated.and(NeededScopes.stated(object)) : stated;
    }

    private Answer ask(String token, String document) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", document.startsWith("subscription") ? "text/event-stream" : "application/json")
                .POST(BodyPublishers.ofString(Wire.JSON.writeValueAsString(Map.of("query", document))))
                .build();
        HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean isStream = document.startsWith("subscription") && response.statusCode() == 200;
            return new Answer(
                    response.statusCode(), isStream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String document(GraphQLObjectType root, GraphQLFieldDefinition field) {
        String arguments = field.getArguments().stream()
                .filter(argument -> argument.getType() instanceof GraphQLNonNull
                        && argument.getArgumentDefaultValue().isNotSet())
                .map(ScopeMatrixTests::argument)
                .collect(Collectors.joining(", "));
        String selections =
                GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLCompositeType ? " { __typename }" : "";
        return root.getName().toLowerCase(Locale.ROOT) + " { " + field.getName()
                + (arguments.isEmpty() ? "" : "(" + arguments + ")") + selections + " }";
    }

    private static String argument(GraphQLArgument argument) {
        return argument.getName() + ": " + value(argument.getType());
    }

    private static String value(GraphQLType type) {
        return switch (type) {
            case GraphQLNonNull nonNull -> value(nonNull.getWrappedType());
            case GraphQLList list -> "[" + value(list.getWrappedType()) + "]";
            case GraphQLEnumType constants -> constants.getValues().getFirst().getName();
            case GraphQLInputObjectType input ->
                input.getFields().stream()
                        .filter(field ->
                                input.isOneOf() ? field.equals(input.getFields().getFirst()) : isRequired(field))
                        .map(field -> field.getName() + ": " + value(field.getType()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            case GraphQLNamedType scalar -> scalar(scalar.getName());
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private static boolean isRequired(GraphQLInputObjectField field) {
        GraphQLInputType type = field.getType();
        return type instanceof GraphQLNonNull
                && field.getInputFieldDefaultValue().isNotSet();
    }

    private static String scalar(String name) {
        return switch (name) {
            case "ID" -> "\"" + UUID.randomUUID() + "\"";
            case "Int", "Float", "Decimal" -> "1";
            case "Boolean" -> "true";
            case "DateTime" -> "\"2026-05-01T00:00:00Z\"";
            case "LocalDateTime" -> "\"2026-05-01T00:00\"";
            case "Date" -> "\"2026-05-01\"";
            case "JSON" -> "{}";
            default -> "\"x\"";
        };
    }

    /** An access token of these scopes, or a public link. */
    private record Held(List<String> scopes, String secret) {

        boolean includes(Scopes needed) {
            return Scopes.granted(scopes).include(needed);
        }

        String lacking(Scopes needed) {
            return String.join(
                    " ", needed.without(Scopes.granted(scopes)).least().names());
        }
    }

    /** What came back; of a stream, that it began. */
    private record Answer(int status, String body) {}
}
