package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.Directives;
import graphql.GraphQLError;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLDirective;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Directives that graphql-java adds to every schema and the gateway does not carry out: they are not shown, and a document that
 * has one is refused like one with any unknown directive, because to ignore it would be to do something else than was asked.
 */
final class UnsupportedDirectives {

    /** The field of introspection that tells the directives. */
    static final FieldCoordinates INTROSPECTION = FieldCoordinates.coordinates("__Schema", "directives");

    private static final Set<String> NAMES = Set.of(
            Directives.DeferDirective.getName(), Directives.ExperimentalDisableErrorPropagationDirective.getName());

    private UnsupportedDirectives() {}

    private static boolean isUnsupported(String name) {
        return NAMES.contains(name);
    }

    /** The directives of the schema without these. */
    static List<GraphQLDirective> supported(DataFetchingEnvironment environment) {
        return environment.getGraphQLSchema().getDirectives().stream()
                .filter(directive -> !isUnsupported(directive.getName()))
                .toList();
    }

    static List<GraphQLError> check(Document document) {
        List<GraphQLError> errors = new ArrayList<>();
        new NodeTraverser()
                .preOrder(
                        new NodeVisitorStub() {
                            // as the visitor has it
                            @SuppressWarnings("rawtypes")
                            @Override
                            public TraversalControl visitDirective(
                                    Directive directive, TraverserContext<Node> context) {
                                if (isUnsupported(directive.getName())) {
                                    errors.add(GraphQlErrors.of(
                                            ErrorCode.GRAPHQL_VALIDATION_FAILED,
                                            "Validation error (UnknownDirective) : Unknown directive '"
                                                    + directive.getName() + "'",
                                            directive.getSourceLocation()));
                                }
                                return TraversalControl.CONTINUE;
                            }
                        },
                        document);
        return errors;
    }
}
