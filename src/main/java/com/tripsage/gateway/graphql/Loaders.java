package com.tripsage.gateway.graphql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dataloader.DataLoaderOptions;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The data loaders of the controllers. Each reads what a level of the document asks for at once, on the operation's thread. */
@Component
public class Loaders {

    private final BatchLoaderRegistry registry;

    Loaders(BatchLoaderRegistry registry) {
        this.registry = registry;
    }

    /** Objects by id, for a {@code DataLoader<UUID, T>}. */
    public <T> void byId(Class<T> type, Function<Set<UUID>, List<T>> find, Function<T, UUID> id) {
        registry.forTypePair(UUID.class, type)
                .registerMappedBatchLoader((ids, _) ->
                        Mono.fromSupplier(() -> find.apply(ids).stream().collect(toMap(id, Function.identity()))));
    }

    /** The children of each parent in their order; an empty list where there are none. */
    public <T> void lists(String name, Function<Set<UUID>, List<T>> find, Function<T, UUID> parent) {
        this.<UUID, List<T>>values(
                name, parents -> complete(parents, find.apply(parents).stream().collect(groupingBy(parent))));
    }

    /** A list for each id, by an argument of the field; an empty list where there is none. */
    public <A, T> void lists(String name, BiFunction<Collection<UUID>, A, Map<UUID, List<T>>> find) {
        this.<WithArgument<A>, List<T>>values(name, keys -> {
            Map<WithArgument<A>, List<T>> found = new HashMap<>();
            keys.stream().collect(groupingBy(WithArgument::argument)).forEach((argument, some) -> {
                List<UUID> ids = some.stream().map(WithArgument::id).toList();
                Map<UUID, List<T>> lists = complete(ids, find.apply(ids, argument));
                some.forEach(key -> found.put(key, lists.get(key.id())));
            });
            return found;
        });
    }

    /** A value for each key; null where there is none. */
    public <K, V> void values(String name, Function<Set<K>, Map<K, V>> find) {
        registry.<K, V>forName(name).registerMappedBatchLoader((keys, _) -> Mono.fromSupplier(() -> find.apply(keys)));
    }

    /** The same, read anew where a later field of the document asks for the same key. */
    public <K, V> void freshValues(String name, Function<Set<K>, Map<K, V>> find) {
        registry.<K, V>forName(name)
                .withOptions(
                        DataLoaderOptions.newOptions().setCachingEnabled(false).build())
                .registerMappedBatchLoader((keys, _) -> Mono.fromSupplier(() -> find.apply(keys)));
    }

    private static <T> Map<UUID, List<T>> complete(Collection<UUID> ids, Map<UUID, List<T>> lists) {
        return ids.stream().collect(toMap(Function.identity(), id -> lists.getOrDefault(id, List.of())));
    }

    /** An id with the argument that the field has there. */
    public record WithArgument<A>(UUID id, A argument) {}
}
