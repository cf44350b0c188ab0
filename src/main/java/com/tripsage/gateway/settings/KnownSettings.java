package com.tripsage.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The settings of the gateway's own, as the compiler found them in the {@code @ConfigurationProperties}. */
final class KnownSettings {

    static final String PREFIX = "gateway";

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private final List<Setting> settings;

    private KnownSettings(List<Setting> settings) {
        this.settings = settings;
    }

    static KnownSettings load() {
        List<Setting> settings = new ArrayList<>();
        try {
            for (Resource metadata : new PathMatchingResourcePatternResolver().getResources("classpath*:" + METADATA)) {
                try (InputStream in = metadata.getInputStream()) {
                    for (JsonNode property : new JsonMapper().readTree(in).path("properties")) {
                        String name = property.path("name").asString("");
                        if (name.startsWith(PREFIX + ".")) {
                            settings.add(new Setting(
                                    name,
                                    property.path("type").asString(""),
                                    words(property.path("defaultValue")),
                                    plainText(property.path("description").asString(""))));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("The gateway's own settings can't be read", e);
        }
        return new KnownSettings(settings);
    }

    void forEach(Consumer<Setting> reader) {
        settings.forEach(reader);
    }

    Stream<String> names() {
        return settings.stream().map(Setting::name);
    }

    boolean isKnown(ConfigurationPropertyName name) {
        return settings.stream().anyMatch(setting -> setting.is(name));
    }

    boolean isKnown(String variable) {
        return settings.stream().anyMatch(setting -> setting.is(variable));
    }

    /** The known setting whose name is most like another, as a property. */
    Optional<String> nearest(String property) {
        String wanted = plain(property);
        return settings.stream()
                .map(Setting::name)
                .min(Comparator.comparingInt(name -> distance(wanted, plain(name))))
                .filter(name -> distance(wanted, plain(name)) <= wanted.length() / 2);
    }

    /** The name as an environment variable. */
    static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String words(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
                : value.asString("");
    }

    /** Without the tags of Javadoc. */
    private static String plainText(String description) {
        return description.replaceAll("\\{@\\w+ ([^}]*)}", "$1");
    }

    private static String plain(String name) {
        return name.replaceAll("[-._\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[b.length()];
    }

    /** @param defaultValue empty where there is none */
    record Setting(String name, String type, String defaultValue, String description) {

        boolean hasDefault() {
            return !defaultValue.isEmpty();
        }

        boolean is(ConfigurationPropertyName other) {
            ConfigurationPropertyName mine = ConfigurationPropertyName.of(name);
            return mine.equals(other) || (hasParts() && mine.isAncestorOf(other));
        }

        /** Whether a variable names this setting: with the dashes left out, or as underscores, which Spring Boot reads too. */
        boolean is(String other) {
            String legacy = name.replaceAll("[-.]", "_").toUpperCase(Locale.ROOT);
            return isOrHas(variable(name), other) || isOrHas(legacy, other);
        }

        private boolean isOrHas(String mine, String other) {
            return other.equals(mine) || (hasParts() && other.startsWith(mine + "_"));
        }

        private boolean hasParts() {
            return type.startsWith("java.util.") || type.endsWith("[]");
        }
    }
}
