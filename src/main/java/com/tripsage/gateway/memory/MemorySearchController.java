package com.tripsage.gateway.memory;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.Embeds;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
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

    MemorySearchController(MemorySearchRepository searches) {
        this.searches = searches;
    }

    @Embeds(value = "query.text", purpose = Purpose.QUERY, unless = "mode=KEYWORD")
    @QueryMapping
    MemorySearch searchMemories(
            @Argument @Valid SearchQuery query,
            @Argument @Nullable SearchMode mode,
            @Argument @Min(1) @Max(100) @Nullable Integer first,
            @Argument @Nullable MemoryFilter filter,
            @Argument @Nullable Fusion fusion,
            @Argument @Size(min = 1, max = 100) @Nullable String model,
            TextEmbeddings embeddings,
            Caller caller) {
        int size = requireNonNullElse(first, DEFAULT_FIRST);
        SearchMode wanted = requireNonNullElse(mode, SearchMode.HYBRID);
        if (query.vector() != null) {
            if (wanted == SearchMode.KEYWORD) {
                throw Refusal.invalid("mode", "a vector has no words");
            }
            return byMeaning(
                    caller,
                    new Embedding(query.vector(), requireNonNullElse(model, Models.UNSPECIFIED)),
                    embeddings,
                    filter,
                    size);
        }
        String text = String.valueOf(query.text());
        if (wanted == SearchMode.KEYWORD) {
            return searches.byWords(text, filter, size);
        }
        Optional<Embedding> vector = embeddings.ofQuery(text);
        if (wanted == SearchMode.SEMANTIC) {
            return byMeaning(caller, vector.orElseThrow(embeddings::refusal), embeddings, filter, size);
        }
        if (vector.isEmpty()) {
            return searches.byWords(text, filter, size);
        }
        String[] models = Models.comparableTo(vector.get().model(), embeddings.model());
        return searches.byBoth(vector.get(), models, text, requireNonNullElse(fusion, Fusion.WEIGHTED), filter, size)
                .with(searches.countUncompared(filter, models));
    }

    private MemorySearch byMeaning(
            Caller caller, Embedding query, TextEmbeddings embeddings, @Nullable MemoryFilter filter, int size) {
        String[] models = Models.comparableTo(query.model(), embeddings.model());
        return searches.byMeaning(caller.id(), query, models, filter, size);
    }
}
