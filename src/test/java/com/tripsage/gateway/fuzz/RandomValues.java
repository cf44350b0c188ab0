package com.tripsage.gateway.fuzz;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Values of input types, most of them valid, as literals of GraphQL or as JSON. */
final class RandomValues {

    /** What stands now and then in the place of any value. It is JSON and GraphQL alike. */
    private static final List<String> HOSTILE = List.of(
            "null",
            "true",
            "0",
            "-1",
            "2147483648",
            "99999999999999999999",
            "1e400",
            "-0.0",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"👩‍👩‍👧 ไทย 日本語\"",
            "[]",
            "[[]]",
            "[null]",
            "[1, \"a\"]",
            "\"' or 1=1 --\"",
            "\"%s %n\"",
            "\"infinity\"",
            "\"2026-13-45\"",
            "\"9999-12-31\"",
            "\"-infinity\"",
            "\"../../etc\"");

    private static final List<String> HOSTILE_LITERALS =
            List.of("{}", "{ a: 1 }", "$undefined", "PLANNING", "@", "\"\"\"block\"\"\"");
    private static final List<String> HOSTILE_JSON = List.of("{}", "{\"a\": {\"a\": null}}", "[{\"__proto__\": 1}]");

    private final Random random;
    private final List<String> ids;
    private boolean hostile;

    RandomValues(Random random, List<String> ids) {
        this.random = random;
        this.ids = ids;
    }

    /** Whether some of the values from now on are to be wrong. */
    void beHostile(boolean hostile) {
        this.hostile = hostile;
    }

    String literal(GraphQLType type) {
        return value(type, false, 3);
    }

    String json(GraphQLType type) {
        return value(type, true, 3);
    }

    private String value(GraphQLType type, boolean json, int depth) {
        if (hostile && random.nextInt(12) == 0) {
            List<String> some = new ArrayList<>(HOSTILE);
            some.addAll(json ? HOSTILE_JSON : HOSTILE_LITERALS);
            return oneOf(some);
        }
        if (type instanceof GraphQLNonNull nonNull) {
            return value(nonNull.getWrappedType(), json, depth);
        }
        if (type instanceof GraphQLList list) {
            var elements = new StringJoiner(", ", "[", "]");
            for (int n = random.nextInt(3); n > 0; n--) {
                elements.add(value(list.getWrappedType(), json, depth));
            }
            return elements.toString();
        }
        if (type instanceof GraphQLEnumType constants) {
            String constant = oneOf(constants.getValues()).getName();
            return json ? "\"" + constant + "\"" : constant;
        }
        return type instanceof GraphQLInputObjectType input
                ? object(input, json, depth)
                : scalar(((GraphQLNamedType) type).getName(), json);
    }

    private String object(GraphQLInputObjectType input, boolean json, int depth) {
        var fields = new StringJoiner(", ", "{", "}");
        if (input.isOneOf()) {
            List<GraphQLInputObjectField> some = new ArrayList<>(input.getFields());
            Collections.shuffle(some, random);
            int wanted = hostile && random.nextInt(5) == 0 ? random.nextInt(3) : 1;
            some.stream().limit(wanted).forEach(field -> fields.add(field(field, json, depth)));
            return fields.toString();
        }
        for (GraphQLInputObjectField field : input.getFields()) {
            boolean required = GraphQLTypeUtil.isNonNull(field.getType()) && !field.hasSetDefaultValue();
            if (required ? !hostile || random.nextInt(20) > 0 : depth > 0 && random.nextInt(4) == 0) {
                fields.add(field(field, json, depth));
            }
        }
        if (hostile && random.nextInt(20) == 0) {
            fields.add(json ? "\"nonsense\": 1" : "nonsense: 1");
        }
        return fields.toString();
    }

    private String field(GraphQLInputObjectField field, boolean json, int depth) {
        return (json ? "\"" + field.getName() + "\"" : field.getName()) + ": "
                + value(field.getType(), json, depth - 1);
    }

    private String scalar(String name, boolean json) {
        return switch (name) {
            case "Int" -> String.valueOf(1 + random.nextInt(5));
            case "Float", "Decimal" -> random.nextInt(100) + "." + random.nextInt(100);
            case "Boolean" -> String.valueOf(random.nextBoolean());
            case "ID" -> "\"" + oneOf(ids) + "\"";
            case "Date" -> "\"2026-0%d-1%d\"".formatted(1 + random.nextInt(9), random.nextInt(10));
            case "DateTime" -> "\"2026-0%d-1%dT10:00:00+02:00\"".formatted(1 + random.nextInt(9), random.nextInt(10));
            case "LocalDateTime" -> "\"2026-0%d-1%dT02:30\"".formatted(1 + random.nextInt(9), random.nextInt(10));
            case "CurrencyCode" -> oneOf(List.of("\"EUR\"", "\"JPY\"", "\"KWD\"", "\"eur\""));
            case "JSON" ->
                json
                        ? oneOf(List.of("{\"a\": [1, 2.50, null]}", "[]", "\"text\"", "null", "{\"\": {}}"))
                        : oneOf(List.of("{ a: [1, 2.50, null] }", "[]", "\"text\"", "7"));
            case "Vector" -> "[" + "0.5, ".repeat(oneOf(List.of(1535, 0, 3))) + "0.5]";
            default ->
                oneOf(List.of(
                        "\"Lisbon\"",
                        "\"a\"",
                        "\"กรุงเทพ\"",
                        "\"Straße nach Zürich\"",
                        "\"b@example.com\"",
                        "\"" + "x".repeat(300) + "\""));
        };
    }

    <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
