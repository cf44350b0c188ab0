package com.tripsage.gateway.memory;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** BM25 as textbooks have it, with an English stop list and a crude stemmer: what a search by words has to be as good as. */
final class TextbookBm25 {

    private static final Set<String> STOP_WORDS =
            Set.of(("a an and are as at be but by did do does for from has have i in is it my "
                            + "of on or our that the this to was we what when where which who will with you")
                    .split(" "));

    private static final Pattern ENDING = Pattern.compile("(?<=.{3})(ing|edly|ed|es|s)$");

    private final Map<String, Map<String, Long>> frequencies = new HashMap<>();
    private final Map<String, Integer> documents = new HashMap<>();
    private final double length;

    TextbookBm25(List<String> texts) {
        for (String text : texts) {
            Map<String, Long> words = words(text).collect(groupingBy(word -> word, counting()));
            frequencies.put(text, words);
            words.keySet().forEach(word -> documents.merge(word, 1, Integer::sum));
        }
        length = frequencies.values().stream()
                .mapToLong(TextbookBm25::length)
                .average()
                .orElse(1);
    }

    List<String> first(int count, String question) {
        Set<String> asked = new HashSet<>(words(question).toList());
        Map<String, Double> scores = new HashMap<>();
        frequencies.forEach((text, words) -> scores.put(
                text, asked.stream().mapToDouble(word -> score(word, words)).sum()));
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(comparingDouble(entry -> -entry.getValue()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private double score(String word, Map<String, Long> words) {
        double frequency = words.getOrDefault(word, 0L);
        double found = documents.getOrDefault(word, 0);
        double idf = Math.log(1 + (frequencies.size() - found + 0.5) / (found + 0.5));
        return idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length(words) / length));
    }

    private static long length(Map<String, Long> words) {
        return words.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Stream<String> words(String text) {
        return Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+")
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && !STOP_WORDS.contains(word))
                .map(word -> ENDING.matcher(word).replaceFirst(""));
    }
}
