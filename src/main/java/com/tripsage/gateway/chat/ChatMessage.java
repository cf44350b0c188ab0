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
        @Nullable Json parts,
        @Nullable Json metadata,
        @Nullable Json toolCalls,
        @Nullable String toolCallId,
        @Nullable String name,
        Json modelMessage,
        ChatMessageState state,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        int version) {

    /** Characters of the text, as the database counts them. */
    public int contentLength() {
        return content.codePointCount(0, content.length());
    }
}
