package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.live.Feed;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The new messages of a chat session, up to its end. */
final class ChatMessageFeed implements Feed {

    private final ChangeLog log;
    private final UUID sessionId;
    private final @Nullable Cursor after;

    ChatMessageFeed(ChangeLog log, UUID sessionId, @Nullable Cursor after) {
        this.log = log;
        this.sessionId = sessionId;
        this.after = after;
    }

    @Override
    public @Nullable Cursor after() {
        return after;
    }

    @Override
    public boolean includes(Change change) {
        return sessionId.equals(change.sessionId())
                && (endsBefore(change)
                        || (change.table().equals("chat_messages") && change.operation() == Change.Operation.INSERT));
    }

    @Override
    public boolean endsBefore(Change change) {
        return change.table().equals("chat_sessions") && change.operation() == Change.Operation.DELETE;
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
    public boolean endsWith(Change change) {
        return false;
    }

    @Override
    public Readers readers(Collection<Change> changes) {
        return log.readers(changes);
    }

    @Override
    public ChangePage missed(Cursor from, @Nullable Cursor upTo, int most) {
        return log.chatMessages(from, sessionId, upTo, most);
    }
}
