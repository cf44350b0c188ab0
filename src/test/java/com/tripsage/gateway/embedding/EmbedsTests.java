package com.tripsage.gateway.embedding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.idl.MockedWiringFactory;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Controller;

class EmbedsTests {

    private static final String SCHEMA = """
            type Query { search(query: SearchQuery!, mode: Mode): Note }
            type Mutation { addNote(input: NoteInput!): Note addNotes(inputs: [NoteInput!]!): Note }
            type Note { text: String }
            enum Mode { MEANING WORDS }
            input SearchQuery { text: String }
            input NoteInput { text: String! vector: [Float!] tags: [String!] author: Author }
            input Author { name: String }
            """;

    @Test
    void textIsFoundByItsPath() {
        assertThat(texts(Added.class, "addNote", Map.of("input", Map.of("text", "Tea"))))
                .containsExactly("Tea");
        assertThat(texts(Added.class, "addNote", Map.of("input", Map.of()))).isEmpty();
        assertThat(texts(Added.class, "addNote", Map.of("input", Map.of("text", " \u00A0"))))
                .isEmpty();
    }

    @Test
    void textsOfAListAreFoundEach() {
        List<Map<String, ?>> inputs =
                List.of(Map.of("text", "Tea"), Map.of("text", "Milk", "vector", List.of(1.0)), Map.of("text", "Rum"));

        assertThat(texts(Listed.class, "addNotes", Map.of("inputs", inputs))).containsExactly("Tea", "Rum");
        assertThat(texts(Listed.class, "addNotes", Map.of("inputs", List.of()))).isEmpty();
        assertThat(texts(
                        Listed.class,
                        "addNotes",
                        Map.of("inputs", Collections.nCopies(TextPath.MOST + 1, Map.of("text", "Tea")))))
                .isEmpty();
    }

    @Test
    void textsInAListAreFoundEach() {
        assertThat(texts(Tagged.class, "addNote", Map.of("input", Map.of("tags", List.of("a", "b")))))
                .containsExactly("a", "b");
    }

    @Test
    void textNeedsNoVectorInTheExceptedMode() {
        Map<String, String> query = Map.of("text", "Tea");

        assertThat(texts(Searched.class, "search", Map.of("query", query))).containsExactly("Tea");
        assertThat(texts(Searched.class, "search", Map.of("query", query, "mode", "MEANING")))
                .containsExactly("Tea");
        assertThat(texts(Searched.class, "search", Map.of("query", query, "mode", "WORDS")))
                .isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(WrongArgument.class, "WrongArgument.addNote: addNote has no argument note"),
                Arguments.of(WrongField.class, "WrongField.addNote: NoteInput has no field txt"),
                Arguments.of(WrongFieldOfList.class, "WrongFieldOfList.addNotes: NoteInput has no field txt"),
                Arguments.of(FieldOfText.class, "FieldOfText.addNote: String has no field length"),
                Arguments.of(WrongType.class, "WrongType.addNote: input.author is of the type Author, not String"),
                Arguments.of(WrongException.class, "WrongException.addNote: NoteInput has no field embedding"),
                Arguments.of(WrongValue.class, "WrongValue.search: mode never has the value KEYWORD"),
                Arguments.of(NoRootField.class, "NoRootField.text: not a method of a query or a mutation"),
                Arguments.of(NoField.class, "NoField.removeNote: Mutation has no field removeNote"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void startFailsWhereTheSchemaDoesNotHaveThePath(Class<?> controller, String sentence) {
        start(controller).run(context -> assertThat(context).getFailure().hasMessage("@Embeds of " + sentence));
    }

    private static List<String> texts(Class<?> controller, String field, Map<String, Object> arguments) {
        List<String> texts = new ArrayList<>();
        start(controller).run(context -> {
            TextPath path =
                    requireNonNull(context.getBean(EmbeddingFields.class).of(field));
            texts.addAll(path.textsIn(arguments));
        });
        return texts;
    }

    private static ApplicationContextRunner start(Class<?> controller) {
        var schema = new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse(SCHEMA),
                        RuntimeWiring.newRuntimeWiring()
                                .wiringFactory(new MockedWiringFactory())
                                .build());
        return new ApplicationContextRunner()
                .withBean(
                        GraphQlSource.class, () -> GraphQlSource.builder(schema).build())
                .withBean(EmbeddingFields.class)
                .withBean(controller);
    }

    @Controller
    static class Added {

        @Embeds("input.text")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class Listed {

        @Embeds(value = "inputs.text", unless = "inputs.vector")
        @MutationMapping
        void addNotes() {}
    }

    @Controller
    static class Tagged {

        @Embeds("input.tags")
        @MutationMapping("addNote")
        void add() {}
    }

    @Controller
    static class Searched {

        @Embeds(value = "query.text", purpose = Purpose.QUERY, unless = "mode=WORDS")
        @QueryMapping
        void search() {}
    }

    @Controller
    static class WrongArgument {

        @Embeds("note.text")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class WrongField {

        @Embeds("input.txt")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class WrongFieldOfList {

        @Embeds("inputs.txt")
        @MutationMapping
        void addNotes() {}
    }

    @Controller
    static class FieldOfText {

        @Embeds("input.text.length")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class WrongType {

        @Embeds("input.author")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class WrongException {

        @Embeds(value = "input.text", unless = "input.embedding")
        @MutationMapping
        void addNote() {}
    }

    @Controller
    static class WrongValue {

        @Embeds(value = "query.text", unless = "mode=KEYWORD")
        @QueryMapping
        void search() {}
    }

    @Controller
    static class NoRootField {

        @Embeds("input.text")
        @SchemaMapping(typeName = "Note")
        void text() {}
    }

    @Controller
    static class NoField {

        @Embeds("input.text")
        @MutationMapping
        void removeNote() {}
    }
}
