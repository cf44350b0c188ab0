package com.tripsage.gateway.providerkey;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.user.User;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The caller's own keys with providers. */
@Controller
class ProviderKeyController {

    private final OwnProviderKeys keys;

    ProviderKeyController(OwnProviderKeys keys) {
        this.keys = keys;
    }

    @SchemaMapping
    @Nullable
    List<ProviderKey> providerKeys(User user, Caller caller) {
        return user.id().equals(caller.id()) ? keys.list() : null;
    }

    @MutationMapping
    SetProviderKeyPayload setProviderKey(@Argument SetProviderKeyInput input, Caller caller) {
        input.check();
        return new SetProviderKeyPayload(keys.set(caller.id(), input.provider(), input.key()));
    }

    @MutationMapping
    RemoveProviderKeyPayload removeProviderKey(@Argument String provider) {
        if (!keys.remove(provider)) {
            throw Refusal.notFound("provider key");
        }
        return new RemoveProviderKeyPayload(provider);
    }

    record SetProviderKeyPayload(ProviderKey providerKey) {}

    record RemoveProviderKeyPayload(String provider) {}
}
