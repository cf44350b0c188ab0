package com.tripsage.gateway.chat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event of a chat session: a message was added or, where there is none, delivery has begun. */
record ChatMessageEvent(String cursor, @Nullable UUID messageId) {}
