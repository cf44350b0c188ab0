package com.tripsage.gateway.embedding;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.value.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vectors of texts, made before the transaction that needs them began. */
public final class TextEmbeddings {

    private final String model;
    private final Map<Text, Embedding> made = new HashMap<>();
    private @Nullable Refusal refusal;

    TextEmbeddings(String model) {
        this.model = model;
    }

    /** The vectors of the texts, or of the first of them. */
    void put(Purpose purpose, List<String> texts, List<float[]> vectors) {
        for (int i = 0; i < vectors.size(); i++) {
            made.put(new Text(purpose, texts.get(i)), new Embedding(Vector.padded(vectors.get(i)), model));
        }
    }

    /** The deployment's model. */
    public String model() {
        return model;
    }

    /** The vector of a text that is to be stored; empty when the provider did not answer. */
    public Optional<Embedding> ofDocument(String text) {
        return Optional.ofNullable(made.get(new Text(Purpose.DOCUMENT, text)));
    }

    /** The vector of a text that is searched for; empty when the provider did not answer. */
    public Optional<Embedding> ofQuery(String text) {
        return Optional.ofNullable(made.get(new Text(Purpose.QUERY, text)));
    }

    /** Keeps the reason why the caller gets no vectors of texts that are searched for. */
    void refuse(Refusal reason) {
        refusal = reason;
    }

    /** The refusal of a search that can't do without the vector of its text. */
    public Refusal refusal() {
        return refusal == null ? Refusal.unavailable("The embedding provider does not answer") : refusal;
    }

    private record Text(Purpose purpose, String text) {}
}
