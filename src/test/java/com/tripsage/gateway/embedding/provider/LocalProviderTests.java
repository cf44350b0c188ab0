package com.tripsage.gateway.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.util.Utils;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingUnavailable;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalProviderTests {

    private static final OwnKey NOBODY_ASKS = provider -> {
        throw new AssertionError("The local provider needs no key");
    };

    private final EmbeddingProvider provider = new LocalProvider(Duration.ofMinutes(1));

    @Test
    void saysWhichModelItIs() {
        assertThat(provider.model()).isEqualTo("bge-small-en-v1.5-q");
    }

    @Test
    void hasTheTokenizersLibraryStayOffTheNetwork() {
        vector("anything");

        assertThat(Utils.isOfflineMode()).isTrue();
    }

    @Test
    void makesVectorsOfLengthOne() {
        float[] vector = vector("A quiet hotel near the beach");

        assertThat(vector).hasSize(384);
        assertThat(similarity(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void makesTheSameVectorAgainWhateverStandsBesideTheText() {
        List<float[]> together =
                embed(Purpose.DOCUMENT, "A quiet hotel near the beach", "A much longer text about trains. ".repeat(30));

        assertThat(together.get(0)).isEqualTo(vector("A quiet hotel near the beach"));
    }

    @Test
    void putsLikeTextsNearEachOther() {
        float[] wish = vector("I love quiet hotels by the sea");

        assertThat(similarity(wish, vector("She prefers calm accommodation near the ocean")))
                .isGreaterThan(similarity(wish, vector("The invoice is due at the end of the quarter")) + 0.1);
    }

    @Test
    void findsTheAnswerToAQuestion() {
        float[] question =
                embed(Purpose.QUERY, "what may the traveller not eat?").get(0);

        assertThat(similarity(question, vector("The user is allergic to peanuts and shellfish")))
                .isGreaterThan(similarity(question, vector("The user likes window seats on long flights")));
    }

    @Test
    void tellsQuestionsFromDocuments() {
        assertThat(embed(Purpose.QUERY, "window seat").get(0)).isNotEqualTo(vector("window seat"));
    }

    @Test
    void keepsTheOrderOfManyTexts() {
        List<String> texts = IntStream.range(0, 500)
                .mapToObj(i -> "Flight number " + i + " to Lisbon")
                .toList();

        List<float[]> vectors = provider.embed(texts, Purpose.DOCUMENT, NOBODY_ASKS);

        assertThat(vectors).hasSize(500);
        for (int i : new int[] {0, 1, 2, 3, 4, 250, 498, 499}) {
            assertThat(vectors.get(i)).isEqualTo(vector(texts.get(i)));
        }
    }

    @Test
    void makesWhatThereIsTimeFor() {
        EmbeddingProvider hurried = new LocalProvider(Duration.ofMillis(1));
        List<String> texts = IntStream.range(0, 500)
                .mapToObj(i -> i + " mountains ".repeat(200))
                .toList();

        int made;
        try {
            made = hurried.embed(texts, Purpose.DOCUMENT, NOBODY_ASKS).size();
        } catch (EmbeddingUnavailable e) {
            made = 0;
        }

        assertThat(made).isLessThan(500);
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(provider.embed(List.of(), Purpose.DOCUMENT, NOBODY_ASKS)).isEmpty();
    }

    @Test
    void seesTheEndOfALongText() {
        String beginning = "We walked in the mountains. ".repeat(150);
        float[] question = embed(Purpose.QUERY, "What is the code of the safe?").get(0);

        float[] with = vector(beginning + "The code of the safe is 4711, do not tell anybody. ".repeat(5));

        assertThat(similarity(with, with)).isCloseTo(1, within(1e-5));
        assertThat(similarity(question, with)).isGreaterThan(similarity(question, vector(beginning)));
        assertThat(vector("x" + "\uD83C\uDFD6".repeat(50_000))).hasSize(384);
        assertThat(vector("\u6771 ".repeat(50_000))).hasSize(384);
    }

    /** 510 tokens, between the two that are the model's own, and one more. */
    @Test
    void cutsNothingOff() {
        String fits = "sea ".repeat(510);

        assertThat(similarity(vector(fits), vector(fits + "mountain"))).isLessThan(1 - 1e-6);
        assertThat(vector(fits + "sea")).isNotEqualTo(vector(fits));
        assertThat(similarity(vector("sea ".repeat(1020)), vector(fits))).isCloseTo(1, within(1e-5));
    }

    @Test
    void makesTheSameVectorInTheBackground() {
        List<String> texts = List.of("A quiet hotel near the beach", "mountains ".repeat(1500), "");

        assertThat(provider.embedInBackground(texts, NOBODY_ASKS))
                .containsExactly(vector(texts.get(0)), vector(texts.get(1)), vector(texts.get(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\t\u0000\u0001",
                "\u200B\uFEFF",
                "?!…",
                "\uD83C\uDFD6\uFE0F",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\uD83C",
                "\uDFD6 a",
                "東京へ行きたい",
                "مرحبا",
                "[CLS] [SEP] [MASK] [PAD]",
                "a\u0301\u0301\u0301"
            })
    void makesVectorsOfOddTexts(String text) {
        float[] vector = vector(text);

        assertThat(vector).hasSize(384);
        assertThat(similarity(vector, vector)).isCloseTo(1, within(1e-5));
    }

    @Test
    void hasAWordOfAnyLength() {
        assertThat(vector("x".repeat(100_000))).hasSize(384);
    }

    @Test
    void servesManyAtOnce() throws Exception {
        List<float[]> alone = new ArrayList<>();
        List<Future<List<float[]>>> together = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            alone.add(vector("Trip number " + i));
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                String text = "Trip number " + i % 8;
                together.add(callers.submit(() -> embed(Purpose.DOCUMENT, text, "and another text", text)));
            }
        }
        for (int i = 0; i < 64; i++) {
            assertThat(together.get(i).get().get(0)).isEqualTo(alone.get(i % 8));
            assertThat(together.get(i).get().get(2)).isEqualTo(alone.get(i % 8));
        }
    }

    @Test
    void givesUpWhenTheCallerIsInterrupted() {
        List<String> texts = Collections.nCopies(100, "anything");

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> provider.embed(texts, Purpose.DOCUMENT, NOBODY_ASKS))
                    .isInstanceOf(EmbeddingUnavailable.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(vector("anything")).hasSize(384);
    }

    private float[] vector(String text) {
        return embed(Purpose.DOCUMENT, text).get(0);
    }

    private List<float[]> embed(Purpose purpose, String... texts) {
        return provider.embed(List.of(texts), purpose, NOBODY_ASKS);
    }

    private static double similarity(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }
}
