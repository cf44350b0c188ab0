package com.tripsage.gateway.chat;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import com.tripsage.gateway.value.Blank;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class ChatMessageController {

    private static final int MOST_IMPORTED = 500;

    private final ChatMessageRepository messages;

    ChatMessageController(ChatMessageRepository messages, Loaders loaders) {
        this.messages = messages;
        loaders.byId(ChatMessage.class, messages::findAll, ChatMessage::id);
        loaders.values("messages", messages::findPages);
        loaders.values("increment", messages::findIncrements);
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

    /** Not with an increment: to read the whole with each would take the square of its length. */
    @SchemaMapping
    CompletableFuture<@Nullable ChatMessage> message(
            ChatMessageEvent event, DataLoader<UUID, @Nullable ChatMessage> messages) {
        return event.messageId() == null || event.growth() != null
                ? CompletableFuture.completedFuture(null)
                : messages.load(event.messageId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ChatMessageIncrement> increment(
            ChatMessageEvent event, DataLoader<Stretch, @Nullable ChatMessageIncrement> increment) {
        return event.growth() == null ? CompletableFuture.completedFuture(null) : increment.load(event.growth());
    }

    @SchemaMapping
    CompletableFuture<ChatMessage> message(AppendToMessagePayload payload, DataLoader<UUID, ChatMessage> messages) {
        return messages.load(payload.messageId());
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

    @MutationMapping
    ImportChatMessagesPayload importChatMessages(
            @Argument UUID sessionId,
            @Argument @Size(min = 1, max = MOST_IMPORTED) List<@Valid ImportedChatMessage> messages) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).isOfTheFuture()) {
                violations.add(new Violation("messages[" + i + "].createdAt", "must not be in the future"));
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        List<ChatMessage> imported = this.messages.importAll(sessionId, messages);
        if (imported.isEmpty()) {
            throw Refusal.notFound("chat session");
        }
        return new ImportChatMessagesPayload(imported);
    }

    @MutationMapping
    UpdateChatMessagePayload updateChatMessage(@Argument @Valid UpdateChatMessageInput input) {
        return messages.update(input).map(UpdateChatMessagePayload::new).orElseThrow(() -> messages.find(input.id())
                .map(stored -> Refusal.conflict("The message has been changed meanwhile", stored.version()))
                .orElseGet(() -> Refusal.notFound("message")));
    }

    @MutationMapping
    DeleteChatMessagePayload deleteChatMessage(@Argument UUID id) {
        if (messages.delete(id).isEmpty()) {
            throw Refusal.notFound("message");
        }
        return new DeleteChatMessagePayload(id);
    }

    @MutationMapping
    AppendToMessagePayload appendToMessage(@Argument @Valid AppendToMessageInput input) {
        if (input.text().isEmpty() && !input.isLast()) {
            throw Refusal.invalid("input.text", "must not be empty");
        }
        if (input.modelMessage() != null && !input.isLast()) {
            throw Refusal.invalid("input.modelMessage", "is for the last text alone: with isLast");
        }
        int length = messages.append(input);
        if (input.isLast()) {
            messages.complete(input.messageId(), input.modelMessage());
        }
        return new AppendToMessagePayload(input.messageId(), length);
    }

    record PostChatMessageInput(
            UUID sessionId,
            ChatRole role,
            @CodePointLength(max = 100_000) String content,
            @Nullable Json parts,
            @Nullable Json toolCalls,
            @Nullable @CodePointLength(max = 255) String toolCallId,
            @Nullable @CodePointLength(max = 255) String name,
            @Nullable Json metadata,
            ChatMessageState state) {

        PostChatMessageInput {
            toolCalls = requireNonNullElse(toolCalls, Json.EMPTY_LIST);
            metadata = requireNonNullElse(metadata, Json.EMPTY_OBJECT);
        }

        /** Whether the message has words or parts, calls tools or answers such a call, or is still to be written. */
        boolean saysSomething() {
            return !Blank.isBlank(content)
                    || (toolCalls != null && !toolCalls.isEmpty())
                    || (parts != null && !parts.isEmpty())
                    || toolCallId != null
                    || state == ChatMessageState.STREAMING;
        }
    }

    record UpdateChatMessageInput(
            UUID id,
            @Nullable Integer expectedVersion,
            ArgumentValue<@NotNull @CodePointLength(max = 1_000_000) String> content,
            ArgumentValue<Json> parts,
            ArgumentValue<Json> toolCalls,
            ArgumentValue<Json> metadata) {}

    record AppendToMessageInput(
            UUID messageId,
            @PositiveOrZero int offset,
            @CodePointLength(max = 100_000) String text,
            boolean isLast,
            @Nullable @ModelMessage Json modelMessage) {}

    record PostChatMessagePayload(ChatMessage message) {}

    record ImportChatMessagesPayload(List<ChatMessage> messages) {}

    record UpdateChatMessagePayload(ChatMessage message) {}

    record DeleteChatMessagePayload(UUID deletedId) {}

    record AppendToMessagePayload(UUID messageId, int contentLength) {}
}
