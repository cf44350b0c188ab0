package com.tripsage.gateway.http;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.security.DemoUsers;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** GraphiQL, and tokens of the demo users for its page. Scripts and styles are static files. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("gateway.graphiql.enabled")
class GraphiQlRoutes {

    private final GraphiQlPage page = new GraphiQlPage();
    private final Optional<DemoUsers> demoUsers;

    GraphiQlRoutes(ObjectProvider<DemoUsers> demoUsers) {
        this.demoUsers = Optional.ofNullable(demoUsers.getIfAvailable());
    }

    @Bean
    RouterFunction<ServerResponse> graphiQl() {
        return RouterFunctions.route()
                .route(
                        RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
                                .and(RequestPredicates.path("/graphiql")),
                        this::page)
                .GET("/", request -> ServerResponse.temporaryRedirect(URI.create("graphiql"))
                        .build())
                .POST("/graphiql/demo-users/{email}/token", this::token)
                .build();
    }

    private ServerResponse page(ServerRequest request) {
        return page.answer(
                OwnMachine.asks(request.servletRequest())
                        ? demoUsers.map(DemoUsers::emails).orElse(List.of())
                        : List.of());
    }

    private ServerResponse token(ServerRequest request) {
        HttpServletRequest servletRequest = request.servletRequest();
        if (demoUsers.isEmpty()) {
            return refusal(404, ErrorCode.NOT_FOUND, "There is nothing at this address");
        }
        if (!OwnMachine.asksFromOwnPage(servletRequest)) {
            return refusal(
                    403,
                    ErrorCode.FORBIDDEN,
                    "Tokens of the demo users are for GraphiQL, on the gateway's own machine");
        }
        return demoUsers
                .flatMap(users -> users.token(request.pathVariable("email")))
                .map(token ->
                        ServerResponse.ok().cacheControl(CacheControl.noStore()).body(Map.of("token", token)))
                .orElseGet(() -> refusal(404, ErrorCode.NOT_FOUND, "There is no such demo user"));
    }

    private static ServerResponse refusal(int status, ErrorCode code, String message) {
        return ServerResponse.status(status).build((request, response) -> {
            AnswerWriter.writeError(request, response, status, code, message);
            return null;
        });
    }
}
