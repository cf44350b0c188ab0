package com.tripsage.gateway.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.parser.ParserOptions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * Documents parsed, validated and measured once. A document that is too long is refused before it is parsed: a number
 * of a million digits alone would keep the parser busy for 39 s.
 */
final class DocumentCache implements PreparsedDocumentProvider {

    private final ObjectProvider<GraphQlSource> source;
    private final LimitProperties limits;
    private final IntrospectionProperties introspection;
    private final ParserOptions parserOptions;
    private final Cache<String, PreparsedDocumentEntry> documents;

    DocumentCache(ObjectProvider<GraphQlSource> source, LimitProperties limits, IntrospectionProperties introspection) {
        this.source = source;
        this.limits = limits;
        this.introspection = introspection;
        this.parserOptions = ParserOptions.getDefaultOperationParserOptions()
                .transform(options -> options.maxCharacters(limits.documentLength()));
        this.documents = Caffeine.newBuilder()
                .maximumWeight(limits.cachedDocuments())
                .weigher((String text, PreparsedDocumentEntry document) -> text.length() + 1)
                .build();
    }

    PreparsedDocumentEntry get(String text) {
        if (text.length() > limits.documentLength()) {
            return new PreparsedDocumentEntry(GraphQlErrors.of(
                    ErrorCode.QUERY_TOO_COMPLEX,
                    "The document has " + text.length() + " characters; " + limits.documentLength() + " is the most"));
        }
        return documents.get(text, this::prepare);
    }

    private PreparsedDocumentEntry prepare(String text) {
        ParseAndValidateResult result = ParseAndValidate.parseAndValidate(
                source.getObject().schema(),
                ExecutionInput.newExecutionInput(text)
                        .graphQLContext(context -> context.of(ParserOptions.class, parserOptions))
                        .locale(Locale.ROOT)
                        .build());
        if (result.isFailure()) {
            return new PreparsedDocumentEntry(result.getErrors().stream()
                    .map(GraphQlErrors::withoutSyntaxTree)
                    .toList());
        }
        Document document = result.getDocument();
        List<GraphQLError> excess = DocumentLimits.check(document, limits);
        if (excess.isEmpty() && !introspection.enabled()) {
            excess = Introspection.refuse(document);
        }
        return excess.isEmpty() ? new PreparsedDocumentEntry(document) : new PreparsedDocumentEntry(excess);
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        return CompletableFuture.completedFuture(get(input.getQuery()));
    }
}
