package com.tripsage.gateway.table;

import com.tripsage.gateway.execution.AskedFields;
import com.tripsage.gateway.value.ClockColumns;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.TicketTime;
import com.tripsage.gateway.value.TicketTimeInput;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * The description of a table, beyond its record. A component is the column of the same name in snake case, money is two columns,
 * and a ticket's time four; a description says only what differs. In expressions, {@code n} is the row as it is written, {@code t} the row that is changed, and
 * {@code p} the row that it is part of.
 */
public final class TableDescription<R extends Record> {

    /** Components of inputs that say which row it is. */
    private static final Set<String> IDENTITY = Set.of("id", "expectedVersion");

    final String table;
    final Class<R> type;
    final Map<String, ColumnReader> readers = new HashMap<>();
    final Map<String, String> inserted = new HashMap<>();
    final Map<String, String> updated = new HashMap<>();
    private final Map<String, String> columns = new HashMap<>();
    private final Map<String, String> expressions = new HashMap<>();
    private final Map<String, String> currencies = new HashMap<>();
    private Set<String> longComponents = Set.of();
    private Set<String> queriedComponents = Set.of();
    private Set<String> fieldsThatQuery = Set.of();
    private List<Class<?>> inputs = List.of();
    String currency = "currency";

    @Nullable
    String owner;

    @Nullable
    String parent;

    @Nullable
    String parentTable;

    TableDescription(String table, Class<R> type) {
        this.table = table;
        this.type = type;
    }

    /** Inserts rows as the caller's own, in a column for the caller's id. */
    public TableDescription<R> ownedBy(String column) {
        owner = column;
        return this;
    }

    /** Inserts rows as parts of a row that the caller sees, in a column for its id. */
    public TableDescription<R> partOf(String otherTable, String column) {
        parentTable = otherTable;
        parent = column;
        return this;
    }

    /** The component's column, or the column of the amount where the component is money. */
    public TableDescription<R> column(String component, String column) {
        columns.put(component, column);
        return this;
    }

    /** The column for the currency of all the money in a row. */
    public TableDescription<R> currency(String column) {
        currency = column;
        return this;
    }

    /** The column for the currency of one component, which is that of the others where the column is null. */
    public TableDescription<R> currency(String component, String column) {
        currencies.put(component, column);
        return this;
    }

    /** Selects the component's column as the value of an expression. */
    public TableDescription<R> selected(String component, String expression) {
        expressions.put(component, expression);
        return this;
    }

    /** Reads these components only where a query asks for one of them: they are fields of the same names, which nothing else needs. */
    public TableDescription<R> longComponents(String... components) {
        longComponents = Set.of(components);
        return this;
    }

    /** Selects the component in queries that ask for one of these fields of its type. It is null elsewhere, which says nothing. */
    public TableDescription<R> queried(String component, String... fields) {
        queriedComponents = Set.of(component);
        fieldsThatQuery = Set.of(fields);
        return this;
    }

    /** Reads the component's column in a way of its own. */
    public TableDescription<R> read(String component, ColumnReader reader) {
        readers.put(component, reader);
        return this;
    }

    /** Writes the columns of the inputs' components. Lists are the rows of other tables, unless they are read from a column. */
    public TableDescription<R> written(Class<?>... inputTypes) {
        inputs = List.of(inputTypes);
        return this;
    }

    /** Inserts the column as the value of an expression. */
    public TableDescription<R> inserted(String column, String expression) {
        inserted.put(column, expression);
        return this;
    }

    /** Updates the column to the value of an expression. */
    public TableDescription<R> updated(String column, String expression) {
        updated.put(column, expression);
        return this;
    }

    public Table<R> build() {
        return new Table<>(this);
    }

    String columnOf(Component component) {
        String column = columns.get(component.name());
        return column != null ? column : JdbcUtils.convertPropertyNameToUnderscoreName(component.name());
    }

    String currencyOf(Component component) {
        return currencies.getOrDefault(component.name(), currency);
    }

    /** The column of a part of a component that is several. */
    String columnOf(Component component, Component part) {
        return columnOf(component) + "_" + JdbcUtils.convertPropertyNameToUnderscoreName(part.name());
    }

    boolean isAskedWhole() {
        return longComponents.isEmpty()
                || longComponents.stream().anyMatch(component -> AskedFields.include(type.getSimpleName(), component));
    }

    boolean isQueried() {
        return fieldsThatQuery.stream().anyMatch(field -> AskedFields.includeInQuery(type.getSimpleName(), field));
    }

    /** What is selected for each column that is read, in the order of the record. */
    Map<String, String> selectedColumns(boolean whole, boolean queried) {
        Map<String, String> selected = new LinkedHashMap<>();
        for (Component component : Component.of(type)) {
            String column = columnOf(component);
            if (component.type() == TicketTime.class) {
                ClockColumns.of(column).all().forEach(part -> selected.put(part, part));
                continue;
            }
            boolean isNull = (!whole && longComponents.contains(component.name()))
                    || (!queried && queriedComponents.contains(component.name()));
            String expression = isNull ? "null" : expressions.get(component.name());
            selected.put(column, expression == null ? column : expression + " as " + column);
            if (component.type() == Money.class) {
                String its = currencyOf(component);
                selected.put(its, its.equals(currency) ? its : "coalesce(%s, %s) as %1$s".formatted(its, currency));
            }
        }
        return selected;
    }

    boolean isWritten(Component component) {
        return !IDENTITY.contains(component.name())
                && (!List.class.isAssignableFrom(component.type()) || readers.containsKey(component.name()))
                && !columnOf(component).equals(parent);
    }

    /** The clocks that an input may set. */
    Set<ClockColumns<String>> writtenClocks() {
        Set<ClockColumns<String>> clocks = new LinkedHashSet<>();
        for (Class<?> input : inputs) {
            Component.of(input).stream()
                    .filter(component -> component.type() == TicketTimeInput.class)
                    .forEach(component -> clocks.add(ClockColumns.of(columnOf(component))));
        }
        return clocks;
    }

    /** The columns that an input may have. */
    Set<String> writtenColumns() {
        Set<String> written = new LinkedHashSet<>();
        for (Class<?> input : inputs) {
            for (Component component : Component.of(input)) {
                if (component.type() == TicketTimeInput.class) {
                    written.addAll(ClockColumns.of(columnOf(component)).all());
                } else if (component.isSpread()) {
                    Component.of(component.type()).forEach(part -> written.add(columnOf(component, part)));
                } else if (isWritten(component)) {
                    written.add(columnOf(component));
                    if (component.type() == MoneyInput.class) {
                        written.add(currencyOf(component));
                    }
                }
            }
        }
        return written;
    }
}
