package com.tripsage.gateway.fuzz;

import graphql.introspection.Introspection;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;

/** Operations made from a schema, the same for the same seed: valid ones, wrong ones, and some that are damaged. */
final class RandomOperations {

    private static final int MAX_DEPTH = 5;
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "!",
            "$",
            ":",
            "=",
            "@",
            "...",
            "|",
            "&",
            "on",
            "query",
            "fragment",
            "null",
            "true",
            "\"",
            "\"\"\"",
            "#",
            "\\",
            "\u0000",
            "\ufeff",
            "é",
            "__typename",
            "__schema",
            "@skip",
            "@include(if: $v0)",
            "1e999",
            "@oneOf",
            "@defer",
            "subscription",
            "extend type");

    private final GraphQLSchema schema;
    private final Random random;
    private final RandomValues values;
    private List<String> definitions = new ArrayList<>();
    private List<String> fragments = new ArrayList<>();
    private StringJoiner variables = new StringJoiner(", ", "{", "}");
    private boolean wrong;
    private boolean hostileVariables;
    private int aliases;

    RandomOperations(GraphQLSchema schema, Random random, List<String> ids) {
        this.schema = schema;
        this.random = random;
        this.values = new RandomValues(random, ids);
    }

    RandomOperation next() {
        definitions = new ArrayList<>();
        fragments = new ArrayList<>();
        variables = new StringJoiner(", ", "{", "}");
        wrong = chance(3);
        hostileVariables = chance(3);
        aliases = 0;
        GraphQLObjectType root = root();
        String operation = root.getName().toLowerCase(Locale.ROOT);
        String selection = selection(root, MAX_DEPTH);
        String head = definitions.isEmpty() ? operation : operation + " Fuzz(" + String.join(", ", definitions) + ")";
        String document = head + " " + selection + " " + String.join(" ", fragments);
        return new RandomOperation(mistake(4) ? damaged(document) : document, variables.toString());
    }

    private GraphQLObjectType root() {
        int dice = random.nextInt(20);
        GraphQLObjectType root =
                dice < 12 ? schema.getQueryType() : dice < 17 ? schema.getMutationType() : schema.getSubscriptionType();
        return Objects.requireNonNull(root);
    }

    private String selection(GraphQLCompositeType type, int depth) {
        var fields = new StringJoiner(" ", "{ ", " }");
        boolean isSubscription = type.equals(schema.getSubscriptionType());
        int count = isSubscription && !mistake(6) ? 1 : 1 + random.nextInt(4);
        for (int n = 0; n < count; n++) {
            fields.add(chance(type instanceof GraphQLUnionType ? 1 : 12) ? fragment(type, depth) : field(type, depth));
        }
        return fields.toString();
    }

    private String fragment(GraphQLCompositeType type, int depth) {
        GraphQLCompositeType condition =
                switch (type) {
                    case GraphQLInterfaceType face when chance(2) -> values.oneOf(schema.getImplementations(face));
                    case GraphQLUnionType union
                    when !chance(6) -> (GraphQLCompositeType) values.oneOf(union.getTypes());
                    default -> type;
                };
        if (chance(2)) {
            return "..." + (chance(3) ? "" : " on " + condition.getName()) + directive() + " "
                    + selection(condition, depth - 1);
        }
        String name = "F" + fragments.size();
        fragments.add("");
        fragments.set(
                Integer.parseInt(name.substring(1)),
                "fragment " + name + " on " + condition.getName() + " " + selection(condition, depth - 1));
        return "..." + (mistake(10) ? "Nowhere" : name) + directive();
    }

    private String field(GraphQLCompositeType type, int depth) {
        if (!(type instanceof GraphQLFieldsContainer container) || chance(15)) {
            return type.equals(schema.getQueryType()) && chance(2) ? introspection() : "__typename" + directive();
        }
        GraphQLFieldDefinition field = values.oneOf(container.getFieldDefinitions().stream()
                .filter(RandomOperations::isOfUsers)
                .toList());
        GraphQLNamedType below = GraphQLTypeUtil.unwrapAll(field.getType());
        String selection = "";
        if (below instanceof GraphQLCompositeType composite) {
            if (depth <= 0) {
                return "__typename";
            }
            selection = " " + selection(composite, depth - 1);
        }
        String arguments = arguments(field.getArguments());
        return alias(!arguments.isEmpty())
                + (mistake(20) ? "nonsense" : field.getName())
                + arguments
                + directive()
                + selection;
    }

    /** Public links have a scope of their own, which no user has. */
    private static boolean isOfUsers(GraphQLFieldDefinition field) {
        return !field.getName().equals("publicTrip");
    }

    private String introspection() {
        return chance(2)
                ? "__type(name: "
                        + literal(Introspection.TypeMetaFieldDef.getArgument("name")
                                .getType()) + ") "
                        + selection(
                                (GraphQLCompositeType)
                                        GraphQLTypeUtil.unwrapAll(Introspection.TypeMetaFieldDef.getType()),
                                2)
                : "__schema " + selection(Introspection.__Schema, 3);
    }

    private String arguments(List<GraphQLArgument> arguments) {
        var given = new StringJoiner(", ", "(", ")").setEmptyValue("");
        for (GraphQLArgument argument : arguments) {
            boolean required = GraphQLTypeUtil.isNonNull(argument.getType());
            if (required ? !mistake(12) : chance(3)) {
                given.add(argument.getName() + ": "
                        + (chance(2) ? variable(argument.getType()) : literal(argument.getType())));
            }
        }
        return given.toString();
    }

    private String directive() {
        if (!chance(15)) {
            return "";
        }
        String condition = chance(2)
                ? String.valueOf(random.nextBoolean())
                : variable(schema.getDirective("skip").getArgument("if").getType());
        return (chance(2) ? " @skip(if: " : " @include(if: ") + condition + ")";
    }

    private String variable(GraphQLType type) {
        String name = "v" + definitions.size();
        String declared = GraphQLTypeUtil.simplePrint(type);
        boolean hasDefault = chance(3);
        if (hasDefault && declared.endsWith("!")) {
            declared = declared.substring(0, declared.length() - 1);
        }
        definitions.add(
                "$" + name + ": " + (mistake(15) ? "Nothing" : declared) + (hasDefault ? " = " + literal(type) : ""));
        if (!hostileVariables || !chance(8)) {
            values.beHostile(hostileVariables);
            variables.add("\"" + name + "\": " + (hostileVariables && chance(6) ? "null" : values.json(type)));
        }
        return "$" + name;
    }

    private String damaged(String document) {
        int at = random.nextInt(document.length());
        int end = Math.min(document.length(), at + 1 + random.nextInt(20));
        return switch (random.nextInt(4)) {
            case 0 -> document.substring(0, at) + document.substring(end);
            case 1 -> document.substring(0, end) + document.substring(at);
            case 2 -> document.substring(0, at) + " " + values.oneOf(TOKENS) + " " + document.substring(at);
            default -> document.substring(0, at);
        };
    }

    private String literal(GraphQLType type) {
        values.beHostile(wrong);
        return values.literal(type);
    }

    /** Where a field may stand beside itself with other arguments each has a name of its own; now and then it has not. */
    private String alias(boolean hasArguments) {
        boolean wanted = hasArguments ? !mistake(6) : chance(8);
        return wanted ? "a" + (mistake(3) ? 0 : aliases++) + ": " : "";
    }

    private boolean mistake(int of) {
        return wrong && chance(of);
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }
}
