package com.tripsage.gateway.fuzz;

import graphql.GraphqlErrorBuilder;
import graphql.TypeResolutionEnvironment;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLUnionType;
import graphql.schema.PropertyDataFetcher;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.WiringFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.Try;
import org.jspecify.annotations.Nullable;

/** A schema whose values are made up, the same for the same object and field: usual ones, and all that can be wrong. */
final class MadeUpSchema {

    private static final String SDL = """
            type Query {
              thing(id: ID, n: Int): Thing
              things(first: Int = 2): [Thing!]!
              node(id: ID!): Node
              some: [Any]
              any: Any!
              matrix: [[Int!]]!
              solid: Solid!
              solids(n: Int!): [Solid]
            }
            type Mutation { change(n: Int): Thing! solidify: Solid! forget(id: ID!): Thing }
            type Subscription { changed(n: Int): Thing! solidified: Solid anything: Any node: Node }
            interface Node { id: ID! name: String next: Node }
            union Any = Thing | Solid | Text
            enum Mood { GOOD BAD }
            type Thing implements Node {
              id: ID! name: String next: Node mood: Mood! count: Int size: Float flag: Boolean!
              things(first: Int): [Thing] solid: Solid solids: [Solid!] any: Any loaded: Thing
              loadedSolid: Solid! grid: [[Solid!]!] texts: [String!]! moods: [Mood] unread: String
            }
            type Solid implements Node {
              id: ID! name: String! next: Node! mood: Mood! thing: Thing! loaded: Solid! nodes: [Node!]! count: Int!
            }
            type Text { text: String! mood: Mood size: Float! }
            """;

    /** What an object is asked for without a data fetcher. */
    private static final Set<String> PROPERTIES = Set.of("id", "name", "count", "texts", "text", "unread", "moods");

    enum Mood {
        GOOD,
        BAD
    }

    GraphQLSchema schema() {
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .wiringFactory(new WiringFactory() {
                    @Override
                    public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
                        String name = environment.getFieldDefinition().getName();
                        return PROPERTIES.contains(name)
                                        && !isRoot(environment.getParentType().getName())
                                ? PropertyDataFetcher.fetching(name)
                                : new Maker();
                    }
                })
                .type("Node", type -> type.typeResolver(MadeUpSchema::typeOf))
                .type("Any", type -> type.typeResolver(MadeUpSchema::typeOf))
                .build();
        return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SDL), wiring);
    }

    private static boolean isRoot(String type) {
        return Set.of("Query", "Mutation", "Subscription").contains(type);
    }

    private static @Nullable GraphQLObjectType typeOf(TypeResolutionEnvironment environment) {
        return environment.getObject() instanceof Thing thing
                ? environment.getSchema().getObjectType(thing.type())
                : null;
    }

    /** Loaders of things by their seeds, some of which can't be loaded. */
    DataLoaderRegistry loaders() {
        return DataLoaderRegistry.newRegistry()
                .register("Thing", loader("Thing"))
                .register("Solid", loader("Solid"))
                .build();
    }

    private static DataLoader<Long, Thing> loader(String type) {
        return DataLoaderFactory.newDataLoaderWithTry(seeds -> CompletableFuture.completedFuture(seeds.stream()
                .map(seed -> seed % 11 == 0
                        ? Try.<Thing>failed(new IllegalStateException("not loaded: " + seed))
                        : Try.succeeded(seed % 7 == 0 ? null : new Thing(type, seed)))
                .toList()));
    }

    /** An object of any type, whose properties follow from its seed. */
    record Thing(String type, long seed) {

        @Nullable
        String id() {
            return seed % 29 == 0 ? null : "id\"" + seed;
        }

        @Nullable
        Object name() {
            if (seed % 23 == 0) {
                throw new IllegalStateException("no name of " + seed);
            }
            return switch ((int) (seed % 5)) {
                case 0 -> null;
                case 1 -> Optional.of("Ünïcode\n\u0001 ไทย 🧳 \\" + seed);
                case 2 -> Optional.empty();
                default -> "name " + seed;
            };
        }

        public Object getCount() {
            return switch ((int) (seed % 9)) {
                case 0 -> "not a number";
                case 1 -> 1L << 40;
                case 2 -> CompletableFuture.completedFuture(7);
                default -> (int) seed;
            };
        }

        public @Nullable List<@Nullable String> texts() {
            return seed % 13 == 0 ? null : Arrays.asList("a", seed % 10 == 0 ? null : "b\"" + seed);
        }

        public @Nullable String text() {
            return seed % 8 == 0 ? null : "text";
        }

        public Object moods() {
            return seed % 12 == 0 ? "no list" : new Object[] {Mood.GOOD, "BAD", seed % 6 == 0 ? "UGLY" : null};
        }
    }

    /** A data fetcher that makes something up. */
    private static final class Maker implements DataFetcher<Object> {

        @Override
        public @Nullable Object get(DataFetchingEnvironment environment) {
            long seed = environment.getSource() instanceof Thing thing ? thing.seed() : 1;
            GraphQLFieldDefinition field = environment.getFieldDefinition();
            var random =
                    new Random(Objects.hash(seed, field.getName(), environment.getArguments()) * 0x9E3779B97F4A7C15L);
            Object local = environment.getLocalContext();
            if (environment.getParentType() instanceof GraphQLObjectType parent
                    && parent.getName().equals("Subscription")) {
                return events(field.getType(), random);
            }
            return switch (random.nextInt(40)) {
                case 0, 1 -> null;
                case 2, 3 -> throw new IllegalStateException("failed: " + field.getName() + local);
                case 4 -> CompletableFuture.failedFuture(new IllegalArgumentException("later: " + field.getName()));
                case 5 -> "of a wrong type";
                case 6 ->
                    DataFetcherResult.newResult()
                            .data(make(field.getType(), random))
                            .localContext(field.getName())
                            .error(GraphqlErrorBuilder.newError(environment)
                                    .message("beside")
                                    .build())
                            .build();
                case 7, 8 -> CompletableFuture.completedFuture(make(field.getType(), random));
                case 9 -> Optional.ofNullable(make(field.getType(), random));
                default ->
                    field.getName().startsWith("loaded")
                            ? loader(field.getName(), environment).load(Math.abs((long) random.nextInt(1000)))
                            : make(field.getType(), random);
            };
        }

        private static DataLoader<Long, Thing> loader(String field, DataFetchingEnvironment environment) {
            String type =
                    field.equals("loaded") ? ((GraphQLObjectType) environment.getParentType()).getName() : "Solid";
            return Objects.requireNonNull(environment.getDataLoader(type));
        }

        private static @Nullable Object events(GraphQLType type, Random random) {
            if (random.nextInt(10) == 0) {
                throw new IllegalStateException("no events");
            }
            List<@Nullable Object> events = new ArrayList<>();
            int count = random.nextInt(4);
            for (int n = 0; n < count; n++) {
                events.add(make(type, random));
            }
            return events;
        }

        private static @Nullable Object make(GraphQLType type, Random random) {
            return switch (type) {
                case GraphQLNonNull present -> random.nextInt(30) == 0 ? null : made(present.getWrappedType(), random);
                default -> random.nextInt(8) == 0 ? null : made(type, random);
            };
        }

        private static @Nullable Object made(GraphQLType type, Random random) {
            return switch (type) {
                case GraphQLNonNull present -> make(present, random);
                case GraphQLList list -> {
                    List<@Nullable Object> elements = new ArrayList<>();
                    int count = random.nextInt(4);
                    for (int n = 0; n < count; n++) {
                        Object element = make(list.getWrappedType(), random);
                        elements.add(random.nextInt(15) == 0 ? Optional.ofNullable(element) : element);
                    }
                    yield elements;
                }
                case GraphQLEnumType _ ->
                    switch (random.nextInt(12)) {
                        case 0 -> "UGLY";
                        case 1 -> "GOOD";
                        default -> random.nextBoolean() ? Mood.GOOD : Mood.BAD;
                    };
                case GraphQLScalarType scalar -> scalar(scalar.getName(), random);
                case GraphQLInterfaceType _, GraphQLUnionType _ -> {
                    String some = List.of("Thing", "Solid", "Text", "Nobody").get(random.nextInt(4));
                    yield new Thing(
                            type instanceof GraphQLInterfaceType && some.equals("Text") ? "Thing" : some,
                            random.nextInt(10_000));
                }
                case GraphQLObjectType object -> new Thing(object.getName(), random.nextInt(10_000));
                default -> throw new IllegalArgumentException(type.toString());
            };
        }

        private static Object scalar(String name, Random random) {
            return switch (name) {
                case "Int" -> random.nextInt(15) == 0 ? "x" : random.nextInt();
                case "Float" -> random.nextInt(15) == 0 ? Double.NaN : random.nextDouble() * 1e12;
                case "Boolean" -> random.nextInt(15) == 0 ? "perhaps" : random.nextBoolean();
                default -> "text " + random.nextInt();
            };
        }
    }
}
