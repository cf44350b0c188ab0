package com.tripsage.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of docs/clients.md, by the names of their files. */
final class ClientsPage {

    /** Beside the packages of the scripts. */
    static final Path FOLDER = Path.of("target/node/page");

    private static final Path PAGE = Path.of("docs/clients.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private ClientsPage() {}

    static Map<String, String> examples() {
        try {
            Map<String, String> examples = new LinkedHashMap<>();
            Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
            while (example.find()) {
                if (example.group(2) == null) {
                    throw new AssertionError("An example has no name:\n" + example.group());
                }
                examples.put(example.group(2), example.group(3));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes each example into its file. */
    static void extract() {
        try {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> example : examples().entrySet()) {
                Files.writeString(FOLDER.resolve(example.getKey()), example.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
