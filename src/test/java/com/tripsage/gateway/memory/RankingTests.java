package com.tripsage.gateway.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.memory.StoredMemories.Row;
import com.tripsage.gateway.value.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The ranking of each mode in two collections of our own: memories of a line in eight languages, and notes of many sentences. The
 * questions of one half ("dev") have chosen the weights; measured is the other half.
 */
class RankingTests extends RunningGateway {

    @Autowired
    EmbeddingProvider provider;

    @Test
    void ranksShortMemories() {
        Map<String, String> memories = memories();
        check("short memories", List.copyOf(memories.values()), questions(memories));
    }

    /** Each note says nine things in one language, and answers what one of them answers. */
    @Test
    void ranksLongNotes() {
        Map<String, String> memories = memories();
        Random random = new Random(7);
        Map<String, Set<String>> notes = new LinkedHashMap<>();
        for (String language : List.of("en", "de")) {
            List<String> sentences = new ArrayList<>(memories.entrySet().stream()
                    .filter(memory -> memory.getKey().startsWith(language))
                    .map(Map.Entry::getValue)
                    .toList());
            for (int i = 0; i < sentences.size() / 2; i++) {
                Collections.shuffle(sentences, random);
                List<String> picked = List.copyOf(sentences.subList(0, 9));
                notes.put(picked.stream().collect(joining(". ", "", ".")), Set.copyOf(picked));
            }
        }
        List<Question> questions = questions(memories).stream()
                .map(question -> new Question(
                        question.text,
                        notes.entrySet().stream()
                                .filter(note -> !Collections.disjoint(note.getValue(), question.answers))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet())))
                .filter(question -> !question.answers.isEmpty())
                .toList();
        check("long notes", List.copyOf(notes.keySet()), questions);
    }

    private void check(String name, List<String> texts, List<Question> questions) {
        Traveller ada = Traveller.known(port);
        List<float[]> vectors = texts.stream()
                .map(text -> provider.embed(List.of(text), Purpose.DOCUMENT, OwnKey.NONE)
                        .get(0))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(StoredMemories.memory(texts.get(i), Vector.padded(vectors.get(i)))
                    .model(provider.model()));
        }
        StoredMemories.insert(environment, ada, rows);
        Searches searches = Searches.of(port, ada);
        TextbookBm25 bm25 = new TextbookBm25(texts);

        Quality textbook = Quality.of(questions, question -> bm25.first(10, question));
        Quality semantic = ask(searches, questions, "SEMANTIC");
        Quality keyword = ask(searches, questions, "KEYWORD");
        Quality hybrid = ask(searches, questions, "HYBRID");

        System.out.printf(
                "nDCG@10 (precision@5) of %d questions about %d %s: textbook BM25 %s, SEMANTIC %s, KEYWORD %s, HYBRID %s%n",
                questions.size(), texts.size(), name, textbook, semantic, keyword, hybrid);
        assertThat(keyword.ndcg).isGreaterThanOrEqualTo(textbook.ndcg);
        assertThat(hybrid.ndcg).isGreaterThan(Math.max(semantic.ndcg, keyword.ndcg));
        assertThat(hybrid.precision).isGreaterThanOrEqualTo(Math.max(semantic.precision, keyword.precision));
    }

    private static Quality ask(Searches searches, List<Question> questions, String mode) {
        return Quality.of(questions, question -> searches.byText(question, "mode", mode, "first", 10)
                .texts());
    }

    private static Map<String, String> memories() {
        Map<String, String> memories = new LinkedHashMap<>();
        lines("memories.tsv").forEach(line -> memories.put(line[0], line[1]));
        return memories;
    }

    private static List<Question> questions(Map<String, String> memories) {
        return lines("questions.tsv").stream()
                .filter(line -> line[0].equals("held"))
                .map(line -> new Question(
                        line[1],
                        Set.of(line[2].split(" ", -1)).stream()
                                .map(id -> Objects.requireNonNull(memories.get(id), id))
                                .collect(Collectors.toSet())))
                .toList();
    }

    private static List<String[]> lines(String resource) {
        try (InputStream file = RankingTests.class.getResourceAsStream("/retrieval/" + resource)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Question(String text, Set<String> answers) {}

    /**
     * The means over all questions.
     *
     * @param ndcg normalised discounted cumulative gain of the first ten (Järvelin, Kekäläinen, 2002)
     * @param precision the share of answers among the first five, or as many as there are
     */
    private record Quality(double ndcg, double precision) {

        static Quality of(List<Question> questions, Function<String, List<String>> search) {
            double ndcg = 0;
            double precision = 0;
            for (Question question : questions) {
                List<String> found = search.apply(question.text);
                double gain = 0;
                double most = 0;
                for (int i = 0; i < 10; i++) {
                    double discounted = Math.log(2) / Math.log(i + 2);
                    gain += i < found.size() && question.answers.contains(found.get(i)) ? discounted : 0;
                    most += i < question.answers.size() ? discounted : 0;
                }
                ndcg += gain / most;
                precision += (double) found.stream()
                                .limit(5)
                                .filter(question.answers::contains)
                                .count()
                        / Math.min(5, question.answers.size());
            }
            return new Quality(ndcg / questions.size(), precision / questions.size());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f (%.3f)", ndcg, precision);
        }
    }
}
