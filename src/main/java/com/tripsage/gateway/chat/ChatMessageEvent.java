package com.tripsage.gateway.chat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message was added; without one, delivery has begun. */
record ChatMessageEvent(String cursor, @Nullable UUID messageId) {}
