package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages for people, beside what they point at. */
class PagesTests {

    private static final Path PACKAGES = Path.of("src/main/java/com/tripsage/gateway");
    private static final Pattern MAP = Pattern.compile("## How the code is arranged.*?```\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MAPPED = Pattern.compile("^([a-z.]+) {2,}\\S", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)(?:#[^)]*)?\\)");

    @Test
    void theMapShowsEveryPackage() throws IOException {
        try (Stream<Path> sources = Files.walk(PACKAGES)) {
            assertThat(groups(
                            MAPPED,
                            groups(MAP, read(Path.of("CONTRIBUTING.md"))).getFirst()))
                    .containsExactlyInAnyOrderElementsOf(sources.filter(file -> file.endsWith("package-info.java"))
                            .map(file -> PACKAGES.relativize(file.getParent())
                                    .toString()
                                    .replace('/', '.'))
                            .filter(name -> !name.isEmpty())
                            .toList());
        }
    }

    @Test
    void theReadmeIsShort() {
        assertThat(read(Path.of("README.md")).lines().count()).isLessThanOrEqualTo(130);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFiles(Path page) {
        assertThat(groups(LINK, read(page)))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "src/test/resources/contract/README.md")
                            .map(Path::of),
                    docs.filter(file -> file.toString().endsWith(".md")).toList().stream());
        }
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
