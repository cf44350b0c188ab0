package com.tripsage.gateway.benchmark;

import java.util.List;

/** Short texts as an assistant remembers them, of which no two are the same, and questions about them. */
final class Sentences {

    private static final List<String> MEMORIES = List.of(
            "Prefers %2$s to anything else when in %1$s, and goes %3$s afterwards",
            "Wants to go %3$s near %1$s next summer, with %2$s in the evening",
            "Was disappointed by the %2$s in %1$s but loved %3$s there",
            "Always books a hotel in %1$s that is close to %3$s and serves %2$s",
            "Is allergic to what they put into %2$s in %1$s, so plans %3$s instead of dinner",
            "The children liked %3$s in %1$s more than the %2$s",
            "Would fly to %1$s only for the %2$s, never for %3$s",
            "Travels to %1$s with a friend who is keen on %3$s and hates %2$s",
            "Spent too much on %2$s in %1$s last year and saved by %3$s on foot",
            "Asked for a guide in %1$s who knows about %2$s and %3$s");

    private static final List<String> QUESTIONS = List.of(
            "Where did they enjoy %3$s?",
            "What do they think of %2$s in %1$s?",
            "Is there anything in %1$s to avoid?",
            "A weekend in %1$s with %2$s and %3$s");

    private static final List<String> CITIES = List.of(
            "Lisbon",
            "Oslo",
            "Kyoto",
            "Hanoi",
            "Lima",
            "Naples",
            "Seville",
            "Tbilisi",
            "Marrakesh",
            "Cape Town",
            "Reykjavik",
            "Vienna",
            "Istanbul",
            "Montreal",
            "Oaxaca",
            "Bologna",
            "Singapore",
            "Mumbai",
            "Cairo",
            "Dublin",
            "Prague",
            "Buenos Aires",
            "Seoul",
            "Athens",
            "Zanzibar",
            "Valparaíso",
            "Edinburgh",
            "Tallinn",
            "Hobart",
            "Fez",
            "Palermo",
            "Bergen",
            "Kraków",
            "Havana",
            "Chiang Mai",
            "Porto",
            "Ljubljana",
            "Quito",
            "Samarkand",
            "Galway");

    private static final List<String> FOODS = List.of(
            "street food",
            "ramen",
            "grilled sardines",
            "vegan brunch",
            "oysters",
            "pizza",
            "dumplings",
            "ceviche",
            "lamb stew",
            "fresh bread",
            "dark chocolate",
            "natural wine",
            "craft beer",
            "green tea",
            "hot soup",
            "tapas",
            "curry",
            "cheese",
            "fried fish",
            "pancakes",
            "tacos",
            "pho",
            "espresso",
            "gelato",
            "paella");

    private static final List<String> ACTIVITIES = List.of(
            "hiking",
            "surfing",
            "visiting museums",
            "birdwatching",
            "cycling",
            "listening to jazz",
            "bathing in hot springs",
            "shopping for antiques",
            "kayaking",
            "climbing",
            "watching football",
            "dancing",
            "painting",
            "riding trains",
            "taking photographs",
            "skiing",
            "sailing",
            "reading in cafés",
            "visiting castles",
            "stargazing",
            "running",
            "tasting wine",
            "learning to cook",
            "snorkelling",
            "going to the opera");

    /** How many there are before they repeat. */
    static final int COUNT = MEMORIES.size() * CITIES.size() * FOODS.size() * ACTIVITIES.size();

    private Sentences() {}

    static String memory(int n) {
        return sentence(MEMORIES, n);
    }

    static String question(int n) {
        return sentence(QUESTIONS, n);
    }

    private static String sentence(List<String> forms, int n) {
        // A step that has no divisor in common with the count visits all, neighbours far apart.
        int rest = Math.floorMod(n * 7919L, COUNT);
        String form = forms.get(rest % forms.size());
        rest /= MEMORIES.size();
        String city = CITIES.get(rest % CITIES.size());
        rest /= CITIES.size();
        return form.formatted(city, FOODS.get(rest % FOODS.size()), ACTIVITIES.get(rest / FOODS.size()));
    }
}
