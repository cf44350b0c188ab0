package com.tripsage.gateway.sharing;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.user.User;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Blocked users: a user whom the caller blocks shares no trip with the caller. */
@Controller
class BlockController {

    private final BlockRepository blocks;

    BlockController(BlockRepository blocks) {
        this.blocks = blocks;
    }

    @SchemaMapping
    @Nullable
    List<BlockedUser> blockedUsers(User user, Caller caller) {
        return user.id().equals(caller.id()) ? blocks.findAll() : null;
    }

    @MutationMapping
    BlockUserPayload blockUser(@Argument UUID id) {
        return blocks.block(id).map(BlockUserPayload::new).orElseThrow(() -> Refusal.notFound("user"));
    }

    @MutationMapping
    UnblockUserPayload unblockUser(@Argument UUID id) {
        if (!blocks.delete(id)) {
            throw Refusal.notFound("blocked user");
        }
        return new UnblockUserPayload(id);
    }

    record BlockUserPayload(BlockedUser blockedUser) {}

    record UnblockUserPayload(UUID unblockedId) {}
}
