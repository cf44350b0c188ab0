package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.Embeddings;
import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.memory.MemoryRepository.Known;
import com.tripsage.gateway.value.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Adds memories, each fact once: compared with what is stored, and with what comes before it in the same call. */
@Component
class Additions {

    private final MemoryRepository memories;
    private final MemoryProperties properties;

    Additions(MemoryRepository memories, MemoryProperties properties) {
        this.memories = memories;
        this.properties = properties;
    }

    /** What became of each input, in their order. */
    List<Added> add(List<AddMemoryInput> inputs, Embeddings made) {
        List<Fact> facts = facts(inputs, made);
        Map<UUID, Fact> created = new LinkedHashMap<>();
        Set<UUID> seen = new LinkedHashSet<>();
        List<UUID> ids = new ArrayList<>();
        for (Fact fact : facts) {
            if (fact.known.id() != null) {
                seen.add(fact.known.id());
                ids.add(fact.known.id());
            } else {
                ids.add(sameIn(created, fact, made.model()).orElseGet(() -> {
                    UUID id = UUID.randomUUID();
                    created.put(id, fact);
                    return id;
                }));
            }
        }
        Map<UUID, Memory> stored = store(created, seen);
        supersede(inputs, ids).forEach(memory -> stored.replace(memory.id(), memory));
        Set<UUID> before = new LinkedHashSet<>(seen);
        return ids.stream()
                .map(id -> new Added(
                        Optional.ofNullable(stored.get(id)).orElseThrow(Additions::deletedMeanwhile),
                        before.add(id) ? MemoryOutcome.CREATED : MemoryOutcome.DUPLICATE))
                .toList();
    }

    private List<Fact> facts(List<AddMemoryInput> inputs, Embeddings made) {
        List<@Nullable Embedding> embeddings = new ArrayList<>();
        inputs.forEach(input -> embeddings.add(input.embedding(made)));
        memories.lock();
        List<Known> known = memories.findKnown(inputs, embeddings, made.model(), properties.duplicateDistance());
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            facts.add(new Fact(inputs.get(i), embeddings.get(i), known.get(i)));
        }
        return facts;
    }

    private Optional<UUID> sameIn(Map<UUID, Fact> created, Fact fact, String deploymentModel) {
        return created.entrySet().stream()
                .filter(other -> fact.saysTheSameAs(other.getValue(), properties.duplicateDistance(), deploymentModel))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Map<UUID, Memory> store(Map<UUID, Fact> created, Set<UUID> seen) {
        Map<UUID, Memory> stored = new HashMap<>();
        if (!created.isEmpty()) {
            List<Columns> columns = new ArrayList<>();
            List<@Nullable Embedding> embeddings = new ArrayList<>();
            created.forEach((id, fact) -> {
                columns.add(fact.input.columns(id));
                embeddings.add(fact.embedding);
            });
            memories.insert(columns, embeddings).forEach(memory -> stored.put(memory.id(), memory));
        }
        if (!seen.isEmpty()) {
            memories.touch(seen).forEach(memory -> stored.put(memory.id(), memory));
        }
        return stored;
    }

    /** The older memories, as they are now. */
    private List<Memory> supersede(List<AddMemoryInput> inputs, List<UUID> ids) {
        Map<UUID, UUID> newerByOlder = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            UUID older = inputs.get(i).supersedes();
            if (older != null && !older.equals(ids.get(i))) {
                newerByOlder.put(older, ids.get(i));
            }
        }
        if (newerByOlder.isEmpty()) {
            return List.of();
        }
        if (newerByOlder.keySet().stream().anyMatch(older -> isEndless(older, newerByOlder))) {
            throw Refusal.invalid("inputs", "memories must not supersede each other");
        }
        List<Memory> superseded = memories.supersede(newerByOlder);
        if (superseded.size() < newerByOlder.size()) {
            throw Refusal.notFound("memory");
        }
        return superseded;
    }

    /** Whether each memory has a newer one, round in a circle. */
    private static boolean isEndless(UUID older, Map<UUID, UUID> newerByOlder) {
        UUID newest = older;
        for (int i = 0; newest != null && i <= newerByOlder.size(); i++) {
            newest = newerByOlder.get(newest);
        }
        return newest != null;
    }

    private static Refusal deletedMeanwhile() {
        return Refusal.conflict("A memory that says the same has been deleted meanwhile; try again");
    }

    /** A memory, and whether it is new. */
    record Added(Memory memory, MemoryOutcome outcome) {}

    private record Fact(AddMemoryInput input, @Nullable Embedding embedding, Known known) {

        boolean saysTheSameAs(Fact other, double maxDistance, String deploymentModel) {
            if (input.kind() != other.input.kind()) {
                return false;
            }
            return known.key().equals(other.known.key())
                    || (embedding != null
                            && other.embedding != null
                            && Arrays.asList(Models.comparableTo(embedding.model(), deploymentModel))
                                    .contains(other.embedding.model())
                            && embedding.vector().distanceTo(other.embedding.vector()) <= maxDistance);
        }
    }
}
