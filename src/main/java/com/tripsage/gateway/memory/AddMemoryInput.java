package com.tripsage.gateway.memory;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.Vector;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

record AddMemoryInput(
        MemoryKind kind,
        @NotBlank @CodePointLength(max = 100_000) String text,
        @Nullable Json metadata,
        @Nullable UUID sessionId,
        @Nullable Vector embedding,
        @Nullable @Size(min = 1, max = 100) String embeddingModel,
        @Nullable UUID supersedes) {

    /** The client's vector, or the one that was made; null when there is neither. */
    @Nullable
    Embedding embedding(TextEmbeddings embeddings) {
        return embedding == null
                ? embeddings.ofDocument(text).orElse(null)
                : new Embedding(embedding, requireNonNullElse(embeddingModel, Models.UNSPECIFIED));
    }

    Json metadataOrNone() {
        return requireNonNullElse(metadata, Json.EMPTY_OBJECT);
    }

    Columns columns(UUID id) {
        return new Columns()
                .set("id", id)
                .set("content_type", kind)
                .set("content_text", text)
                .set("metadata", metadataOrNone())
                .set("session_id", sessionId);
    }
}
