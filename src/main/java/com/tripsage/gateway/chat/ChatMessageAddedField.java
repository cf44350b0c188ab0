package com.tripsage.gateway.chat;

import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.live.Feed;
import com.tripsage.gateway.live.SubscriptionField;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ChatMessageAddedField implements SubscriptionField {

    private final ChangeLog log;
    private final ChatSessionRepository sessions;

    ChatMessageAddedField(ChangeLog log, ChatSessionRepository sessions) {
        this.log = log;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "chatMessageAdded";
    }

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
        var feed = new ChatMessageFeed(log, sessionId, after);
        if (after != null) {
            // refuses a cursor that is too old
            feed.missed(after, null, 1);
        }
        return feed;
    }
}
