package com.tripsage.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.execution.EventData;
import com.tripsage.gateway.execution.MutationStrategy;
import com.tripsage.gateway.execution.Plans;
import com.tripsage.gateway.execution.QueryStrategy;
import com.tripsage.gateway.execution.SubscriptionStrategy;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.introspection.GoodFaithIntrospection;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plans beside graphql-java's own strategies: thousands of documents over a schema whose values are made up, with nulls, failures
 * and values of wrong types anywhere, have equal results. Another seed, and more of them: {@code -Dfuzz.seed=7
 * -Dfuzz.operations=100000}.
 */
class PlanDifferenceTests {

    private static final int OPERATIONS = Integer.getInteger("fuzz.operations", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261126L);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final DataFetcherExceptionHandler handler = new SimpleDataFetcherExceptionHandler();
    private final MadeUpSchema madeUp = new MadeUpSchema();
    private final GraphQLSchema schema = madeUp.schema();
    private final GraphQL standard = GraphQL.newGraphQL(schema)
            .queryExecutionStrategy(new AsyncExecutionStrategy(handler))
            .subscriptionExecutionStrategy(new ListOfEvents(handler))
            .defaultDataFetcherExceptionHandler(handler)
            .build();
    private final Plans plans = new Plans(DataSize.ofMegabytes(1));
    private final GraphQL planned = GraphQL.newGraphQL(schema)
            .queryExecutionStrategy(new QueryStrategy(plans, List.of(), handler))
            .mutationExecutionStrategy(new MutationStrategy(plans, List.of(), handler))
            .subscriptionExecutionStrategy(new SubscriptionStrategy(plans, List.of(), handler))
            .doNotAutomaticallyDispatchDataLoader()
            .build();

    @Test
    void haveTheSameResults() {
        var operations = new RandomOperations(schema, new Random(SEED), List.of("1", "2", "7", "x"));
        int compared = 0;
        int withErrors = 0;
        int withoutData = 0;
        while (compared < OPERATIONS) {
            RandomOperation operation = operations.next();
            // a null for a condition is refused before anything is executed
            if (!operation.variables().contains("null") && isValid(operation)) {
                ExecutionResult expected = run(standard, operation);
                compare(operation, expected, run(planned, operation));
                compared++;
                withErrors += expected.getErrors().isEmpty() ? 0 : 1;
                withoutData += expected.getData() == null ? 1 : 0;
            }
        }
        assertThat(withErrors).as("operations with errors").isBetween(OPERATIONS / 5, OPERATIONS * 9 / 10);
        assertThat(withoutData).as("operations without data").isGreaterThan(OPERATIONS / 50);
    }

    private boolean isValid(RandomOperation operation) {
        try {
            return !ParseAndValidate.parseAndValidate(schema, input(operation)).isFailure();
        } catch (RuntimeException e) {
            // graphql-java's own rule of subscriptions throws on conditions without a value
            return false;
        }
    }

    private static ExecutionInput input(RandomOperation operation) {
        return ExecutionInput.newExecutionInput(operation.document())
                .graphQLContext(context -> context.put(GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true))
                .variables(JSON.readValue(operation.variables(), new TypeReference<Map<String, Object>>() {}))
                .build();
    }

    private ExecutionResult run(GraphQL graphQl, RandomOperation operation) {
        try {
            return graphQl.execute(input(operation).transform(builder -> builder.dataLoaderRegistry(madeUp.loaders())));
        } catch (CompletionException e) {
            return ExecutionResult.newExecutionResult()
                    .addError(GraphQLError.newError()
                            .message("%s", String.valueOf(e.getCause()))
                            .build())
                    .build();
        } catch (RuntimeException e) {
            return ExecutionResult.newExecutionResult()
                    .addError(GraphQLError.newError()
                            .message("%s", String.valueOf(e))
                            .build())
                    .build();
        }
    }

    private static void compare(RandomOperation operation, ExecutionResult expected, ExecutionResult actual) {
        boolean isMutation = operation.document().startsWith("mutation");
        if (isMutation && !expected.getErrors().isEmpty()) {
            // what comes behind the first field that fails is not tried, and nothing is told of the others
            assertThat(actual.<Object>getData()).as("%s", operation).isNull();
            assertThat(specifications(expected)).as("%s", operation).containsAll(specifications(actual));
            assertThat(actual.getErrors()).as("%s", operation).isNotEmpty();
            return;
        }
        assertThat(data(actual)).as("%s", operation).isEqualTo(data(expected));
        assertThat(specifications(actual))
                .as("%s", operation)
                .containsExactlyInAnyOrderElementsOf(specifications(expected));
    }

    private static String data(ExecutionResult result) {
        Object data = result.getData();
        return data instanceof List<?> events ? String.valueOf(ofEvents(events)) : json(data);
    }

    private static String json(@Nullable Object data) {
        return data instanceof Map<?, ?> map
                        && map.size() == 1
                        && map.values().iterator().next() instanceof Events events
                ? String.valueOf(
                        ofStandard(String.valueOf(map.keySet().iterator().next()), events.list()))
                : data instanceof Map<?, ?> ? JSON.writeValueAsString(data) : String.valueOf(data);
    }

    private static List<String> ofEvents(List<?> events) {
        return events.stream()
                .map(event ->
                        event == null ? "null" : ((EventData) event).json().toString())
                .toList();
    }

    private static List<String> ofStandard(String field, List<?> events) {
        List<String> texts = new ArrayList<>();
        for (Object event : events) {
            texts.add(event == null ? "null" : JSON.writeValueAsString(Map.of(field, event)));
        }
        return texts;
    }

    private static List<String> specifications(ExecutionResult result) {
        return result.getErrors().stream()
                .map(error -> error.getMessage() + " " + error.getPath() + " " + error.getLocations() + " "
                        + error.getErrorType())
                .toList();
    }

    /** The results of several events of a subscription, as graphql-java's list of them. */
    private record Events(List<?> list) {}

    /** graphql-java's strategy with a list of events in place of each. */
    private static final class ListOfEvents extends AsyncExecutionStrategy {

        ListOfEvents(DataFetcherExceptionHandler handler) {
            super(handler);
        }

        @Override
        public CompletableFuture<ExecutionResult> execute(
                ExecutionContext context, ExecutionStrategyParameters parameters) {
            return super.execute(context, parameters).thenApply(ListOfEvents::marked);
        }

        private static ExecutionResult marked(ExecutionResult result) {
            Map<String, Object> data = result.getData();
            if (data == null || !(data.values().iterator().next() instanceof List<?> events)) {
                return result.transform(builder -> builder.data(null));
            }
            return result.transform(
                    builder -> builder.data(Map.of(data.keySet().iterator().next(), new Events(events))));
        }

        @Override
        protected ExecutionStepInfo createExecutionStepInfo(
                ExecutionContext context,
                ExecutionStrategyParameters parameters,
                GraphQLFieldDefinition field,
                GraphQLObjectType container) {
            ExecutionStepInfo info = super.createExecutionStepInfo(context, parameters, field, container);
            return info.getPath().getLevel() > 1
                    ? info
                    : info.transform(
                            builder -> builder.type(GraphQLList.list(GraphQLTypeUtil.unwrapNonNull(field.getType()))));
        }
    }
}
