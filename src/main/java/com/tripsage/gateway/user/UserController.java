package com.tripsage.gateway.user;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.value.Columns;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class UserController {

    private final UserRepository users;
    private final FirstUse firstUse;

    UserController(UserRepository users, FirstUse firstUse, Loaders loaders) {
        this.users = users;
        this.firstUse = firstUse;
        loaders.byId(User.class, users::findAll, User::id);
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
