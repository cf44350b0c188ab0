package com.tripsage.gateway.document;

import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.schema.GraphQLSchema;
import java.util.List;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;

/** The check of documents that clients are built with, against the schema of this gateway. */
@Component
public final class DocumentCheck {

    private final GraphQLSchema schema;
    private final DocumentCache documents;

    DocumentCheck(GraphQlSource source, DocumentCache documents) {
        this.schema = source.schema();
        this.documents = documents;
    }

    /** Why a document would be refused; nothing where it is carried out. */
    public List<String> errors(String text) {
        PreparsedDocumentEntry entry = documents.get(text).entry();
        return entry.hasErrors()
                ? entry.getErrors().stream()
                        .map(error -> String.valueOf(error.getMessage()))
                        .toList()
                : List.of();
    }

    /** The deprecated fields and arguments of a valid document, each with what the schema says of it. */
    public List<String> deprecations(String text) {
        return Deprecations.of(schema, documents.get(text).entry().getDocument());
    }
}
