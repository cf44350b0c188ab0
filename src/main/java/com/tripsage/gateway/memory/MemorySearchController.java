package com.tripsage.gateway.memory;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.Embeddings;
import com.tripsage.gateway.graphql.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class MemorySearchController {

    private static final int DEFAULT_FIRST = 10;

    private final MemorySearchRepository searches;
    private final UncomparedRepository uncompared;

    MemorySearchController(MemorySearchRepository searches, UncomparedRepository uncompared) {
        this.searches = searches;
        this.uncompared = uncompared;
    }

    @QueryMapping
    MemorySearch searchMemories(
            @Argument @Valid SearchQuery query,
            @Argument @Nullable SearchMode mode,
            @Argument @Min(1) @Max(100) @Nullable Integer first,
            @Argument @Nullable MemoryFilter filter,
            @Argument @Nullable Fusion fusion,
            @Argument @Size(min = 1, max = 100) @Nullable String model,
            Embeddings embeddings) {
        int size = requireNonNullElse(first, DEFAULT_FIRST);
        SearchMode wanted = requireNonNullElse(mode, SearchMode.HYBRID);
        if (query.vector() != null) {
            if (wanted == SearchMode.KEYWORD) {
                throw Refusal.invalid("mode", "a vector has no words");
            }
            var vector = new Embedding(query.vector(), requireNonNullElse(model, Models.UNSPECIFIED));
            return told(searches.byMeaning(vector, embeddings.model(), filter, size), vector, embeddings, filter);
        }
        String text = String.valueOf(query.text());
        if (wanted == SearchMode.KEYWORD) {
            return searches.byWords(text, filter, size);
        }
        Optional<Embedding> vector = embeddings.ofQuery(text);
        if (wanted == SearchMode.SEMANTIC) {
            Embedding found = vector.orElseThrow(embeddings::refusal);
            return told(searches.byMeaning(found, embeddings.model(), filter, size), found, embeddings, filter);
        }
        return vector.map(found -> told(
                        searches.byBoth(
                                found,
                                embeddings.model(),
                                text,
                                requireNonNullElse(fusion, Fusion.WEIGHTED),
                                filter,
                                size),
                        found,
                        embeddings,
                        filter))
                .orElseGet(() -> searches.byWords(text, filter, size));
    }

    /** The answer, with what is missing from it. */
    private MemorySearch told(
            MemorySearch search, Embedding query, Embeddings embeddings, @Nullable MemoryFilter filter) {
        return search.without(uncompared.count(filter, Models.comparableTo(query.model(), embeddings.model())));
    }
}
