package com.tripsage.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lines of Markdown, shown as they come and kept in a file at the end. */
final class Report {

    private final List<String> lines = new ArrayList<>();

    void line(String line) {
        System.out.println(line);
        lines.add(line);
    }

    /** A row of a table. */
    void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        line(row.toString());
    }

    void writeTo(String file) throws IOException {
        Files.write(Path.of("target", file), lines);
    }
}
