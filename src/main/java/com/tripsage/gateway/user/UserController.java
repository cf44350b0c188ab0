package com.tripsage.gateway.user;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.value.Columns;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

@Controller
class UserController {

    private final UserRepository users;
    private final FirstUse firstUse;

    UserController(UserRepository users, FirstUse firstUse, BatchLoaderRegistry loaders) {
        this.users = users;
        this.firstUse = firstUse;
        loaders.forTypePair(UUID.class, User.class)
                .registerMappedBatchLoader((ids, environment) -> Mono.fromSupplier(
                        () -> users.findAll(ids).stream().collect(toMap(User::id, Function.identity()))));
    }

    @QueryMapping
    User viewer(Caller caller) {
        return users.findCaller().orElseThrow(() -> firstUse.gone(caller));
    }

    @MutationMapping
    UpdateViewerPayload updateViewer(@Argument UpdateViewerInput input, Caller caller) {
        Columns patch = input.patch();
        return users.updateCaller(input.expectedVersion(), patch)
                .map(UpdateViewerPayload::new)
                .orElseThrow(() -> users.findCaller()
                        .map(stored -> Refusal.conflict(
                                "The user has been changed since version " + input.expectedVersion(),
                                requireNonNull(stored.version())))
                        .orElseGet(() -> firstUse.gone(caller)));
    }
}
