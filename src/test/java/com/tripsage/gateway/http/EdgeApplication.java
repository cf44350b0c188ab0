package com.tripsage.gateway.http;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.document.SchemaDefinition;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.observation.Observations;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.MutationNotAllowed;
import com.tripsage.gateway.security.Callers;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.util.RawValue;

/** The edge alone, in front of an engine that knows six fields and no database. */
@TestComponent
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            DataJdbcRepositoriesAutoConfiguration.class,
            DataSourceAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            GraphQlAutoConfiguration.class
        })
@ComponentScan(
        basePackages = {"com.tripsage.gateway.websocket", "com.tripsage.gateway.graphiql"},
        basePackageClasses = {GraphQlServlet.class, Callers.class, MemoryBudget.class, Quotas.class, Observations.class
        })
@Import(FakeLive.class)
public class EdgeApplication {

    /** A permit for each field {@code slow} that has begun. */
    static final Semaphore SLOW = new Semaphore(0);

    private static final String SCHEMA = """
            scalar Any
            type Query { me: String price: Any raw: Any broken: String unwritable: Any fault: String loggedAs: String slow: String echo(value: Any): Any }
            type Mutation { touch: String }
            """;

    public static void main(String[] args) {
        SpringApplication.run(EdgeApplication.class, args);
    }

    @Bean
    GraphQlEngine engine() {
        GraphQL graphQl = graphQl();
        GraphQlEngine engine = mock();
        when(engine.execute(any())).thenAnswer(call -> execute(graphQl, call.getArgument(0)));
        return engine;
    }

    @Bean
    SchemaDefinition schema() {
        return mock();
    }

    private static ExecutionResult execute(GraphQL graphQl, Operation operation) {
        String document = Objects.requireNonNull(operation.document());
        if (document.equals("{ fault }")) {
            throw new IllegalStateException("secret detail of the engine");
        }
        if (operation.queryOnly() && changesSomething(document)) {
            throw new MutationNotAllowed();
        }
        return graphQl.execute(ExecutionInput.newExecutionInput(document)
                .operationName(operation.name())
                .variables(operation.variables())
                .localContext(operation)
                .build());
    }

    private static boolean changesSomething(String document) {
        try {
            return Parser.parse(document).getDefinitionsOfType(OperationDefinition.class).stream()
                    .anyMatch(operation -> operation.getOperation() != OperationDefinition.Operation.QUERY);
        } catch (InvalidSyntaxException notADocument) {
            return false;
        }
    }

    private static GraphQL graphQl() {
        GraphQLScalarType any =
                GraphQLScalarType.newScalar().name("Any").coercing(new AsItIs()).build();
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .scalar(any)
                .type("Query", query -> query.dataFetcher("me", field -> {
                            Operation operation = field.getLocalContext();
                            return operation == null ? null : operation.caller().id();
                        })
                        .dataFetcher("price", field -> new BigDecimal("1E+3").add(new BigDecimal("0.10")))
                        .dataFetcher("raw", field -> new RawValue("{\"a\": 1}"))
                        // too many digits to write them all out
                        .dataFetcher("unwritable", field -> new BigDecimal("1E+99999"))
                        .dataFetcher("broken", field -> {
                            throw new IllegalStateException("broken");
                        })
                        .dataFetcher("slow", field -> {
                            SLOW.release();
                            Thread.sleep(3000);
                            return "done";
                        })
                        .dataFetcher("loggedAs", field -> MDC.get("requestId"))
                        .dataFetcher("echo", field -> field.getArgument("value")))
                .type("Mutation", mutation -> mutation.dataFetcher("touch", field -> "touched"))
                .build();
        return GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SCHEMA), wiring))
                .build();
    }

    private static class AsItIs implements Coercing<Object, Object> {

        @Override
        public Object serialize(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public Object parseValue(Object input, GraphQLContext context, Locale locale) {
            return input;
        }
    }
}
