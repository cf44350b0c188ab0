package com.tripsage.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import org.junit.jupiter.api.Test;

/** Deprecated fields and arguments are found wherever a document uses them. */
class DeprecationsTests {

    private static final GraphQLSchema SCHEMA =
            new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse("""
                    type Query { now(old: Int @deprecated(reason: "use new"), new: Int): Thing before: Int @deprecated(reason: "use now") }
                    type Thing { name: String title: String @deprecated(reason: "use name") self: Thing }
                    """), RuntimeWiring.MOCKED_WIRING);

    @Test
    void theyAreFoundInFragmentsToo() {
        assertThat(Deprecations.of(
                        SCHEMA,
                        Parser.parse("{ now(old: 1) { self { ... { ...Some } } } before }"
                                + " fragment Some on Thing { title name }")))
                .containsExactly(
                        "Query.now(old) is deprecated: use new",
                        "Query.before is deprecated: use now",
                        "Thing.title is deprecated: use name");
    }

    @Test
    void othersAreNotTold() {
        assertThat(Deprecations.of(SCHEMA, Parser.parse("{ now(new: 1) { name __typename } }")))
                .isEmpty();
    }
}
