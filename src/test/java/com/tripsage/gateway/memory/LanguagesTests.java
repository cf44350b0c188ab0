package com.tripsage.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Searches in many languages: a text is found by all of its words and by single ones. */
@GatewayTest
class LanguagesTests {

    /** A memory, and then what finds it and no other one of the same person. */
    private static final List<List<String>> ADAS = List.of(
            List.of(
                    "Im Österreich-Urlaub übernachten wir in Häusern am See",
                    "österreich",
                    "Haus",
                    "Übernachtung",
                    "OSTERREICH"),
            List.of("J’adore l’hôtel près de la forêt", "hôtel", "HOTEL", "l'hôtel", "forêts"),
            List.of("Мы любим гостиницы в Москве", "москва", "Гостиница", "любим"),
            List.of("温泉のある宿が好きです", "温泉", "宿", "好き"),
            List.of("ชอบพักโรงแรมใกล้ทะเล", "โรงแรม", "ทะเล"),
            List.of("أحب الفندق القريب من البحر", "فندق", "بحر", "احب"),
            List.of("समुद्र के पास होटल पसंद है", "होटल", "समुद्र"),
            List.of("바다 근처 호텔이 좋아요", "호텔", "바다"),
            List.of("Will flies LH400 at 1,800 euros", "Will", "lh 400", "1800"));

    private static final List<List<String>> BEAS = List.of(
            List.of("Österreich ist mir zu kalt", "österreich"),
            List.of("L’hôtel de Lyon était bruyant", "hotel"),
            List.of("Москва слишком большая", "москве"),
            List.of("温泉は熱すぎる", "温泉"),
            List.of("โรงแรมแพงเกินไป", "โรงแรม"),
            List.of("الفندق بعيد جدا", "فندق"));

    @LocalServerPort
    int port;

    @Test
    void findsEverybodysOwnWordsInTheirLanguage() {
        Searches ada = remember(ADAS);
        Searches bea = remember(BEAS);

        findsAll(ada, ADAS);
        findsAll(bea, BEAS);
    }

    private Searches remember(List<List<String>> examples) {
        Traveller traveller = Traveller.known(port);
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            inputs.add(Map.of(
                    "kind",
                    "PREFERENCE",
                    "text",
                    examples.get(i).get(0),
                    "embedding",
                    Directions.axis(i).toFloats()));
        }
        Wire wire = Wire.of(port, traveller);
        Wire.Answer answer = wire.send(
                "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { memories { id } outcomes } }",
                Map.of("inputs", inputs));
        assertThat(answer.body()).doesNotContain("DUPLICATE", "errors");
        return new Searches(wire);
    }

    private static void findsAll(Searches searches, List<List<String>> examples) {
        for (List<String> example : examples) {
            String text = example.get(0);
            assertThat(searches.byText(text, "mode", "KEYWORD").texts()).first().isEqualTo(text);
            for (String word : example.subList(1, example.size())) {
                assertThat(searches.byText(word, "mode", "KEYWORD").texts())
                        .as(word)
                        .containsExactly(text);
                assertThat(searches.byText(word, "mode", "HYBRID").texts())
                        .as(word)
                        .contains(text)
                        .hasSize(examples.size());
            }
        }
    }
}
