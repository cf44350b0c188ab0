package com.tripsage.gateway.memory;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.Vector;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

record UpdateMemoryInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@NotNull MemoryKind> kind,
        ArgumentValue<@NotNull @NotBlank @CodePointLength(max = 100_000) String> text,
        ArgumentValue<Json> metadata,
        ArgumentValue<UUID> sessionId,
        @Nullable Vector embedding,
        @Nullable @Size(min = 1, max = 100) String embeddingModel) {

    /** Whether the stored vector gives way although the text may be the same. */
    boolean replacesVector() {
        return embedding != null;
    }

    /** The client's vector, or the one that was made; null when there is neither. */
    @Nullable
    Embedding embedding(TextEmbeddings embeddings) {
        if (embedding != null) {
            return new Embedding(embedding, requireNonNullElse(embeddingModel, Models.UNSPECIFIED));
        }
        return text.value() == null ? null : embeddings.ofDocument(text.value()).orElse(null);
    }

    Columns patch() {
        return new Columns()
                .set("content_type", kind)
                .set("content_text", text)
                .set("metadata", metadata)
                .set("session_id", sessionId);
    }
}
