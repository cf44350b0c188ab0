package com.tripsage.gateway.chat;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.value.Blank;
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
class ChatController {

    private final ChatSessionRepository sessions;
    private final ChatMessageRepository messages;

    ChatController(ChatSessionRepository sessions, ChatMessageRepository messages, Loaders loaders) {
        this.sessions = sessions;
        this.messages = messages;
        loaders.byId(ChatSession.class, sessions::findAll, ChatSession::id);
        loaders.byId(ChatMessage.class, messages::findAll, ChatMessage::id);
        loaders.values("messages", messages::findPages);
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

    @SchemaMapping
    CompletableFuture<Connection<ChatMessage>> messages(
            ChatSession session, PageRequest page, DataLoader<PageOfMessages, Connection<ChatMessage>> messages) {
        return messages.load(new PageOfMessages(session.id(), session.messageCount(), page));
    }

    @SchemaMapping
    CompletableFuture<ChatSession> session(ChatMessage message, DataLoader<UUID, ChatSession> sessions) {
        return sessions.load(message.sessionId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ChatMessage> message(
            ChatMessageEvent event, DataLoader<UUID, @Nullable ChatMessage> messages) {
        return event.messageId() == null ? CompletableFuture.completedFuture(null) : messages.load(event.messageId());
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

    @MutationMapping
    PostChatMessagePayload postChatMessage(@Argument @Valid PostChatMessageInput input) {
        if (!input.saysSomething()) {
            throw Refusal.invalid("input.content", "must not be blank where no tools are called");
        }
        return messages.insert(input)
                .map(PostChatMessagePayload::new)
                .orElseThrow(() -> Refusal.notFound("chat session"));
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

    record PostChatMessageInput(
            UUID sessionId,
            ChatRole role,
            @CodePointLength(max = 100_000) String content,
            @Nullable Json toolCalls,
            @Nullable Json metadata) {

        PostChatMessageInput {
            toolCalls = requireNonNullElse(toolCalls, Json.EMPTY_LIST);
            metadata = requireNonNullElse(metadata, Json.EMPTY_OBJECT);
        }

        /** Whether the message has words or calls tools. */
        boolean saysSomething() {
            return !Blank.isBlank(content) || (toolCalls != null && !toolCalls.isEmpty());
        }
    }

    record StartChatSessionPayload(ChatSession chatSession) {}

    record UpdateChatSessionPayload(ChatSession chatSession) {}

    record DeleteChatSessionPayload(UUID deletedId) {}

    record PostChatMessagePayload(ChatMessage message) {}
}
