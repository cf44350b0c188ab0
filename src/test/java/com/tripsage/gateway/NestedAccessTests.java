package com.tripsage.gateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every path of the schema, with every id of somebody's rows, shows nothing of them to others. The documents are made
 * from the schema, so that a field of tomorrow is walked too.
 */
class NestedAccessTests extends RunningGateway {

    /** What a field shows depends on the row that it begins at: a way that is longer than from one kind of row to any other shows no more. */
    private static final int MAX_DEPTH = 5;

    private static final int MAX_FIELDS = 400;

    private static final List<String> TABLES = List.of(
            "users",
            "trips",
            "flights",
            "accommodations",
            "bookings",
            "memory_embeddings",
            "chat_sessions",
            "chat_messages");

    /** Of an input that wants exactly one of several fields: those that another one stands for. */
    private static final Set<String> ALTERNATIVES = Set.of("invitationId", "userEmail");

    @Autowired
    GraphQlSource source;

    GraphQLSchema schema;
    JdbcClient database;
    Traveller victim;
    Traveller friend;
    Traveller viewer;
    Traveller stranger;
    UUID privateTrip;
    UUID sharedTrip;

    @BeforeEach
    void arrive() {
        schema = source.schema();
        database = Superuser.of(environment);
        victim = Traveller.known(port);
        friend = Traveller.known(port);
        viewer = Traveller.known(port);
        stranger = Traveller.known(port);
        privateTrip = createTrip("hush");
        sharedTrip = createTrip("open");
        victim.share(privateTrip, friend, "EDITOR");
        victim.share(sharedTrip, viewer, "VIEWER");
        fillPrivateLife();
    }

    @Test
    void showsEverythingToTheOwner() {
        String seen = walk(victim, schema.getQueryType());

        assertThat(seen).contains(idsOfTheVictim());
        assertThat(seen)
                .contains(
                        "hush title",
                        "hush description",
                        "hush destination",
                        "hush metadata",
                        "hush airline",
                        "hush raw flight",
                        "hush stay",
                        "hush address",
                        "hush amenity",
                        "hush rating",
                        "hush raw stay",
                        "hush train",
                        "hush carrier",
                        "hush station",
                        "hush seat",
                        "hush raw train",
                        "hush profile",
                        "hush preference",
                        "hush travel preference",
                        "hush key name",
                        "hush memory",
                        "hush memory metadata",
                        "hush session",
                        "hush agent",
                        "hush state",
                        "hush message",
                        "hush message metadata",
                        "hush tool call",
                        "open title",
                        friend.email())
                .doesNotContain("hush key itself");
    }

    @Test
    void showsNothingToAStranger() {
        String seen = walk(stranger, schema.getQueryType());

        assertThat(seen).contains(stranger.email()).doesNotContain("hush", "open ");
        assertThat(seen).doesNotContain(idsOfTheVictim());
    }

    @Test
    void showsAViewerTheSharedTripOnly() {
        Set<String> hidden = new LinkedHashSet<>(List.of(idsOfTheVictim()));
        hidden.removeAll(idsOf(sharedTrip));
        hidden.remove(victim.id().toString());

        String seen = walk(viewer, schema.getQueryType());

        assertThat(seen)
                .contains(idsOf(sharedTrip).toArray(String[]::new))
                .contains("open title", "open airline", "open stay", "open train", victim.email())
                .doesNotContain("hush")
                .doesNotContain(hidden.toArray(String[]::new));
    }

    @Test
    void letsAStrangerChangeNothing() {
        String before = rowsOfTheVictim();

        String seen = walk(stranger, schema.getMutationType());

        assertThat(rowsOfTheVictim()).isEqualTo(before);
        assertThat(seen).doesNotContain("hush", "open ").doesNotContain(idsOfTheVictim());
    }

    @Test
    void letsAViewerChangeNothingButLeave() {
        String before = rowsOfTheVictim();

        String seen = walk(viewer, schema.getMutationType());

        assertThat(rowsOfTheVictim()).isEqualTo(before);
        assertThat(seen).doesNotContain("hush");
        assertThat(Wire.of(port, viewer)
                        .send("query ($id: ID!) { trip(id: $id) { id } }", Map.of("id", sharedTrip))
                        .at("/trip"))
                .isEqualTo("null");
    }

    /** Sends all documents for a root type with all ids; what came back. */
    private String walk(Traveller caller, GraphQLObjectType root) {
        Wire wire = Wire.of(port, caller);
        String[] ids = idsOfTheVictim();
        StringBuilder answers = new StringBuilder();
        String operation = root.equals(schema.getMutationType()) ? "mutation" : "query";
        List<GraphQLFieldDefinition> fields = new ArrayList<>(root.getFieldDefinitions());
        // Whoever has left tries everything else as a stranger.
        fields.sort(
                Comparator.comparing(field -> Set.of("leaveTrip", "blockUser").contains(field.getName())));
        for (GraphQLFieldDefinition field : fields) {
            String arguments = arguments(field, caller);
            boolean takesId = arguments.contains("$id");
            for (Selection selection : selections(field.getType(), Set.of(), MAX_DEPTH)) {
                String document = operation + (takesId ? " ($id: ID!)" : "") + " { " + field.getName() + arguments + " "
                        + selection.text + " }";
                for (String id : takesId ? ids : new String[] {""}) {
                    String body = wire.send(document, takesId ? Map.of("id", id) : Map.of())
                            .body();
                    assertThat(body)
                            .as(document)
                            .doesNotContain("GRAPHQL_VALIDATION_FAILED", "QUERY_TOO_COMPLEX", "INTERNAL");
                    answers.append(body).append('\n');
                }
            }
        }
        return answers.toString();
    }

    /** What to select of a type, in several documents where one would be too large. */
    private List<Selection> selections(GraphQLType wrapped, Set<String> path, int depth) {
        GraphQLType type = GraphQLTypeUtil.unwrapAll(wrapped);
        if (type instanceof GraphQLInterfaceType face) {
            List<Selection> all = new ArrayList<>();
            for (GraphQLObjectType implementation : schema.getImplementations(face)) {
                for (Selection selection : selections(implementation, path, depth)) {
                    all.add(new Selection(
                            "{ __typename ... on " + implementation.getName() + " " + selection.text + " }",
                            selection.fields));
                }
            }
            return all;
        }
        if (!(type instanceof GraphQLObjectType object)) {
            return List.of(new Selection("", 0));
        }
        Selection whole = whole(object, path, depth);
        if (whole.fields <= MAX_FIELDS) {
            return List.of(whole);
        }
        List<Selection> parts = new ArrayList<>();
        for (GraphQLFieldDefinition field : object.getFieldDefinitions()) {
            String edge = object.getName() + "." + field.getName();
            if (!isLeaf(field) && !path.contains(edge)) {
                for (Selection part : selections(field.getType(), with(path, edge), depth - 1)) {
                    parts.add(new Selection(
                            "{ __typename " + leaves(object) + " " + field.getName() + arguments(field, victim) + " "
                                    + part.text + " }",
                            part.fields));
                }
            }
        }
        return parts;
    }

    /** All fields, and below them all that this path has not gone through. */
    private Selection whole(GraphQLObjectType type, Set<String> path, int depth) {
        StringBuilder text = new StringBuilder("{ __typename ").append(leaves(type));
        int fields = type.getFieldDefinitions().size();
        for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
            String edge = type.getName() + "." + field.getName();
            if (!isLeaf(field)
                    && depth > 1
                    && !path.contains(edge)
                    && GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType next) {
                Selection below = whole(next, with(path, edge), depth - 1);
                text.append(' ').append(field.getName()).append(arguments(field, victim));
                text.append(' ').append(below.text);
                fields += below.fields;
            }
        }
        return new Selection(text.append(" }").toString(), fields);
    }

    private static Set<String> with(Set<String> path, String edge) {
        Set<String> longer = new LinkedHashSet<>(path);
        longer.add(edge);
        return longer;
    }

    private static String leaves(GraphQLObjectType type) {
        return type.getFieldDefinitions().stream()
                .filter(NestedAccessTests::isLeaf)
                .map(GraphQLFieldDefinition::getName)
                .collect(joining(" "));
    }

    private static boolean isLeaf(GraphQLFieldDefinition field) {
        GraphQLType type = GraphQLTypeUtil.unwrapAll(field.getType());
        return !(type instanceof GraphQLObjectType) && !(type instanceof GraphQLInterfaceType);
    }

    /** The arguments that are ids or required, and a page with room for all there is. */
    private static String arguments(GraphQLFieldDefinition field, Traveller caller) {
        String arguments = field.getArguments().stream()
                .filter(argument -> argument.getName().equals("first") || isWanted(argument.getType()))
                .map(argument -> argument.getName() + ": " + value(argument, caller))
                .collect(joining(", "));
        return arguments.isEmpty() ? "" : "(" + arguments + ")";
    }

    private static String value(GraphQLArgument argument, Traveller caller) {
        return argument.getName().equals("first") ? "3" : literal(argument.getName(), argument.getType(), caller);
    }

    private static boolean isWanted(GraphQLInputType type) {
        return GraphQLTypeUtil.isNonNull(type)
                || GraphQLTypeUtil.simplePrint(GraphQLTypeUtil.unwrapAll(type)).equals("ID");
    }

    private static String literal(String name, GraphQLType wrapped, Traveller caller) {
        GraphQLType type = GraphQLTypeUtil.unwrapAll(wrapped);
        if (type instanceof GraphQLEnumType constants) {
            return constants.getValues().get(0).getName();
        }
        if (type instanceof GraphQLInputObjectType input) {
            return input.getFields().stream()
                    .filter(field ->
                            !ALTERNATIVES.contains(field.getName()) || GraphQLTypeUtil.isNonNull(field.getType()))
                    .filter(field -> isWanted(field.getType())
                            || GraphQLTypeUtil.simplePrint(field.getType()).equals("String"))
                    .limit(input.isOneOf() ? 1 : Long.MAX_VALUE)
                    .map(field -> field.getName() + ": " + literal(field.getName(), field.getType(), caller))
                    .collect(joining(", ", "{ ", " }"));
        }
        return switch (GraphQLTypeUtil.simplePrint(type)) {
            case "ID" -> "$id";
            case "String" -> name.equals("userEmail") ? "\"" + caller.email() + "\"" : "\"x\"";
            case "JSON" -> "{}";
            case "CurrencyCode" -> "\"EUR\"";
            case "Date" -> "\"2026-05-01\"";
            case "LocalDateTime" -> "\"2026-05-01T00:00\"";
            case "DateTime" -> "\"2026-05-01T00:00:00Z\"";
            case "Boolean" -> "true";
            default -> "1";
        };
    }

    /** A trip whose texts all begin with a word. */
    private UUID createTrip(String word) {
        return victim.createTrip(Map.of(
                "title", word + " title",
                "description", word + " description",
                "destinations", List.of(word + " destination"),
                "metadata", Map.of("note", word + " metadata"),
                "budget", Map.of("amount", 900),
                "flights", List.of(Map.of("airline", word + " airline", "rawData", List.of(word + " raw flight"))),
                "accommodations",
                        List.of(Map.of(
                                "name", word + " stay",
                                "address", word + " address",
                                "coordinates", Map.of("latitude", 1, "longitude", 2),
                                "amenities", List.of(word + " amenity"),
                                "ratings", Map.of("note", word + " rating"),
                                "rawData", List.of(word + " raw stay"))),
                "bookings",
                        List.of(Map.of(
                                "kind",
                                "TRAIN",
                                "name",
                                word + " train",
                                "carrier",
                                word + " carrier",
                                "from",
                                Map.of("name", word + " station"),
                                "seat",
                                word + " seat",
                                "rawData",
                                List.of(word + " raw train")))));
    }

    private void fillPrivateLife() {
        database.sql("""
                        update users
                           set profile            = '{"note": "hush profile"}',
                               preferences        = '{"note": "hush preference"}',
                               travel_preferences = '{"note": "hush travel preference"}',
                               api_keys           = '{"hush key name": "hush key itself"}'
                         where id = ?
                        """).param(victim.id()).update();
        database.sql("""
                        with session as (
                            insert into chat_sessions (user_id, title, agent_used, session_state)
                            values (:user, 'hush session', 'hush agent', '["hush state"]')
                            returning id),
                        message as (
                            insert into chat_messages (session_id, role, content, metadata, tool_calls)
                            select id, 'user', 'hush message', '["hush message metadata"]', '["hush tool call"]'
                              from session),
                        parts as (
                            insert into chat_messages (session_id, role, content, parts, tool_call_id, name, model_fields)
                            select id, 'tool', 'hush result', '["hush part"]', 'hush call', 'hush name', '{"hush": "hush field"}'
                              from session)
                        insert into memory_embeddings (user_id, content_text, metadata, session_id, embedding)
                        select :user, 'hush memory', '["hush memory metadata"]', id, array_fill(0.5, array[1536])::vector
                          from session
                        """).param("user", victim.id()).update();
    }

    private String[] idsOfTheVictim() {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(victim.id().toString());
        ids.add(friend.id().toString());
        ids.addAll(idsOf(privateTrip));
        ids.addAll(idsOf(sharedTrip));
        ids.addAll(database.sql("""
                        select id::text from memory_embeddings where user_id = :user
                        union all select id::text from chat_sessions where user_id = :user
                        union all select m.id::text from chat_messages m join chat_sessions s on s.id = m.session_id
                                   where s.user_id = :user
                        """)
                .param("user", victim.id())
                .query((row, number) -> row.getString(1))
                .list());
        return ids.toArray(String[]::new);
    }

    private List<String> idsOf(UUID trip) {
        return database.sql("""
                        select :trip::text
                        union all select id::text from flights where trip_id = :trip
                        union all select id::text from accommodations where trip_id = :trip
                        union all select id::text from bookings where trip_id = :trip
                        """)
                .param("trip", trip)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private String rowsOfTheVictim() {
        String ids = String.join(",", idsOfTheVictim());
        String members = database.sql("""
                        select string_agg(m::text, chr(10) order by m::text)
                          from trip_members m
                         where trip_id in (?, ?) and user_id <> ?
                        """)
                .params(privateTrip, sharedTrip, viewer.id())
                .query(String.class)
                .single();
        return TABLES.stream()
                .map(table -> database.sql("""
                                select coalesce(string_agg(r::text, chr(10) order by r::text), '')
                                  from %s r
                                 where id = any (string_to_array(?, ',')::uuid[])
                                """.formatted(table))
                        .param(ids)
                        .query(String.class)
                        .single())
                .collect(joining("\n", members + "\n", ""));
    }

    private record Selection(String text, int fields) {}
}
