package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingState;
import com.tripsage.gateway.embedding.Embeds;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.graphql.Loaders.WithArgument;
import com.tripsage.gateway.memory.Additions.Added;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.value.Blank;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class MemoryController {

    static final int MAX_INPUTS = 500;

    private final MemoryRepository memories;
    private final Additions additions;
    private final EmbeddingProvider provider;

    MemoryController(
            MemoryRepository memories,
            SimilarMemoryRepository similar,
            MemoryHistoryRepository history,
            Additions additions,
            EmbeddingProvider provider,
            Loaders loaders) {
        this.memories = memories;
        this.additions = additions;
        this.provider = provider;
        // Without a cache: what one field of a document has added, the next one is like.
        loaders.<UUID, List<SimilarMemory>>freshValues(
                "similarMemories", ids -> similar.findNearest(ids, provider.model()));
        loaders.byId(Memory.class, memories::findAll, Memory::id);
        loaders.values("memoryEmbeddings", memories::findEmbeddings);
        loaders.lists("memoryHistory", history::find);
    }

    @QueryMapping
    Connection<Memory> memories(PageRequest page, @Argument @Nullable MemoryFilter filter) {
        return memories.findPage(filter, page);
    }

    @SchemaMapping
    CompletableFuture<User> user(Memory memory, DataLoader<UUID, User> users) {
        return users.load(memory.userId());
    }

    @SchemaMapping
    CompletableFuture<Json> embedding(Memory memory, DataLoader<UUID, Json> memoryEmbeddings) {
        return memoryEmbeddings.load(memory.id());
    }

    @SchemaMapping
    EmbeddingState embeddingState(Memory memory) {
        return EmbeddingState.of(memory.isEmbedded(), !Blank.isBlank(memory.text()), memory.embeddingModel(), provider);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Memory> supersededBy(Memory memory, DataLoader<UUID, Memory> memories) {
        return memory.supersededById() == null ? null : memories.load(memory.supersededById());
    }

    @SchemaMapping
    CompletableFuture<List<MemoryRevision>> history(
            Memory memory,
            @Argument @Min(1) @Max(100) @Nullable Integer first,
            DataLoader<WithArgument<Integer>, List<MemoryRevision>> memoryHistory) {
        return memoryHistory.load(new WithArgument<>(memory.id(), first == null ? 20 : first));
    }

    @Embeds(value = "input.text", unless = "input.embedding")
    @MutationMapping
    Added addMemory(@Argument @Valid AddMemoryInput input, TextEmbeddings embeddings) {
        return additions.add(List.of(input), embeddings).get(0);
    }

    @Embeds(value = "inputs.text", unless = "inputs.embedding")
    @MutationMapping
    AddMemoriesPayload addMemories(
            @Argument @Size(min = 1, max = MAX_INPUTS) List<@Valid AddMemoryInput> inputs, TextEmbeddings embeddings) {
        return new AddMemoriesPayload(additions.add(inputs, embeddings));
    }

    /** Null when it can't be told yet, because the memory has no vector. */
    @SchemaMapping(typeName = "AddMemoryPayload")
    CompletableFuture<List<SimilarMemory>> similar(Added added, DataLoader<UUID, List<SimilarMemory>> similarMemories) {
        return similarMemories.load(added.memory().id());
    }

    @Embeds(value = "input.text", unless = "input.embedding")
    @MutationMapping
    UpdateMemoryPayload updateMemory(@Argument @Valid UpdateMemoryInput input, TextEmbeddings embeddings) {
        return memories.update(
                        input.id(),
                        input.expectedVersion(),
                        input.patch(),
                        input.replacesVector(),
                        input.embedding(embeddings))
                .map(UpdateMemoryPayload::new)
                .orElseThrow(() -> memories.find(input.id())
                        .map(stored -> Refusal.conflict("The memory has been changed meanwhile", stored.version()))
                        .orElseGet(() -> Refusal.notFound("memory")));
    }

    @MutationMapping
    DeleteMemoryPayload deleteMemory(@Argument UUID id) {
        if (memories.delete(id).isEmpty()) {
            throw Refusal.notFound("memory");
        }
        return new DeleteMemoryPayload(id);
    }

    record AddMemoriesPayload(List<Added> results) {

        public List<Memory> memories() {
            return results.stream().map(Added::memory).toList();
        }

        public List<MemoryOutcome> outcomes() {
            return results.stream().map(Added::outcome).toList();
        }
    }

    record UpdateMemoryPayload(Memory memory) {}

    record DeleteMemoryPayload(UUID deletedId) {}
}
