package com.tripsage.gateway.embedding;

import com.tripsage.gateway.execution.BeforeFetching;
import com.tripsage.gateway.execution.JsonData;
import com.tripsage.gateway.graphql.OperationScope;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.Refusal;
import graphql.GraphQLContext;
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
final class EmbeddingStep implements BeforeFetching {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingStep.class);

    private final EmbeddingFields fields;
    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Quota<UUID> quota;

    EmbeddingStep(EmbeddingFields fields, EmbeddingProvider provider, ProviderKeys keys, Quotas quotas) {
        this.fields = fields;
        this.provider = provider;
        this.keys = keys;
        this.quota = quotas.texts();
    }

    @Override
    public @Nullable JsonData prepare(List<RootField> roots, GraphQLContext context) {
        if (roots.stream().anyMatch(root -> fields.of(root.name()) != null)) {
            OperationScope scope = context.get(OperationScope.class);
            if (!scope.isRepeated()) {
                scope.get(TextEmbeddings.class, () -> embed(roots, scope));
            }
        }
        return null;
    }

    private TextEmbeddings embed(List<RootField> roots, OperationScope scope) {
        Map<Purpose, Set<String>> texts = new EnumMap<>(Purpose.class);
        for (RootField root : roots) {
            TextPath path = fields.of(root.name());
            if (path != null) {
                texts.computeIfAbsent(path.purpose(), _ -> new LinkedHashSet<>())
                        .addAll(path.textsIn(root.arguments().get()));
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
            if (e instanceof OwnKeyRefused own) {
                embeddings.refuse(own.refusal());
            }
            LOG.debug("Goes on without vectors: {}", e.getMessage());
        }
    }
}
