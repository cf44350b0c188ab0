package com.tripsage.gateway.table;

import com.tripsage.gateway.value.ClockColumns;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.TicketTimeInput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.jdbc.core.RowMapper;

/**
 * A table whose rows are records, with its statements: one text for each operation, whichever fields a client gives, so that
 * PostgreSQL and the driver know few of them. No statement filters by the caller; row-level security does.
 */
public final class Table<R extends Record> implements RowMapper<R> {

    private final TableDescription<R> description;
    private final RecordMapper<R> mapper;
    private final Set<String> written;
    private final String columns;
    private final String wholeWithQueried;
    private final String shortColumns;
    private final String shortWithQueried;

    final String exists;
    final String insert;
    final String update;
    final String delete;

    Table(TableDescription<R> description) {
        this.description = description;
        this.mapper = new RecordMapper<>(description);
        this.written = description.writtenColumns();
        this.columns = columns(true, false);
        this.wholeWithQueried = columns(true, true);
        this.shortColumns = columns(false, false);
        this.shortWithQueried = columns(false, true);
        this.exists = "exists (select from " + name() + " where id = :id)";
        this.insert = written.isEmpty() ? "" : insertText();
        this.update = written.isEmpty() ? "" : updateText();
        this.delete = "delete from " + name() + " where id = :id returning "
                + (description.parent == null ? "id" : description.parent);
    }

    public static <R extends Record> TableDescription<R> of(String table, Class<R> rows) {
        return new TableDescription<>(table, rows);
    }

    public String name() {
        return description.table;
    }

    Class<R> type() {
        return description.type;
    }

    /** The columns of a row, which come first in a {@code select} or {@code returning}: rows are read by the places of columns. */
    public String columns() {
        return columns;
    }

    /** The same, with nulls in place of the long ones if the query that is executed asks for none of them. */
    public String askedColumns() {
        if (description.isAskedWhole()) {
            return description.isQueried() ? wholeWithQueried : columns;
        }
        return description.isQueried() ? shortWithQueried : shortColumns;
    }

    private String columns(boolean whole, boolean queried) {
        return String.join(", ", description.selectedColumns(whole, queried).values());
    }

    /** A select of the columns that are asked for, to be followed by a condition. */
    public String select() {
        return "select " + askedColumns() + " from " + name();
    }

    @Override
    public R mapRow(ResultSet row, int number) throws SQLException {
        return mapper.mapRow(row, number);
    }

    /** The columns that an input gives values for. */
    public Columns columnsOf(Record input) {
        var row = new Columns();
        Component.of(input.getClass()).stream()
                .filter(description::isWritten)
                .forEach(component -> set(row, component, component.valueIn(input)));
        return row;
    }

    /** The same for a new row, with an id. */
    Columns newRow(Record input) {
        return columnsOf(input).set("id", UUID.randomUUID());
    }

    private void set(Columns row, Component component, @Nullable Object value) {
        String column = description.columnOf(component);
        if (component.type() != TicketTimeInput.class && !component.isSpread() && !written.contains(column)) {
            throw new IllegalArgumentException(name() + " has no column " + column + " to write");
        }
        if (value instanceof ArgumentValue<?> argument) {
            if (argument.isOmitted()) {
                return;
            }
            value = argument.value();
        } else if (value == null && component.type() == TicketTimeInput.class) {
            // Its columns may come from another component as well.
            return;
        }
        if (component.type() == TicketTimeInput.class) {
            row.set(ClockColumns.of(column), (TicketTimeInput) value);
        } else if (component.isSpread()) {
            for (Component part : Component.of(component.type())) {
                row.set(description.columnOf(component, part), value == null ? null : part.valueIn((Record) value));
            }
        } else if (component.type() == MoneyInput.class) {
            row.set(column, description.currencyOf(component), (MoneyInput) value);
        } else {
            row.set(column, value);
        }
    }

    private String insertText() {
        String owner = description.owner == null ? "" : ", " + description.owner;
        String parent = description.parent == null ? "" : ", " + description.parent;
        return "insert into " + name() + " (id" + owner + parent + ", " + String.join(", ", written) + ")"
                + " select n.id" + (owner.isEmpty() ? "" : ", (select auth.uid())") + (parent.isEmpty() ? "" : ", p.id")
                + ", " + values(description.inserted)
                + " from jsonb_populate_recordset(null::" + name() + ", cast(:rows as jsonb)) with ordinality n"
                + (parent.isEmpty() ? "" : " join " + description.parentTable + " p on p.id = :parent")
                + " order by n.ordinality returning " + columns;
    }

    private String updateText() {
        Map<String, String> updated = new HashMap<>(description.updated);
        // A local time that is said again keeps its day, which alone in a patch is cleared.
        description
                .writtenClocks()
                .forEach(clock -> updated.put(clock.date(), """
                        case when jsonb_exists(cast(:patch as jsonb), '%2$s') and n.%2$s = t.%2$s and coalesce(n.%1$s, t.%1$s) is null
                             then coalesce(n.%3$s, t.%3$s) else n.%3$s end""".formatted(clock.time(), clock.local(), clock.date())));
        return "update " + name() + " t set (" + String.join(", ", written) + ") = (select "
                + values(updated)
                + " from jsonb_populate_record(t, cast(:patch as jsonb)) n)"
                + " where id = :id and version = coalesce(:expectedVersion, version) returning " + columns;
    }

    private String values(Map<String, String> expressions) {
        return written.stream()
                .map(column -> expressions.getOrDefault(column, "n." + column))
                .collect(Collectors.joining(", "));
    }
}
