package com.tripsage.gateway.fuzz;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import graphql.ExecutionInput;
import graphql.ParseAndValidate;
import graphql.language.AstPrinter;
import graphql.language.AstTransformer;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import graphql.util.TreeTransformerUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers to queries that don't ask for what is long: the same, byte for byte, as where another field of the document asks for
 * it, so that whole rows are read. Another seed, and more of them: {@code -Dfuzz.seed=7 -Dfuzz.operations=100000}.
 */
class AskedFieldsTests extends RunningGateway {

    private static final int OPERATIONS = Integer.getInteger("fuzz.operations", 5_000) / 5;
    private static final long SEED = Long.getLong("fuzz.seed", 20261126L);

    private static final String WHOLE = """
            { whole: node(id: "00000000-0000-4000-8000-000000000000") {
                ... on Trip { description } ... on Accommodation { amenities } ... on ChatSession { sessionState }
                ... on ChatMessage { toolCalls } ... on Memory { metadata } ... on User { apiKeyNames } } }
            """;

    @Autowired
    GraphQlSource source;

    Traveller ada;
    Wire wire;
    UUID trip;
    UUID chat;
    List<String> ids = new ArrayList<>();

    @BeforeEach
    void fill() {
        ada = Traveller.known(port);
        wire = Wire.of(port, ada);
        trip = ada.createTrip(Map.of(
                "title", "Lisbon",
                "description", "Trams and tiles",
                "destinations", List.of(Map.of("name", "Lisbon")),
                "metadata", Map.of("source", "web"),
                "flights", List.of(Map.of("flightNumber", "TP202")),
                "accommodations", List.of(Map.of("name", "Casa", "amenities", List.of("wifi")))));
        chat = ada.execute(
                        "mutation { startChatSession(input: { title: \"Plans\", sessionState: { step: 2 } }) { chatSession { id } } }")
                .path("startChatSession.chatSession.id")
                .entity(UUID.class)
                .get();
        ada.execute(
                        "mutation ($id: ID!) { postChatMessage(input: { sessionId: $id, role: USER, content: \"Hello\","
                                + " metadata: { lang: \"en\" } }) { message { id } } }",
                        Map.of("id", chat))
                .errors()
                .verify();
        Superuser.of(environment)
                .sql(
                        "insert into memory_embeddings (user_id, content_text, metadata) values (?, 'Likes trams', '{\"n\": 1}')")
                .param(ada.id())
                .update();
        ids.addAll(List.of(
                trip.toString(),
                chat.toString(),
                ada.id().toString(),
                UUID.randomUUID().toString()));
    }

    @Test
    void areThoseOfWholeRows() {
        var operations = new RandomOperations(source.schema(), new Random(SEED), ids);
        int compared = 0;
        for (int n = 0; n < OPERATIONS; n++) {
            RandomOperation operation = operations.next();
            if (isQuery(operation) && compare(operation.document(), operation.variables())) {
                compared++;
            }
        }
        assertThat(compared).as("answers without an error").isGreaterThan(OPERATIONS / 50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Viewer",
                "TripList",
                "Dashboard",
                "TripDetail",
                "ChatSessions",
                "ChatHistory",
                "Node",
                "Memories"
            })
    void areThoseOfWholeRowsInTheContract(String name) throws IOException {
        String variables =
                "{ \"first\": 20, \"last\": 20, \"id\": \"%s\" }".formatted(name.startsWith("Chat") ? chat : trip);

        assertThat(compare(contract(name), variables)).isTrue();
    }

    private static String contract(String name) throws IOException {
        var texts = new StringBuilder();
        for (String file : List.of("web", "search")) {
            try (InputStream in = AskedFieldsTests.class.getResourceAsStream("/contract/" + file + ".graphql")) {
                texts.append(new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        Matcher operation = Pattern.compile("(?ms)^query " + name + "\\b.*?^}").matcher(texts);
        assertThat(operation.find()).as(name).isTrue();
        return operation.group();
    }

    private boolean isQuery(RandomOperation operation) {
        if (operation.document().contains("__schema") || operation.document().contains("__type(")) {
            return false;
        }
        ExecutionInput input =
                ExecutionInput.newExecutionInput(operation.document()).build();
        try {
            return !ParseAndValidate.parseAndValidate(source.schema(), input).isFailure()
                    && Parser.parse(operation.document())
                            .getFirstDefinitionOfType(OperationDefinition.class)
                            .filter(definition -> definition.getOperation() == OperationDefinition.Operation.QUERY)
                            .isPresent();
        } catch (RuntimeException e) {
            // graphql-java's own rule of subscriptions throws on conditions without a value
            return false;
        }
    }

    /** Whether there was something to compare. */
    private boolean compare(String document, String variables) {
        JsonNode asked = wire.send(document, variables).json();
        JsonNode whole = wire.send(withWholeRows(document), variables).json();
        if (asked.has("errors") || whole.has("errors")) {
            return false;
        }
        ((ObjectNode) whole.path("data")).remove("whole");
        assertThat(asked.path("data").toString())
                .as("%s %s", document, variables)
                .isEqualTo(whole.path("data").toString());
        return true;
    }

    private static String withWholeRows(String document) {
        Field whole = (Field) Parser.parse(WHOLE)
                .getFirstDefinitionOfType(OperationDefinition.class)
                .orElseThrow()
                .getSelectionSet()
                .getSelections()
                .getFirst();
        return AstPrinter.printAst(new AstTransformer().transform(Parser.parse(document), new NodeVisitorStub() {
            @Override
            @SuppressWarnings("rawtypes")
            public TraversalControl visitOperationDefinition(
                    OperationDefinition operation, TraverserContext<Node> context) {
                return TreeTransformerUtil.changeNode(
                        context,
                        operation.transform(builder -> builder.selectionSet(
                                operation.getSelectionSet().transform(selections -> selections.selection(whole)))));
            }
        }));
    }
}
