package com.tripsage.gateway.chat;

import com.tripsage.gateway.chat.ChatSessionController.StartChatSessionInput;
import com.tripsage.gateway.chat.ChatSessionController.UpdateChatSessionInput;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.Keyset;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The caller's chat sessions. */
@Repository
class ChatSessionRepository extends TableRepository<ChatSession> {

    private static final Table<ChatSession> SESSIONS = Table.of("public.chat_sessions", ChatSession.class)
            .ownedBy("user_id")
            .selected("title", "coalesce(title, '')")
            .longComponents("sessionState")
            .written(StartChatSessionInput.class, UpdateChatSessionInput.class)
            .build();

    private static final Keyset LATEST_FIRST = Keyset.by("activity", "last_activity", "timestamptz", true);

    private final Pager pager;

    ChatSessionRepository(JdbcClient jdbc, Pager pager) {
        super(SESSIONS, jdbc);
        this.pager = pager;
    }

    Connection<ChatSession> findPage(PageRequest page) {
        return pager.page(Selection.of(SESSIONS.askedColumns(), SESSIONS.name()), LATEST_FIRST, page, SESSIONS);
    }

    ChatSession insert(StartChatSessionInput input) {
        return insertRow(input);
    }

    Optional<ChatSession> update(UpdateChatSessionInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }
}
