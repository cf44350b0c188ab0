package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.changelog.Scope;
import com.tripsage.gateway.live.Feed;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The new messages of a chat session, up to its end. */
record ChatMessageFeed(
        ChangeLog log, UUID sessionId, @Nullable Cursor after) implements Feed {

    private static final String SESSIONS = "chat_sessions";

    static final Scope SCOPE = new Scope(
            Scope.Subject.CHAT_SESSION,
            Map.of("chat_messages", Set.of(Change.Operation.INSERT), SESSIONS, Set.of(Change.Operation.DELETE)));

    @Override
    public boolean includes(Change change) {
        return SCOPE.includes(change) && sessionId.equals(change.sessionId());
    }

    @Override
    public boolean endsBefore(Change change) {
        return change.table().equals(SESSIONS) && change.operation() == Change.Operation.DELETE;
    }

    @Override
    public Object begun(Cursor cursor) {
        return new ChatMessageEvent(cursor.toString(), null);
    }

    @Override
    public Object event(Change change) {
        return new ChatMessageEvent(change.cursor().toString(), change.rowId());
    }

    @Override
    public Readers readers(Collection<Change> changes) {
        return log.readers(changes);
    }

    @Override
    public ChangePage missed(Cursor from, @Nullable Cursor upTo, int most) {
        return log.changes(SCOPE, sessionId, from, upTo, most);
    }
}
