package com.tripsage.gateway.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.Assert;

/**
 * SQL from a file beside a class. Repositories keep theirs in constants, so that a missing file ends the start.
 *
 * @param sql in which <code>${name}</code> stands for what {@link #with} puts there
 */
public record SqlText(String sql) {

    private static final Pattern INCLUDED = Pattern.compile("\\$\\{(\\w+\\.sql)}");

    /** The text of a file, in which <code>${other.sql}</code> stands for the text of another one beside it. */
    public static SqlText of(Class<?> owner, String file) {
        return new SqlText(INCLUDED.matcher(read(owner, file))
                .replaceAll(included -> Matcher.quoteReplacement(of(owner, included.group(1)).sql)));
    }

    private static String read(Class<?> owner, String file) {
        try (InputStream text = owner.getResourceAsStream(file)) {
            Assert.state(text != null, () -> "There is no file " + file + " beside " + owner.getName());
            return new String(text.readAllBytes(), UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with a fragment of SQL in place of a name. */
    public SqlText with(String name, String fragment) {
        String place = "${" + name + "}";
        Assert.isTrue(sql.contains(place), () -> "The SQL has no place for " + name);
        return new SqlText(sql.replace(place, fragment));
    }
}
