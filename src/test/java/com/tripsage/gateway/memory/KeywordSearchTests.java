package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.StoredMemories.memory;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.memory.Searches.Found;
import com.tripsage.gateway.memory.Searches.Hit;
import com.tripsage.gateway.memory.StoredMemories.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches by words: which texts have them, and how much they tell. */
class KeywordSearchTests extends SearchTest {

    @Test
    void findsTheMostTellingWordsFirst() {
        Row both = memory("A window seat on the night train", EAST);
        Row rare = memory("The sleeper left from the window side", null);
        Row common = memory("Trains and trains again", EAST);
        Row other = memory("Trained by a train driver", EAST);
        store(both, rare, common, other, memory("Nothing of the kind", EAST));

        Found found = searches.byText("windows, TRAINS, zeppelins", "mode", "KEYWORD");

        double window = idf(5, 2);
        double train = idf(5, 3);
        double all = window + train + idf(5, 0);
        assertThat(found.mode()).isEqualTo("KEYWORD");
        assertThat(found.exact()).isTrue();
        assertThat(found.ids()).containsExactly(both.id(), rare.id(), common.id(), other.id());
        assertThat(found.hits()).extracting(Hit::distance).containsOnlyNulls();
        double[] ranks = {
            (window + train) * saturation(both, 1) / all,
            window * saturation(rare, 1) / all,
            train * saturation(common, 2) / all,
            train * saturation(other, 2) / all
        };
        for (int i = 0; i < ranks.length; i++) {
            Hit hit = found.hits().get(i);
            assertThat(requireNonNull(hit.textRank())).isEqualTo(ranks[i], within(1e-9));
            assertThat(hit.score()).isEqualTo(hit.textRank());
        }
    }

    /** How much of the weight of a word a text has that has it so often. */
    private double saturation(Row row, int frequency) {
        double length = Superuser.of(environment)
                .sql("""
                        select length(words) / (select avg(length(o.words)) from memory_embeddings o where o.user_id = m.user_id)
                          from memory_embeddings m
                         where id = ?
                        """)
                .param(row.id())
                .query(Double.class)
                .single();
        return frequency / (frequency + 0.9 * (1 - 0.4 + 0.4 * length));
    }

    @Test
    void weighsWordsByTheMemoriesThatTheFilterLeaves() {
        Row seat = memory("An aisle seat", null).kind(MemoryKind.PREFERENCE);
        Row meal = memory("A vegetarian meal in any seat", null).kind(MemoryKind.PREFERENCE);
        List<Row> rows = new ArrayList<>(List.of(seat, meal));
        for (int i = 0; i < 20; i++) {
            rows.add(memory("The aisle of shop number " + i, null));
        }
        store(rows);

        Found found = searches.byText("aisle seat", "mode", "KEYWORD", "filter", Map.of("kind", List.of("PREFERENCE")));

        double aisle = idf(2, 1);
        double common = idf(2, 2);
        assertThat(found.ids()).containsExactly(seat.id(), meal.id());
        double first = requireNonNull(found.hit(seat.id()).textRank());
        double second = requireNonNull(found.hit(meal.id()).textRank());
        assertThat(second / first).isBetween(0.7 * common / (aisle + common), common / (aisle + common));
    }

    private static double idf(int all, int found) {
        return Math.log(1 + (all - found + 0.5) / (found + 0.5));
    }

    static Stream<String> oddTexts() {
        return Stream.of(
                "It's 5 o'clock \\ somewhere, isn''t it",
                "C:\\Users\\Zoë\\trips\\'quoted'\\",
                "\"double\" 'single' `back` $$dollar$$ $1 ? :name ::text",
                "a & b | !c <-> d:*",
                "lisbon:A & !(porto | 'faro')",
                "'; drop table memory_embeddings; --",
                "lisbon' or '1'='1",
                "lisbon\\",
                "100% _wild_ [a-z]* (group",
                "mail ada@example.com about https://example.com/it's?q=a%20b&c=\\d",
                "/usr/local/share/o'hare 2026-03-01T12:00:00Z -3.14e10 1,800",
                "Zürich Ångström naïve ﬁne e\u0301te\u0301",
                "🏖️ beach 👩‍👩‍👧 family 🇵🇹",
                "里斯本的海滩 东京 寿司",
                "شاطئ לשבונה пляж",
                "tab\tand\nline\u2028and\u00a0space",
                "\u200b\u202e\ufeff lisbon",
                "x".repeat(10_000),
                "🏖️"
                        .codePoints()
                        .limit(1)
                        .mapToObj(Character::toString)
                        .collect(joining())
                        .repeat(10_000),
                "lisbon ".repeat(1428));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void looksForAnyText(String text) {
        Row same = memory(text, directions.any());
        store(same, memory("Lisbon", directions.any()), memory("Ålesund", null));

        Found words = searches.byText(text, "mode", "KEYWORD");
        Found meaning = searches.byText(text, "mode", "SEMANTIC");
        Found both = searches.byText(text, "mode", "HYBRID");

        assertThat(meaning.hits()).hasSize(2);
        assertThat(both.ids()).containsAll(meaning.ids()).containsAll(words.ids());
        boolean hasWords = !Superuser.of(environment)
                .sql("select words::text from memory_embeddings where id = ?")
                .param(same.id())
                .query(String.class)
                .single()
                .isEmpty();
        assertThat(words.ids().contains(same.id())).isEqualTo(hasWords);
        if (hasWords) {
            assertThat(requireNonNull(words.hit(same.id()).textRank()))
                    .isEqualTo(words.hits().get(0).textRank())
                    .isPositive()
                    .isLessThan(1);
        }
    }

    @Test
    void findsNamesThatAreStopWords() {
        Row will = memory("Will is allergic to nuts", directions.any());
        Row it = memory("It was her favourite film", directions.any());
        store(will, it, memory("Dinner in Lisbon", directions.any()));

        assertThat(searches.byText("Will", "mode", "KEYWORD").ids()).containsExactly(will.id());
        assertThat(searches.byText("who will it", "mode", "KEYWORD").ids())
                .containsExactlyInAnyOrder(will.id(), it.id());
        assertThat(searches.byText("Will the dinner", "mode", "KEYWORD").texts())
                .containsExactly("Dinner in Lisbon", "Will is allergic to nuts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?!… -- \"'", "🏖️"})
    void answersTextsWithoutWords(String text) {
        store(memory("The and of with", directions.any()), memory("Lisbon", directions.any()), memory("Porto", null));

        assertThat(searches.byText(text, "mode", "KEYWORD").hits()).isEmpty();
        Found both = searches.byText(text, "mode", "HYBRID");
        assertThat(both.mode()).isEqualTo("HYBRID");
        assertThat(both.ids())
                .isEqualTo(searches.byText(text, "mode", "SEMANTIC").ids())
                .hasSize(2);
        assertThat(both.hits()).extracting(Hit::textRank).containsOnly(0.0);
    }

    @Test
    void refusesATextThatNoDatabaseStores() {
        for (String mode : List.of("KEYWORD", "SEMANTIC", "HYBRID")) {
            searches.send(Map.of("text", "lisbon \u0000"), "mode", mode).isRefused("BAD_USER_INPUT");
        }
    }

    @Test
    void looksAtTheThirtyTwoRarestWords() {
        List<Row> common = new ArrayList<>();
        List<Row> rare = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String word =
                    "%c%c%c".formatted('b' + i / 10, 'k' + i % 10, 'z' - i % 7).repeat(2);
            words.add(word);
            rare.add(memory("Only " + word, null));
            if (i < 8) {
                common.add(memory("Again " + word, null));
            }
        }
        store(rare);
        store(common);
        String nonsense = IntStream.range(0, 1000).mapToObj(i -> "qx" + i).collect(joining(" "));
        String text = String.join(" ", words) + " " + nonsense;

        Found found = searches.byText(text, "mode", "KEYWORD", "first", 100);

        assertThat(found.ids())
                .containsExactlyInAnyOrderElementsOf(
                        rare.subList(8, 40).stream().map(Row::id).toList());
        assertThat(searches.byText(nonsense + " " + words.get(39), "mode", "KEYWORD")
                        .ids())
                .containsExactly(rare.get(39).id());
        assertThat(searches.byText(nonsense + " " + words.get(39), "mode", "HYBRID")
                        .ids())
                .containsExactly(rare.get(39).id());
    }

    @Test
    void ranksAWordThatIsThereAboveOneThatBeginsOrEndsLikeIt() {
        Row night = memory("Nachtzug nach Wien, viel besser", null);
        Row train = memory("Der Zug nach Wien war laut und voll", null);
        Row house = memory("Das Haus am See", null);
        store(night, train, house, memory("Lisbon", null));

        assertThat(searches.byText("Zug", "mode", "KEYWORD").ids()).containsExactly(train.id(), night.id());
        assertThat(searches.byText("Nachtzüge", "mode", "KEYWORD").ids()).containsExactly(night.id());
        assertThat(searches.byText("Häusern", "mode", "KEYWORD").ids()).containsExactly(house.id());
        assertThat(searches.byText("Nacht", "mode", "KEYWORD").ids()).containsExactly(night.id());
    }

    @Test
    void findsNumbersWithAndWithoutCommas() {
        Row commas = memory("A budget of $1,800, or $1,234,567.50 for all", null);
        Row plain = memory("Paid 1800 in rooms 101, 102 and 1,2345", null);
        store(commas, plain);

        for (String number : List.of("1800", "1,800", "$1,800.")) {
            assertThat(searches.byText(number, "mode", "KEYWORD").ids())
                    .containsExactlyInAnyOrder(commas.id(), plain.id());
        }
        assertThat(searches.byText("1234567.50", "mode", "KEYWORD").ids()).containsExactly(commas.id());
        assertThat(searches.byText("101", "mode", "KEYWORD").ids()).containsExactly(plain.id());
        assertThat(searches.byText("2345", "mode", "KEYWORD").ids()).containsExactly(plain.id());
        assertThat(searches.byText("800", "mode", "KEYWORD").hits()).isEmpty();
    }
}
