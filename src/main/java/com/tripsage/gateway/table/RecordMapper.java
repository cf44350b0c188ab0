package com.tripsage.gateway.table;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.value.ClockColumns;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.TicketTime;
import java.lang.reflect.Constructor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** The way from rows to records, by the places of columns. */
final class RecordMapper<R extends Record> implements RowMapper<R> {

    private final Constructor<R> constructor;
    private final int[] columns;
    private final ColumnReader[] readers;

    RecordMapper(TableDescription<R> description) {
        List<Component> components = Component.of(description.type);
        this.constructor = canonical(description.type, components);
        List<String> selected =
                List.copyOf(description.selectedColumns(true, false).keySet());
        this.columns = components.stream()
                .mapToInt(component -> 1 + selected.indexOf(description.columnOf(component)))
                .toArray();
        this.readers = components.stream()
                .map(component -> description.readers.getOrDefault(
                        component.name(),
                        component.type() == TicketTime.class
                                ? clock(ClockColumns.of(description.columnOf(component)), selected)
                                : readerOf(component.type(), 1 + selected.indexOf(description.currencyOf(component)))))
                .toArray(ColumnReader[]::new);
    }

    private static <R> Constructor<R> canonical(Class<R> type, List<Component> components) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(
                    components.stream().map(Component::type).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is not a record", e);
        }
    }

    private static ColumnReader clock(ClockColumns<String> names, List<String> selected) {
        ClockColumns<Integer> places = names.map(name -> 1 + selected.indexOf(name));
        return (row, _) -> TicketTime.of(row, places);
    }

    private static ColumnReader readerOf(Class<?> type, int currency) {
        return switch (type) {
            case Class<?> text when text == String.class -> ResultSet::getString;
            case Class<?> number when number == int.class -> ResultSet::getInt;
            case Class<?> flag when flag == boolean.class -> ResultSet::getBoolean;
            case Class<?> json when json == Json.class -> Json::of;
            case Class<?> money when money == Money.class -> (row, column) -> Money.of(row, column, currency);
            case Class<?> words when words.isEnum() -> constants(words);
            default -> (row, column) -> row.getObject(column, type);
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Enum<E>> ColumnReader constants(Class<?> type) {
        return (row, column) -> constant((Class<E>) type, row.getString(column));
    }

    @Override
    public R mapRow(ResultSet row, int number) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[readers.length];
        for (int i = 0; i < readers.length; i++) {
            values[i] = readers[i].read(row, columns[i]);
        }
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
