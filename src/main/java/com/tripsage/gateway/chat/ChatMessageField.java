package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Scope;
import com.tripsage.gateway.live.Feed;
import com.tripsage.gateway.live.SubscriptionField;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to the messages of a chat session.
 *
 * @param scope the changes that it tells of
 * @param follows whether it also tells how messages grow that are being written
 */
record ChatMessageField(String name, Scope scope, boolean follows, ChangeLog log, ChatSessionRepository sessions)
        implements SubscriptionField {

    @Override
    public Class<?> eventType() {
        return ChatMessageEvent.class;
    }

    @Override
    public Feed open(Caller caller, Map<String, Object> arguments, @Nullable String resumeAfter) {
        UUID sessionId = Objects.requireNonNull(SubscriptionField.id(arguments, "sessionId"));
        Cursor after = resumeAfter == null ? null : log.parse(resumeAfter);
        if (sessions.find(sessionId).isEmpty()) {
            throw Refusal.notFound("chat session");
        }
        var feed = new ChatMessageFeed(log, scope, follows, sessionId, after);
        if (after != null) {
            // refuses a cursor that is too old
            feed.missed(after, null, 1);
        }
        return feed;
    }
}
