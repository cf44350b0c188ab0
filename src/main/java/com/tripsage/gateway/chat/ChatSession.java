package com.tripsage.gateway.chat;

import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ChatSession(
        UUID id,
        UUID userId,
        String title,
        @Nullable String agentUsed,
        int messageCount,
        @Nullable Json sessionState,
        OffsetDateTime lastActivity,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        int version) {}
