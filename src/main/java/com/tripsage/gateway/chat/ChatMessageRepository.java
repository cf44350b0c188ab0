package com.tripsage.gateway.chat;

import com.tripsage.gateway.chat.ChatController.PostChatMessageInput;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The messages of the caller's chat sessions. */
@Repository
class ChatMessageRepository extends TableRepository<ChatMessage> {

    private static final Table<ChatMessage> MESSAGES = Table.of("public.chat_messages", ChatMessage.class)
            .partOf("public.chat_sessions", "session_id")
            .longComponents("metadata", "toolCalls")
            .written(PostChatMessageInput.class)
            .build();

    /** The order of messages. Positions are taken under the lock on the session, so that a new message never precedes one that was read. */
    private static final Keyset OLDEST_FIRST = Keyset.byPosition("written");

    private final Pager pager;

    ChatMessageRepository(JdbcClient jdbc, Pager pager) {
        super(MESSAGES, jdbc);
        this.pager = pager;
    }

    /** Pages of several sessions, with one statement for each different page. */
    Map<PageOfMessages, Connection<ChatMessage>> findPages(Set<PageOfMessages> pages) {
        Map<PageOfMessages, Connection<ChatMessage>> found = new HashMap<>();
        pages.stream().collect(Collectors.groupingBy(PageOfMessages::page)).forEach((page, ofSessions) -> {
            Map<UUID, List<Connection.Edge<ChatMessage>>> messages = findPage(
                    page, ofSessions.stream().map(PageOfMessages::sessionId).toList());
            for (PageOfMessages wanted : ofSessions) {
                found.put(
                        wanted,
                        pager.connection(
                                messages.getOrDefault(wanted.sessionId(), List.of()), page, wanted::messageCount));
            }
        });
        return found;
    }

    private Map<UUID, List<Connection.Edge<ChatMessage>>> findPage(PageRequest page, Collection<UUID> sessionIds) {
        return pager.rowsOfEach(
                Selection.of(MESSAGES.askedColumns(), MESSAGES.name()),
                "session_id",
                sessionIds,
                OLDEST_FIRST,
                page,
                MESSAGES,
                ChatMessage::sessionId);
    }

    /** Adds a message; empty where the caller has no such session. */
    Optional<ChatMessage> insert(PostChatMessageInput input) {
        return insertRows(input.sessionId(), List.of(input)).stream().findFirst();
    }
}
