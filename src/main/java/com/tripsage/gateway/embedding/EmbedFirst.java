package com.tripsage.gateway.embedding;

import static java.util.stream.Collectors.toMap;

import com.tripsage.gateway.graphql.OperationScope;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.Refusal;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.Field;
import graphql.normalized.ExecutableNormalizedField;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the vectors that an operation's root fields will need, all at once, before the first of them runs: no statement
 * has been sent by then, so no connection waits for a provider.
 */
@Component
final class EmbedFirst extends SimplePerformantInstrumentation {

    private static final Logger LOG = LoggerFactory.getLogger(EmbedFirst.class);

    /** As many as one call of {@code addMemories} may bring. */
    private static final int MAX_TEXTS = 500;

    private final Map<String, EmbeddedField> fields;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Quota<UUID> quota;

    EmbedFirst(List<EmbeddedField> fields, EmbeddingProvider provider, ProviderKeys keys, Quotas quotas) {
        this.fields = fields.stream().collect(toMap(EmbeddedField::name, Function.identity()));
        this.provider = provider;
        this.keys = keys;
        this.quota = quotas.texts();
    }

    @Override
    public @Nullable InstrumentationContext<graphql.ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext context = parameters.getExecutionContext();
        if (mayNeedVectors(context)) {
            OperationScope scope = context.getGraphQLContext().get(OperationScope.class);
            scope.get(Embeddings.class, () -> embed(context, scope));
        }
        return super.beginExecuteOperation(parameters, state);
    }

    /** A look at the document alone; working out the arguments costs more. */
    private boolean mayNeedVectors(ExecutionContext context) {
        return context.getOperationDefinition().getSelectionSet().getSelections().stream()
                .anyMatch(selection -> !(selection instanceof Field field) || fields.containsKey(field.getName()));
    }

    private Embeddings embed(ExecutionContext context, OperationScope scope) {
        Map<Purpose, Set<String>> texts = new EnumMap<>(Purpose.class);
        for (ExecutableNormalizedField field :
                context.getNormalizedQueryTree().get().getTopLevelFields()) {
            EmbeddedField embedded = fields.get(field.getName());
            if (embedded != null) {
                texts.computeIfAbsent(embedded.purpose(), purpose -> new LinkedHashSet<>())
                        .addAll(embedded.texts().apply(field.getResolvedArguments()));
            }
        }
        if (texts.values().stream().mapToInt(Set::size).sum() > MAX_TEXTS) {
            throw Refusal.tooComplex("The operation has more than " + MAX_TEXTS + " texts to understand");
        }
        var embeddings = new Embeddings(provider.model());
        OwnKey ownKey = name -> keys.find(scope.caller(), name, scope.deadline());
        UUID caller = scope.caller().id();
        texts.forEach((purpose, some) ->
                embed(allowed(List.copyOf(some), purpose, caller, embeddings), purpose, ownKey, embeddings));
        return embeddings;
    }

    /** Those that the caller's quota is enough for. What is stored without a vector gets it later, so some will do. */
    private List<String> allowed(List<String> texts, Purpose purpose, UUID caller, Embeddings embeddings) {
        if (purpose == Purpose.DOCUMENT) {
            return texts.subList(0, (int) quota.takeUpTo(caller, texts.size()));
        }
        Duration wait = quota.take(caller, texts.size());
        if (wait.isZero()) {
            return texts;
        }
        embeddings.refuse(Refusal.rateLimited(quota.refusal(), wait));
        return List.of();
    }

    private void embed(List<String> texts, Purpose purpose, OwnKey ownKey, Embeddings embeddings) {
        if (texts.isEmpty()) {
            return;
        }
        try {
            embeddings.put(purpose, texts, provider.embed(texts, purpose, ownKey));
        } catch (EmbeddingUnavailable e) {
            LOG.debug("Goes on without vectors: {}", e.getMessage());
        }
    }
}
