package com.tripsage.gateway.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.schema.GraphQLSchema;
import graphql.validation.rules.SubscriptionUniqueRootField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.util.function.SingletonSupplier;

/**
 * A cache of documents, each of which is parsed, measured, validated and analysed once. Each step bounds what the next one may
 * take: a number of a million digits alone would keep the parser busy for 39 s, and thirty fragments the validation for ever.
 */
final class DocumentCache implements PreparsedDocumentProvider {

    /** The heap that a parsed document takes for each name, number or sign in it, as measured. */
    private static final int BYTES_PER_WORD = 128;

    /** The heap that the smallest document takes. */
    private static final int SMALLEST = 1024;

    private final ObjectProvider<GraphQlSource> source;
    private final DocumentLimitProperties limits;
    private final IntrospectionProperties introspection;
    private final ParserOptions parserOptions;
    private final SingletonSupplier<CostWeights> weights;
    private final Cache<String, PreparedDocument> documents;

    DocumentCache(
            ObjectProvider<GraphQlSource> source,
            DocumentLimitProperties limits,
            IntrospectionProperties introspection) {
        this.source = source;
        this.limits = limits;
        this.introspection = introspection;
        this.parserOptions = ParserOptions.getDefaultOperationParserOptions()
                .transform(options -> options.maxCharacters(limits.documentLength())
                        .maxTokens(limits.tokens())
                        .captureIgnoredChars(false)
                        .captureLineComments(false));
        this.weights = SingletonSupplier.of(() -> new CostWeights(schema()));
        this.documents = Caffeine.newBuilder()
                .maximumWeight(limits.cachedDocuments().toBytes())
                .weigher((String text, PreparedDocument document) -> bytes(text))
                .build();
    }

    PreparedDocument get(String text) {
        if (text.length() > limits.documentLength()) {
            return tooComplex(
                    "The document has " + text.length() + " characters; " + limits.documentLength() + " is the most");
        }
        return documents.get(text, this::prepare);
    }

    /** The heap that a document takes: far more than its characters, because each word becomes a node of a tree. */
    private static int bytes(String text) {
        int words = 0;
        boolean isInWord = false;
        for (int at = 0; at < text.length(); at++) {
            boolean isWord = Character.isLetterOrDigit(text.charAt(at));
            words += isWord ? (isInWord ? 0 : 1) : (Character.isWhitespace(text.charAt(at)) ? 0 : 1);
            isInWord = isWord;
        }
        return SMALLEST + 2 * text.length() + BYTES_PER_WORD * words;
    }

    private PreparedDocument prepare(String text) {
        ParseAndValidateResult parsed = ParseAndValidate.parse(ExecutionInput.newExecutionInput(text)
                .graphQLContext(context -> context.of(ParserOptions.class, parserOptions))
                .locale(Locale.ROOT)
                .build());
        if (parsed.isFailure()) {
            return unreadable(parsed);
        }
        Document document = parsed.getDocument();
        GraphQLError excess = DocumentLimits.check(document, limits);
        if (excess != null) {
            return PreparedDocument.refused(List.of(excess));
        }
        List<GraphQLError> errors = validate(document);
        return errors.isEmpty() ? analyse(document) : PreparedDocument.refused(errors);
    }

    private PreparedDocument unreadable(ParseAndValidateResult parsed) {
        return switch (parsed.getSyntaxException()) {
            case ParseCancelledTooDeepException _ -> tooComplex("The document is nested too deeply");
            case ParseCancelledException _ -> tooComplex("The document has more than " + limits.tokens() + " tokens");
            case null, default -> PreparedDocument.refused(parsed.getErrors());
        };
    }

    private static PreparedDocument tooComplex(String message) {
        return PreparedDocument.refused(List.of(GraphQlErrors.of(ErrorCode.QUERY_TOO_COMPLEX, message)));
    }

    private List<GraphQLError> validate(Document document) {
        List<GraphQLError> errors = new ArrayList<>();
        ParseAndValidate.validate(schema(), document, rule -> rule != SubscriptionUniqueRootField.class, Locale.ROOT)
                .forEach(error -> errors.add(GraphQlErrors.withoutSyntaxTree(error)));
        errors.addAll(SubscriptionRoot.check(document));
        errors.addAll(UnsupportedDirectives.check(document));
        if (errors.isEmpty() && !introspection.enabled()) {
            errors.addAll(Introspection.refuse(document));
        }
        return errors;
    }

    private PreparedDocument analyse(Document document) {
        Map<String, OperationAnalysis> operations = new HashMap<>();
        List<GraphQLError> errors = new ArrayList<>();
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            OperationAnalysis analysis = OperationAnalysis.of(schema(), weights.obtain(), document, operation);
            errors.addAll(excess(analysis));
            operations.put(PreparedDocument.key(operation), analysis);
        }
        return errors.isEmpty()
                ? new PreparedDocument(new PreparsedDocumentEntry(document), operations)
                : PreparedDocument.refused(errors);
    }

    private List<GraphQLError> excess(OperationAnalysis analysis) {
        List<GraphQLError> errors = new ArrayList<>();
        analysis.aliases().forEach((field, count) -> {
            if (count > limits.aliasesPerField()) {
                errors.add(GraphQlErrors.of(
                        ErrorCode.QUERY_TOO_COMPLEX,
                        "The query has " + count + " aliases of " + field + "; " + limits.aliasesPerField()
                                + " is the most"));
            }
        });
        if (analysis.introspectionValues() > limits.introspectionValues()) {
            errors.add(GraphQlErrors.of(
                    ErrorCode.QUERY_TOO_COMPLEX,
                    "Introspection would answer with " + Math.round(analysis.introspectionValues()) + " values; "
                            + limits.introspectionValues() + " is the most"));
        }
        return errors;
    }

    private GraphQLSchema schema() {
        return source.getObject().schema();
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        return CompletableFuture.completedFuture(get(input.getQuery()).entry());
    }
}
