package com.tripsage.gateway.paging;

import com.tripsage.gateway.database.UuidArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads pages of connections, one row more than asked to know whether there is a next page. */
@Component
public class Pager {

    private final JdbcClient jdbc;

    Pager(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public <T> Connection<T> page(Selection selection, Keyset<T> keyset, PageRequest page, RowMapper<T> mapper) {
        List<T> rows = jdbc.sql(selection.page(condition(keyset, page), keyset.order(page.backward())))
                .params(parameters(selection, keyset, page))
                .query(mapper)
                .list();
        return connection(rows, keyset, page, () -> count(selection));
    }

    /**
     * The same page for each of several parents, in one statement.
     *
     * @param parentColumn the column of the selected table that holds the parent's id
     */
    public <T> Map<UUID, List<T>> rowsOfEach(
            Selection selection,
            String parentColumn,
            Collection<UUID> parents,
            Keyset<T> keyset,
            PageRequest page,
            RowMapper<T> mapper,
            Function<T, UUID> parentOf) {
        selection.where(parentColumn + " = parent.id", "parents", UuidArray.of(parents));
        return jdbc
                .sql("select child.* from unnest(:parents) as parent (id) cross join lateral ("
                        + selection.page(condition(keyset, page), keyset.order(page.backward())) + ") as child")
                .params(parameters(selection, keyset, page))
                .query(mapper)
                .list()
                .stream()
                .collect(Collectors.groupingBy(parentOf));
    }

    /**
     * The connection of rows that were read for a page.
     *
     * @param count how many rows there are on all pages
     */
    public <T> Connection<T> connection(List<T> read, Keyset<T> keyset, PageRequest page, LongSupplier count) {
        boolean more = read.size() > page.size();
        List<T> rows = new ArrayList<>(more ? read.subList(0, page.size()) : read);
        if (page.backward()) {
            Collections.reverse(rows);
        }
        List<Connection.Edge<T>> edges = rows.stream()
                .map(row -> new Connection.Edge<>(row, keyset.cursorOf(row)))
                .toList();
        boolean behindCursor = page.cursor() != null;
        var pageInfo = new Connection.PageInfo(
                page.backward() ? behindCursor : more,
                page.backward() ? more : behindCursor,
                edges.isEmpty() ? null : edges.get(0).cursor(),
                edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor());
        return new Connection<>(edges, pageInfo, count);
    }

    private static String condition(Keyset<?> keyset, PageRequest page) {
        return page.cursor() == null ? "" : keyset.condition(page.backward());
    }

    private static Map<String, Object> parameters(Selection selection, Keyset<?> keyset, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(selection.parameters());
        parameters.put("limit", page.size() + 1);
        if (page.cursor() != null) {
            Keyset.Position position = keyset.positionOf(page, page.cursor());
            parameters.put("cursorKey", position.key());
            parameters.put("cursorId", position.id());
        }
        return parameters;
    }

    private long count(Selection selection) {
        return jdbc.sql(selection.count())
                .params(selection.parameters())
                .query(Long.class)
                .single();
    }
}
