package com.tripsage.gateway.document;

import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.StringValue;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.TypeDefinitionConfigurer;

/** The descriptions of what needs a scope, which say so to those who see no directives: readers of introspection. */
final class ScopeDescriptions implements TypeDefinitionConfigurer {

    @Override
    public void configure(TypeDefinitionRegistry registry) {
        for (ObjectTypeDefinition type : registry.getTypes(ObjectTypeDefinition.class)) {
            registry.remove(type);
            registry.add(type.transform(builder -> builder.description(
                            described(type.getDescription(), type.getDirectives(NeededScopes.DIRECTIVE)))
                    .fieldDefinitions(fields(type))));
        }
        for (List<ObjectTypeExtensionDefinition> extensions :
                List.copyOf(registry.objectTypeExtensions().values())) {
            for (ObjectTypeExtensionDefinition extension : List.copyOf(extensions)) {
                registry.remove(extension);
                registry.add(extension.transformExtension(builder -> builder.fieldDefinitions(fields(extension))));
            }
        }
    }

    private static List<FieldDefinition> fields(ObjectTypeDefinition type) {
        return type.getFieldDefinitions().stream()
                .map(field -> field.transform(builder -> builder.description(
                        described(field.getDescription(), field.getDirectives(NeededScopes.DIRECTIVE)))))
                .toList();
    }

    private static @Nullable Description described(@Nullable Description given, List<Directive> needed) {
        if (given == null || needed.isEmpty()) {
            return given;
        }
        String scopes = needed.stream()
                .map(directive -> ((StringValue) directive.getArgument("scope").getValue()).getValue())
                .collect(Collectors.joining("` and `", needed.size() == 1 ? "scope `" : "scopes `", "`"));
        return new Description(
                given.getContent().strip() + " Needs the " + scopes + ".",
                given.getSourceLocation(),
                given.isMultiLine());
    }
}
