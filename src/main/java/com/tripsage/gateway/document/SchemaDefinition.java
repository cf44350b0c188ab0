package com.tripsage.gateway.document;

import graphql.schema.idl.SchemaPrinter;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** The text of the schema in GraphQL's schema definition language, for tools that generate code; unlike introspection it has the costs. */
@Component
public class SchemaDefinition {

    private final IntrospectionProperties introspection;
    private final SingletonSupplier<String> text;

    SchemaDefinition(GraphQlSource source, IntrospectionProperties introspection) {
        this.introspection = introspection;
        SchemaPrinter.Options options = SchemaPrinter.Options.defaultOptions()
                .includeDirectiveDefinition(SchemaPrinter.ExcludeGraphQLSpecifiedDirectivesPredicate);
        this.text = SingletonSupplier.of(() -> new SchemaPrinter(options).print(source.schema()));
    }

    /** Whether clients may ask for it, as for introspection. */
    public boolean isShown() {
        return introspection.enabled();
    }

    public String text() {
        return text.obtain();
    }
}
