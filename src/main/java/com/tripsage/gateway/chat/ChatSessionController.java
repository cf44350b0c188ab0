package com.tripsage.gateway.chat;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class ChatSessionController {

    private final ChatSessionRepository sessions;

    ChatSessionController(ChatSessionRepository sessions, Loaders loaders) {
        this.sessions = sessions;
        loaders.byId(ChatSession.class, sessions::findAll, ChatSession::id);
    }

    @QueryMapping
    Optional<ChatSession> chatSession(@Argument UUID id) {
        return sessions.find(id);
    }

    @QueryMapping
    Connection<ChatSession> chatSessions(PageRequest page) {
        return sessions.findPage(page);
    }

    @SchemaMapping
    CompletableFuture<User> user(ChatSession session, DataLoader<UUID, User> users) {
        return users.load(session.userId());
    }

    @MutationMapping
    StartChatSessionPayload startChatSession(@Argument @Valid StartChatSessionInput input) {
        return new StartChatSessionPayload(sessions.insert(input));
    }

    @MutationMapping
    UpdateChatSessionPayload updateChatSession(@Argument @Valid UpdateChatSessionInput input) {
        return sessions.update(input).map(UpdateChatSessionPayload::new).orElseThrow(() -> sessions.find(input.id())
                .map(stored -> Refusal.conflict("The chat session has been changed meanwhile", stored.version()))
                .orElseGet(() -> Refusal.notFound("chat session")));
    }

    @MutationMapping
    DeleteChatSessionPayload deleteChatSession(@Argument UUID id) {
        if (sessions.delete(id).isEmpty()) {
            throw Refusal.notFound("chat session");
        }
        return new DeleteChatSessionPayload(id);
    }

    record StartChatSessionInput(
            @Nullable @CodePointLength(max = 255) String title,
            @Nullable @CodePointLength(max = 100) String agentUsed,
            @Nullable Json sessionState) {

        StartChatSessionInput {
            sessionState = requireNonNullElse(sessionState, Json.EMPTY_OBJECT);
        }
    }

    record UpdateChatSessionInput(
            UUID id,
            @Nullable Integer expectedVersion,
            ArgumentValue<@CodePointLength(max = 255) String> title,
            ArgumentValue<@CodePointLength(max = 100) String> agentUsed,
            ArgumentValue<Json> sessionState) {}

    record StartChatSessionPayload(ChatSession chatSession) {}

    record UpdateChatSessionPayload(ChatSession chatSession) {}

    record DeleteChatSessionPayload(UUID deletedId) {}
}
