package com.tripsage.gateway.graphql;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The data loaders of the controllers. Each reads what a level of the document asks for at once, on the operation's thread. */
@Component
public class Loaders {

    private final Map<String, Supplier<DataLoader<?, ?>>> makers = new HashMap<>();
    private final MeterRegistry meters;

    Loaders(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The loaders of one operation. Each is made when its first key is asked for: no document needs all of them. */
    DataLoaderRegistry ofOperation() {
        return new DataLoaderRegistry() {

            @Override
            @SuppressWarnings("unchecked")
            public <K, V> @Nullable DataLoader<K, V> getDataLoader(String name) {
                DataLoader<K, V> made = super.getDataLoader(name);
                Supplier<DataLoader<?, ?>> maker = made == null ? makers.get(name) : null;
                if (maker == null) {
                    return made;
                }
                register(name, maker.get());
                return super.getDataLoader(name);
            }
        };
    }

    /** Objects by id, for a {@code DataLoader<UUID, T>}, which Spring finds by the class. */
    public <T> void byId(Class<T> type, Function<Set<UUID>, List<T>> find, Function<T, UUID> id) {
        this.<UUID, T>values(type.getName(), ids -> find.apply(ids).stream().collect(toMap(id, Function.identity())));
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
        add(name, find, DataLoaderOptions.newDefaultOptions());
    }

    /** The same, read anew where a later field of the document asks for the same key. */
    public <K, V> void freshValues(String name, Function<Set<K>, Map<K, V>> find) {
        add(name, find, DataLoaderOptions.newOptions().setCachingEnabled(false).build());
    }

    private <K, V> void add(String name, Function<Set<K>, Map<K, V>> find, DataLoaderOptions options) {
        DistributionSummary sizes = DistributionSummary.builder("gateway.loader.keys")
                .description("Keys that a data loader reads at once")
                .tag("loader", name.substring(name.lastIndexOf('.') + 1))
                .register(meters);
        MappedBatchLoader<K, V> loader = keys -> {
            sizes.record(keys.size());
            return CompletableFuture.completedFuture(find.apply(keys));
        };
        makers.put(name, () -> DataLoaderFactory.newMappedDataLoader(loader, options));
    }

    private static <T> Map<UUID, List<T>> complete(Collection<UUID> ids, Map<UUID, List<T>> lists) {
        return ids.stream().collect(toMap(Function.identity(), id -> lists.getOrDefault(id, List.of())));
    }

    /** An id with the argument that the field has there. */
    public record WithArgument<A>(UUID id, A argument) {}
}
