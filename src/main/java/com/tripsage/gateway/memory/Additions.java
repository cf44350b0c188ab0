package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.memory.KnownMemoryRepository.Known;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.value.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The adding of memories: the same text is known again, and a memory that supersedes another is always new. Inputs of one call
 * go in their order, as if each came alone.
 */
@Component
class Additions {

    private final MemoryRepository memories;
    private final KnownMemoryRepository knownMemories;

    Additions(MemoryRepository memories, KnownMemoryRepository knownMemories) {
        this.memories = memories;
        this.knownMemories = knownMemories;
    }

    /** What became of each input, in their order. */
    List<Added> add(List<AddMemoryInput> inputs, TextEmbeddings made) {
        knownMemories.lock();
        List<Known> known = knownMemories.find(inputs);
        Map<Integer, UUID> current = new HashMap<>();
        Map<UUID, AddMemoryInput> created = new LinkedHashMap<>();
        Map<UUID, UUID> newerByOlder = new LinkedHashMap<>();
        Set<UUID> seen = new LinkedHashSet<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            AddMemoryInput input = inputs.get(i);
            UUID older = input.supersedes();
            UUID same = current.getOrDefault(known.get(i).first(), known.get(i).id());
            if (older == null && same != null && !newerByOlder.containsKey(same)) {
                if (!created.containsKey(same)) {
                    seen.add(same);
                }
                ids.add(same);
                continue;
            }
            UUID id = UUID.randomUUID();
            created.put(id, input);
            current.put(known.get(i).first(), id);
            ids.add(id);
            if (older != null) {
                newerByOlder.put(older, id);
            }
        }
        Map<UUID, Memory> stored = store(created, seen, made);
        supersede(newerByOlder).forEach(memory -> stored.replace(memory.id(), memory));
        return outcomes(ids, created.keySet(), stored);
    }

    private Map<UUID, Memory> store(Map<UUID, AddMemoryInput> created, Set<UUID> seen, TextEmbeddings made) {
        Map<UUID, Memory> stored = new HashMap<>();
        if (!created.isEmpty()) {
            List<Columns> columns = new ArrayList<>();
            List<@Nullable Embedding> embeddings = new ArrayList<>();
            created.forEach((id, input) -> {
                columns.add(input.columns(id));
                embeddings.add(input.embedding(made));
            });
            memories.insert(columns, embeddings).forEach(memory -> stored.put(memory.id(), memory));
        }
        if (!seen.isEmpty()) {
            memories.touch(seen).forEach(memory -> stored.put(memory.id(), memory));
        }
        return stored;
    }

    /** The older memories, as they are now. */
    private List<Memory> supersede(Map<UUID, UUID> newerByOlder) {
        if (newerByOlder.isEmpty()) {
            return List.of();
        }
        List<Memory> superseded = memories.supersede(newerByOlder);
        if (superseded.size() < newerByOlder.size()) {
            throw Refusal.notFound("memory");
        }
        return superseded;
    }

    private static List<Added> outcomes(List<UUID> ids, Set<UUID> created, Map<UUID, Memory> stored) {
        Set<UUID> fresh = new HashSet<>(created);
        return ids.stream()
                .map(id -> new Added(
                        Optional.ofNullable(stored.get(id)).orElseThrow(Additions::deletedMeanwhile),
                        fresh.remove(id) ? MemoryOutcome.CREATED : MemoryOutcome.DUPLICATE))
                .toList();
    }

    private static Refusal deletedMeanwhile() {
        return Refusal.conflict("A memory that says the same has been deleted meanwhile; try again");
    }

    /** A memory, and whether it is new. */
    record Added(Memory memory, MemoryOutcome outcome) {}
}
