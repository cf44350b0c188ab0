package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The work on waiting rows of one user: their texts are read, and their vectors are stored, as that user. */
final class RowEmbedder {

    /** The length of what is embedded without a pause, unless a single text is longer: a second of one processor. */
    private static final int CHARACTERS = 10_000;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddingProvider provider;
    private final ProviderKeys keys;
    private final Transactions transactions;
    private final Courtesy courtesy;

    RowEmbedder(EmbeddingProvider provider, ProviderKeys keys, Transactions transactions, Courtesy courtesy) {
        this.provider = provider;
        this.keys = keys;
        this.transactions = transactions;
        this.courtesy = courtesy;
    }

    /**
     * The rows that have no vector after all.
     *
     * @param gone those that are gone, or need none
     * @param untried those for which there was no time
     * @param failed those whose texts could not be embedded
     * @param failure the reason why the work ended early; null where it didn't
     */
    record Outcome(
            List<UUID> gone,
            List<UUID> untried,
            List<UUID> failed,
            @Nullable RuntimeException failure) {}

    /** Embeds rows of a kind until the time is up, which {@link System#nanoTime} tells. */
    Outcome embed(Caller user, EmbeddingSource source, List<UUID> ids, long end) throws InterruptedException {
        List<UUID> gone = new ArrayList<>();
        List<UUID> untried = new ArrayList<>(ids);
        List<UUID> failed = new ArrayList<>();
        try {
            Map<UUID, String> texts = transactions.run(
                    user, Access.READ, Deadline.after(TRANSACTION_TIMEOUT), _ -> source.findTexts(ids));
            ids.stream().filter(id -> !texts.containsKey(id)).forEach(gone::add);
            untried.removeAll(gone);
            for (List<UUID> chunk : chunks(untried, texts)) {
                if (System.nanoTime() - end > 0) {
                    break;
                }
                untried.removeAll(chunk);
                failed.addAll(chunk);
                long start = System.nanoTime();
                List<UUID> left = embed(user, source, chunk, texts);
                failed.removeAll(chunk);
                failed.addAll(left);
                courtesy.pauseAfter(Duration.ofNanos(System.nanoTime() - start));
            }
            return new Outcome(gone, untried, failed, null);
        } catch (RuntimeException e) {
            failed.addAll(untried);
            return new Outcome(gone, List.of(), failed, e);
        }
    }

    /** Few characters together, and at least one text. */
    private static List<List<UUID>> chunks(List<UUID> ids, Map<UUID, String> texts) {
        List<List<UUID>> chunks = new ArrayList<>();
        List<UUID> chunk = new ArrayList<>();
        int characters = 0;
        for (UUID id : ids) {
            characters += Objects.requireNonNull(texts.get(id)).length();
            if (!chunk.isEmpty() && characters > CHARACTERS) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                characters = Objects.requireNonNull(texts.get(id)).length();
            }
            chunk.add(id);
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /**
     * Embeds texts together, or by halves where the provider does not want one of them.
     *
     * @return those that have no vector
     */
    private List<UUID> embed(Caller user, EmbeddingSource source, List<UUID> ids, Map<UUID, String> texts) {
        List<String> wanted = ids.stream().map(texts::get).distinct().toList();
        OwnKey ownKey = name -> keys.find(user, name, Deadline.after(TRANSACTION_TIMEOUT));
        var made = new TextEmbeddings(provider.model());
        try {
            made.put(Purpose.DOCUMENT, wanted, provider.embedInBackground(wanted, ownKey));
        } catch (EmbeddingUnavailable e) {
            if (!e.isAboutTexts()) {
                throw e;
            }
            if (ids.size() == 1) {
                return ids;
            }
            List<UUID> left = new ArrayList<>(embed(user, source, ids.subList(0, ids.size() / 2), texts));
            left.addAll(embed(user, source, ids.subList(ids.size() / 2, ids.size()), texts));
            return left;
        }
        return transactions.run(user, Access.WRITE, Deadline.after(TRANSACTION_TIMEOUT), _ -> {
            List<UUID> left = new ArrayList<>();
            for (UUID id : ids) {
                String text = Objects.requireNonNull(texts.get(id));
                made.ofDocument(text)
                        .ifPresentOrElse(embedding -> source.store(id, text, embedding), () -> left.add(id));
            }
            return left;
        });
    }
}
