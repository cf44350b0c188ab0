package com.tripsage.gateway.graphiql;

import com.tripsage.gateway.http.AnswerWriter;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.DemoUsers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** GraphiQL, and tokens of the demo users for its page. Scripts and styles are static files. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GraphiQlProperties.class)
class GraphiQlRoutes {

    private static final RequestPredicate PAGE =
            RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(RequestPredicates.path("/graphiql"));

    private final Optional<DemoUsers> demoUsers;

    GraphiQlRoutes(ObjectProvider<DemoUsers> demoUsers) {
        this.demoUsers = Optional.ofNullable(demoUsers.getIfAvailable());
    }

    @Bean
    @ConditionalOnBooleanProperty("gateway.graphiql.enabled")
    RouterFunction<ServerResponse> graphiQl() {
        GraphiQlPage page = new GraphiQlPage();
        return RouterFunctions.route()
                .route(PAGE, request -> page.answer(buttons(request)))
                .GET("/", _ -> ServerResponse.temporaryRedirect(URI.create("graphiql"))
                        .build())
                .POST("/graphiql/demo-users/{email}/token", this::token)
                .build();
    }

    /** The demo users whose tokens the page may ask for. */
    private List<String> buttons(ServerRequest request) {
        return OwnMachine.asks(request.servletRequest())
                ? demoUsers.map(DemoUsers::emails).orElse(List.of())
                : List.of();
    }

    private ServerResponse token(ServerRequest request) {
        if (demoUsers.isEmpty()) {
            return refusal(HttpStatus.NOT_FOUND, "There is nothing at this address");
        }
        if (!OwnMachine.asksFromOwnPage(request.servletRequest())) {
            return refusal(
                    HttpStatus.FORBIDDEN, "Tokens of the demo users are for GraphiQL, on the gateway's own machine");
        }
        return demoUsers
                .flatMap(users -> users.token(request.pathVariable("email")))
                .map(token ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).body(Map.of("token", token)))
                .orElseGet(() -> refusal(HttpStatus.NOT_FOUND, "There is no such demo user"));
    }

    private static ServerResponse refusal(HttpStatus status, String message) {
        return ServerResponse.status(status).build((request, response) -> {
            AnswerWriter.writeRefusal(request, response, RequestRefused.of(status, message));
            return null;
        });
    }
}
