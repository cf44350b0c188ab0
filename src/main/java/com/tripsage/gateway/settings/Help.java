package com.tripsage.gateway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What {@code --help} prints: how the jar is called, its commands, and its settings as the compiler found them, so that none is
 * left out.
 */
public final class Help {

    private Help() {}

    /** Whether the arguments ask for it: {@code --help} anywhere, or {@code -h} or {@code help} instead of a command. */
    public static boolean isAskedFor(String... arguments) {
        return Arrays.asList(arguments).contains("--help")
                || (arguments.length > 0 && (arguments[0].equals("-h") || arguments[0].equals("help")));
    }

    public static void print(PrintStream out) {
        out.print(usage());
        KnownSettings.load().forEach(setting -> {
            out.printf(
                    "%n  %s%s%n",
                    KnownSettings.variable(setting.name()), setting.hasDefault() ? "=" + setting.defaultValue() : "");
            out.printf("      %s%n", setting.description());
        });
    }

    private static String usage() {
        try (InputStream usage = Objects.requireNonNull(Help.class.getResourceAsStream("help.txt"))) {
            return new String(usage.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
