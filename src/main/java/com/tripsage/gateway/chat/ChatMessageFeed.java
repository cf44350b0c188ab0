package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.changelog.Scope;
import com.tripsage.gateway.live.Feed;
import com.tripsage.gateway.live.Growth;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of a chat session, up to its end. */
record ChatMessageFeed(
        ChangeLog log,
        Scope scope,
        boolean follows,
        UUID sessionId,
        @Nullable Cursor after) implements Feed {

    static final String SESSIONS = "chat_sessions";

    @Override
    public boolean includes(Change change) {
        return scope.includes(change) && sessionId.equals(change.sessionId());
    }

    @Override
    public boolean endsBefore(Change change) {
        return change.table().equals(SESSIONS) && change.operation() == Change.Operation.DELETE;
    }

    @Override
    public Object begun(Cursor cursor) {
        return new ChatMessageEvent(cursor.toString(), ChatMessageEventKind.SUBSCRIBED, null, null);
    }

    @Override
    public Object event(Change change) {
        return new ChatMessageEvent(change.cursor().toString(), ChatMessageEventKind.of(change), change.rowId(), null);
    }

    @Override
    public @Nullable UUID growing() {
        return follows ? sessionId : null;
    }

    @Override
    public Object grown(Growth growth, Cursor cursor) {
        return new ChatMessageEvent(
                cursor.toString(),
                ChatMessageEventKind.APPENDED,
                growth.rowId(),
                new Stretch(growth.rowId(), growth.from(), growth.to()));
    }

    @Override
    public Readers readers(Collection<Change> changes) {
        return log.readers(changes);
    }

    @Override
    public ChangePage missed(Cursor from, @Nullable Cursor upTo, int most) {
        return log.changes(scope, sessionId, from, upTo, most);
    }
}
