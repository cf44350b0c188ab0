package com.tripsage.gateway.chat;

import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ChatMessage(
        UUID id,
        UUID sessionId,
        ChatRole role,
        String content,
        @Nullable Json metadata,
        @Nullable Json toolCalls,
        OffsetDateTime createdAt) {}
