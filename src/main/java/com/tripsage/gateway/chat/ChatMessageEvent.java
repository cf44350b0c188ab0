package com.tripsage.gateway.chat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a chat session.
 *
 * @param messageId null where delivery has begun
 * @param growth what was appended; null for other kinds
 */
record ChatMessageEvent(
        String cursor,
        ChatMessageEventKind kind,
        @Nullable UUID messageId,
        @Nullable Stretch growth) {}
