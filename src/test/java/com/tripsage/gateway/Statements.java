package com.tripsage.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.data.relational.core.mapping.Table;

/**
 * The statements that the gateway has, from the constants of its classes and its SQL files: none has to be run to be found. A statement is
 * told by what it does, to which tables and by which columns, so that another order or another column to read is none of its own.
 */
final class Statements {

    private static final Path CLASSES = Path.of("target/classes/com/tripsage/gateway");
    private static final Path FILES = Path.of("src/main/resources/com/tripsage/gateway");

    /** What comes before there are users, and is not part of a server. */
    private static final Pattern LEFT_OUT = Pattern.compile("firstrun/.*|database/LoginRole.*");

    private static final Pattern STATEMENT =
            Pattern.compile("\\(?(?:with|select|insert|update|delete|lock)\\b.* .*", Pattern.CASE_INSENSITIVE);

    /** A part that other parts are put before or into, where the constant has the character 1. */
    private static final Pattern PART = Pattern.compile("\u0001?.* (?:where|from|order by|join) .*\u0001?.*");

    private static final List<String> VERBS = List.of("insert", "update", "delete", "select");
    private static final Pattern ROW_LOCK = Pattern.compile("for (?:no key )?update");
    private static final Pattern NAME = Pattern.compile("\\b[a-z_]+\\.[a-z_]+\\b(?!\\()");
    private static final Pattern VIEW = Pattern.compile("(?:links|monitoring|audit)\\..*");
    private static final Pattern FUNCTION =
            Pattern.compile("\\b(?:sharing|erasure|idempotency|changelog|rates|clock)\\.[a-z_]+(?=\\()");
    private static final Pattern KEY =
            Pattern.compile("\\b([a-z_]+) (?:=|in) ?(?:any ?\\(|\\()?(?:cast\\()?(:|\\(?select auth\\.uid\\(\\))");

    private Statements() {}

    /** Each as {@code place | what it does}. */
    static SortedSet<String> of(Set<String> tables) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        try (Stream<Path> classes = Files.walk(CLASSES);
                Stream<Path> files = Files.walk(FILES)) {
            classes.filter(file -> file.toString().endsWith(".class")
                            && !LEFT_OUT.matcher(CLASSES.relativize(file).toString())
                                    .matches())
                    .forEach(file -> constants(file, tables)
                            .filter(text -> isSql(text, tables))
                            .forEach(text -> found.add(place(file) + " | " + told(text, tables))));
            files.filter(file -> file.toString().endsWith(".sql"))
                    .forEach(file -> found.add(FILES.relativize(file) + " | " + told(text(file), tables)));
        }
        return found;
    }

    private static String place(Path file) {
        return CLASSES.relativize(file)
                .toString()
                .replace('/', '.')
                .replaceAll("\\.class$", "")
                .replace('$', '.');
    }

    /** Texts of a class, those in its annotations as well, and the table of an aggregate. */
    private static Stream<String> constants(Path file, Set<String> tables) {
        try {
            Set<String> texts = StreamSupport.stream(
                            ClassFile.of().parse(file).constantPool().spliterator(), false)
                    .filter(Utf8Entry.class::isInstance)
                    .map(constant -> inOneLine(((Utf8Entry) constant).stringValue()))
                    .collect(Collectors.toSet());
            Stream<String> aggregate = texts.contains(Table.class.descriptorString())
                    ? tables.stream().filter(table -> texts.containsAll(List.of(table.split("\\."))))
                    : Stream.of();
            return Stream.concat(texts.stream(), aggregate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return inOneLine(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inOneLine(String text) {
        return text.replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ").strip();
    }

    private static boolean isSql(String text, Set<String> tables) {
        return isName(text, tables)
                || STATEMENT.matcher(text).matches()
                || (text.contains("\u0001") && PART.matcher(text).matches() && !text.matches("[A-Z].*|must .*"));
    }

    private static boolean isName(String text, Set<String> tables) {
        return tables.contains(text) || VIEW.matcher(text).matches();
    }

    private static String told(String text, Set<String> tables) {
        if (isName(text, tables)) {
            return "rows of " + text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = List.of(ROW_LOCK.matcher(lower).replaceAll("").split("\\W+"));
        return Stream.of(
                        VERBS.stream().filter(words::contains).findFirst().orElse("part"),
                        joined("", all(NAME, lower).filter(name -> isName(name, tables))),
                        joined("calls ", all(FUNCTION, lower)),
                        joined("by ", KEY.matcher(lower).results().map(Statements::key)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String key(MatchResult found) {
        return found.group(2).equals(":") ? found.group(1) : found.group(1) + " of the caller";
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static String joined(String before, Stream<String> parts) {
        Collection<String> distinct = parts.collect(Collectors.toCollection(TreeSet::new));
        return distinct.isEmpty() ? "" : before + String.join(", ", distinct);
    }
}
