package com.tripsage.gateway.embedding;

import com.tripsage.gateway.value.Blank;
import graphql.Scalars;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A path from a field's arguments to the texts that need vectors.
 *
 * @param unless the path to what makes a vector needless; empty where nothing does
 * @param value the value that makes it needless; empty where any does
 */
record TextPath(Purpose purpose, List<String> steps, List<String> unless, String value) {

    /** As many texts as an operation may have. A field whose list is longer refuses it. */
    static final int MOST = 500;

    /** The path that an annotation names, of a field that has it. */
    static TextPath of(Embeds embeds, GraphQLFieldDefinition field) {
        String[] unless = embeds.unless().split("=", 2);
        var path = new TextPath(
                embeds.purpose(), steps(embeds.value()), steps(unless[0]), unless.length == 1 ? "" : unless[1]);
        GraphQLType text = typeAt(field, path.steps);
        Assert.state(text.equals(Scalars.GraphQLString), () -> "%s is of the type %s, not String"
                .formatted(embeds.value(), GraphQLTypeUtil.simplePrint(text)));
        if (!path.unless.isEmpty()) {
            GraphQLType type = typeAt(field, path.unless);
            Assert.state(
                    path.value.isEmpty()
                            || (type instanceof GraphQLEnumType values && values.getValue(path.value) != null),
                    () -> "%s never has the value %s".formatted(unless[0], path.value));
        }
        return path;
    }

    private static List<String> steps(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("\\.", -1));
    }

    private static GraphQLType typeAt(GraphQLFieldDefinition field, List<String> steps) {
        String first = steps.isEmpty() ? "" : steps.getFirst();
        GraphQLArgument argument = field.getArgument(first);
        Assert.state(argument != null, () -> "%s has no argument %s".formatted(field.getName(), first));
        GraphQLType type = GraphQLTypeUtil.unwrapAll(argument.getType());
        for (String step : steps.subList(1, steps.size())) {
            GraphQLInputObjectField next =
                    type instanceof GraphQLInputObjectType input ? input.getFieldDefinition(step) : null;
            String name = GraphQLTypeUtil.simplePrint(type);
            Assert.state(next != null, () -> "%s has no field %s".formatted(name, step));
            type = GraphQLTypeUtil.unwrapAll(next.getType());
        }
        return type;
    }

    /** The texts among arguments, which have passed the schema's checks and no others. */
    List<String> textsIn(Map<String, Object> arguments) {
        return textsIn(arguments, steps, unless).toList();
    }

    private Stream<String> textsIn(@Nullable Object found, List<String> path, List<String> exception) {
        return switch (found) {
            case List<?> elements
            when elements.size() <= MOST -> elements.stream().flatMap(element -> textsIn(element, path, exception));
            case Map<?, ?> fields
            when !exception.isEmpty() && exception.getFirst().equals(path.getFirst()) ->
                textsIn(fields.get(path.getFirst()), rest(path), rest(exception));
            case Map<?, ?> fields
            when !isNeedless(fields, exception) -> textsIn(fields.get(path.getFirst()), rest(path), List.of());
            case String text when !Blank.isBlank(text) -> Stream.of(text);
            case null, default -> Stream.empty();
        };
    }

    private boolean isNeedless(@Nullable Object found, List<String> exception) {
        if (exception.isEmpty()) {
            return false;
        }
        Object given = found instanceof Map<?, ?> fields ? fields.get(exception.getFirst()) : null;
        return exception.size() == 1
                ? given != null && (value.isEmpty() || given.equals(value))
                : isNeedless(given, rest(exception));
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }
}
