package com.tripsage.gateway.persisted;

import graphql.language.AstPrinter;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of {@code .graphql} files, as documents of one operation each. A file that is such a document is taken letter by letter, so that
 * its hash is the file's; others are put together from operations and the fragments of all files.
 */
final class DocumentFolder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,255}");

    private final Map<String, RegisteredDocument> documents = new LinkedHashMap<>();
    private final Map<String, FragmentDefinition> fragments = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private DocumentFolder() {}

    private record Source(Path file, String text, Document document) {

        List<OperationDefinition> operations() {
            return document.getDefinitionsOfType(OperationDefinition.class);
        }
    }

    static DocumentFolder read(Path folder) throws IOException {
        var read = new DocumentFolder();
        List<Source> sources = new ArrayList<>();
        for (Path file : files(folder)) {
            Source source = read.source(file);
            if (source != null) {
                sources.add(source);
                source.document().getDefinitionsOfType(FragmentDefinition.class).forEach(read::add);
            }
        }
        sources.forEach(source -> source.operations().forEach(operation -> read.add(source, operation)));
        return read;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".graphql")
                            || file.toString().endsWith(".gql"))
                    .sorted()
                    .toList();
        }
    }

    private @Nullable Source source(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            return new Source(file, text, Parser.parse(text));
        } catch (InvalidSyntaxException e) {
            problems.add(file + ": " + e.getMessage());
            return null;
        }
    }

    private void add(FragmentDefinition fragment) {
        if (fragments.put(fragment.getName(), fragment) != null) {
            problems.add("The fragment " + fragment.getName() + " is there twice");
        }
    }

    private void add(Source source, OperationDefinition operation) {
        String name = operation.getName() != null ? operation.getName() : stem(source.file());
        if (operation.getName() == null && source.operations().size() > 1) {
            problems.add(source.file() + ": an operation among others needs a name");
        } else if (!NAME.matcher(name).matches()) {
            problems.add(source.file() + ": " + name + " can't be the name of a document");
        } else {
            String text = text(source, operation);
            var document = new RegisteredDocument(DocumentHash.of(text).digits(), name, text, null);
            if (documents.put(name, document) != null) {
                problems.add("The operation " + name + " is there twice");
            }
        }
    }

    private static String stem(Path file) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    // graphql-java's own lists have it so
    @SuppressWarnings("rawtypes")
    private String text(Source source, OperationDefinition operation) {
        Set<String> used = new HashSet<>();
        collect(operation, used);
        List<Definition> definitions = new ArrayList<>(List.of(operation));
        used.stream().sorted().map(fragments::get).filter(Objects::nonNull).forEach(definitions::add);
        boolean isWhole = source.document().getDefinitions().size() == definitions.size()
                && source.document().getDefinitions().containsAll(definitions);
        return isWhole
                ? source.text()
                : AstPrinter.printAst(
                        Document.newDocument().definitions(definitions).build());
    }

    /** The names of the fragments that a part of a document spreads, also in those. */
    private void collect(Node<?> node, Set<String> used) {
        if (node instanceof FragmentSpread spread && used.add(spread.getName())) {
            FragmentDefinition fragment = fragments.get(spread.getName());
            if (fragment != null) {
                collect(fragment, used);
            }
        }
        node.getChildren().forEach(child -> collect(child, used));
    }

    List<RegisteredDocument> documents() {
        return List.copyOf(documents.values());
    }

    List<String> problems() {
        return problems;
    }
}
