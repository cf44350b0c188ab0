package com.tripsage.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about settings, beside the settings that there are. */
class ConfigurationPageTests {

    private static final Pattern VARIABLE = Pattern.compile("`(GATEWAY_[A-Z0-9_]+)`");
    private static final Pattern PROPERTY = Pattern.compile("`(gateway\\.[a-z0-9.-]+)`");

    private static final Pattern NAME = Pattern.compile("`(GATEWAY_[A-Z0-9_]+|gateway\\.[a-z0-9.-]+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|]*`[^|]*)\\|([^|]*)\\|");
    private static final Pattern ANY_VARIABLE = Pattern.compile("GATEWAY_[A-Z0-9_]+");

    /** Variables of docker-compose.yml itself. */
    private static final Set<String> COMPOSE_ONLY = Set.of("GATEWAY_PUBLISH", "GATEWAY_MEMORY");

    private final KnownSettings known = KnownSettings.load();
    private final String configuration = page("docs/configuration.md");
    private final String limits = page("docs/limits.md");

    @Test
    void pagesNameNoOtherSettings() {
        assertThat(names(VARIABLE)).isNotEmpty().allMatch(known::isKnown);
        assertThat(names(PROPERTY).map(KnownSettings::variable)).isNotEmpty().allMatch(known::isKnown);
    }

    /** In a row for several settings, their defaults stand in the same order. */
    @Test
    void pagesTellTheDefaults() {
        Map<String, String> defaults = new HashMap<>();
        known.forEach(setting -> defaults.put(KnownSettings.variable(setting.name()), setting.defaultValue()));
        List<String> wrong = new ArrayList<>();
        for (MatchResult row : ROW.matcher(configuration + limits).results().toList()) {
            List<String> names = NAME.matcher(row.group(1))
                    .results()
                    .map(name -> KnownSettings.variable(name.group(1)))
                    .toList();
            String told = row.group(2).replace("`", "").trim();
            List<String> each = names.size() == 1 ? List.of(told) : List.of(told.split(", "));
            for (int i = 0; i < Math.min(names.size(), each.size()); i++) {
                if (!each.get(i).startsWith(defaults.getOrDefault(names.get(i), ""))) {
                    wrong.add(names.get(i) + " " + each.get(i));
                }
            }
        }

        assertThat(defaults).containsEntry("GATEWAY_LIMITS_DEPTH", "15");
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/deploy/kubernetes.yaml", "docker-compose.yml", ".env.example"})
    void filesForDeploymentNameNoOtherSettings(String file) {
        assertThat(ANY_VARIABLE.matcher(page(file)).results().map(MatchResult::group))
                .isNotEmpty()
                .allMatch(variable -> known.isKnown(variable) || COMPOSE_ONLY.contains(variable));
    }

    @Test
    void pagesNameEverySetting() {
        List<String> named = Stream.concat(names(VARIABLE), names(PROPERTY).map(KnownSettings::variable))
                .toList();

        assertThat(known.names().map(KnownSettings::variable)).isSubsetOf(named);
    }

    private Stream<String> names(Pattern name) {
        return name.matcher(configuration + limits)
                .results()
                .map(MatchResult::group)
                .map(quoted -> quoted.replace("`", ""));
    }

    private static String page(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
