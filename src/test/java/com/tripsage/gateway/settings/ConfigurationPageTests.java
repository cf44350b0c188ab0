package com.tripsage.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages about settings, beside the settings that there are. */
class ConfigurationPageTests {

    private static final Pattern VARIABLE = Pattern.compile("`(GATEWAY_[A-Z0-9_]+)`");
    private static final Pattern PROPERTY = Pattern.compile("`(gateway\\.[a-z0-9.-]+)`");

    private final KnownSettings known = KnownSettings.load();
    private final String configuration = page("docs/configuration.md");
    private final String limits = page("docs/limits.md");

    @Test
    void pagesNameNoOtherSettings() {
        assertThat(names(VARIABLE)).isNotEmpty().allMatch(known::isKnown);
        assertThat(names(PROPERTY).map(KnownSettings::variable)).isNotEmpty().allMatch(known::isKnown);
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
