package com.tripsage.gateway.changelog;

import com.tripsage.gateway.changelog.Change.Operation;
import com.tripsage.gateway.database.SqlText;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The changes that a feature tells of: some tables' and operations', each of one trip or one chat session. */
public final class Scope {

    /** What the changes belong to, as a column of the log. */
    public enum Subject {
        TRIP("trip_id"),
        CHAT_SESSION("session_id");

        private final String column;

        Subject(String column) {
            this.column = column;
        }
    }

    private static final SqlText PAGE = SqlText.of(Scope.class, "page.sql");

    private final Map<String, Set<Operation>> operations;
    private final String ofAll;
    private final String ofOne;

    /** The scope of these operations on each table, whose names go into SQL as they are. */
    public Scope(Subject subject, Map<String, Set<Operation>> operations) {
        this.operations = new TreeMap<>(operations);
        this.ofAll = PAGE.with("filter", filter()).sql();
        this.ofOne = PAGE.with("filter", "l." + subject.column + " = :subject and " + filter())
                .sql();
    }

    /** The scope of all operations on some tables. */
    public static Scope of(Subject subject, Set<String> tables) {
        return new Scope(
                subject,
                tables.stream().collect(Collectors.toMap(table -> table, _ -> EnumSet.allOf(Operation.class))));
    }

    public boolean includes(Change change) {
        return operations.getOrDefault(change.table(), Set.of()).contains(change.operation());
    }

    String pageOfAll() {
        return ofAll;
    }

    String pageOfOne() {
        return ofOne;
    }

    String filter() {
        return operations.entrySet().stream()
                .map(table -> "l.table_name = '%s'%s".formatted(table.getKey(), filter(table.getValue())))
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static String filter(Set<Operation> some) {
        return some.size() == Operation.values().length
                ? ""
                : some.stream()
                        .map(Operation::name)
                        .collect(Collectors.joining("', '", " and l.operation in ('", "')"));
    }
}
