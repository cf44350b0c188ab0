package com.tripsage.gateway.embedding;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The step before an operation that makes the vectors which its root fields need, all at once. No statement has been sent by
 * then, so no connection waits for a provider.
 */
@Component
final class EmbeddingInstrumentation extends SimplePerformantInstrumentation {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingInstrumentation.class);

    private final EmbeddingFields fields;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Quota<UUID> quota;

    EmbeddingInstrumentation(EmbeddingFields fields, EmbeddingProvider provider, ProviderKeys keys, Quotas quotas) {
        this.fields = fields;
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
            scope.get(TextEmbeddings.class, () -> embed(context, scope));
        }
        return super.beginExecuteOperation(parameters, state);
    }

    /** Looks at the document alone, because working out the arguments costs more. */
    private boolean mayNeedVectors(ExecutionContext context) {
        return context.getOperationDefinition().getSelectionSet().getSelections().stream()
                .anyMatch(selection -> !(selection instanceof Field field) || fields.of(field.getName()) != null);
    }

    private TextEmbeddings embed(ExecutionContext context, OperationScope scope) {
        Map<Purpose, Set<String>> texts = new EnumMap<>(Purpose.class);
        for (ExecutableNormalizedField field :
                context.getNormalizedQueryTree().get().getTopLevelFields()) {
            TextPath path = fields.of(field.getName());
            if (path != null) {
                texts.computeIfAbsent(path.purpose(), _ -> new LinkedHashSet<>())
                        .addAll(path.textsIn(field.getResolvedArguments()));
            }
        }
        if (texts.values().stream().mapToInt(Set::size).sum() > TextPath.MOST) {
            throw Refusal.tooComplex("The operation has more than " + TextPath.MOST + " texts to understand");
        }
        var embeddings = new TextEmbeddings(provider.model());
        OwnKey ownKey = name -> keys.find(scope.caller(), name, scope.deadline());
        UUID caller = scope.caller().id();
        texts.forEach((purpose, some) ->
                embed(allowed(List.copyOf(some), purpose, caller, embeddings), purpose, ownKey, embeddings));
        return embeddings;
    }

    /** The texts that the caller's quota is enough for: of those to be stored some will do, as the others get vectors later. */
    private List<String> allowed(List<String> texts, Purpose purpose, UUID caller, TextEmbeddings embeddings) {
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

    private void embed(List<String> texts, Purpose purpose, OwnKey ownKey, TextEmbeddings embeddings) {
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
