package com.tripsage.gateway.paging;

import java.util.Map;

/** The columns and rows of a query: fixed SQL text, with the client's values as parameters only. */
public final class Selection {

    private final String columns;
    private final String table;
    private final Conditions conditions;

    private Selection(String columns, String table, Conditions conditions) {
        this.columns = columns;
        this.table = table;
        this.conditions = conditions;
    }

    public static Selection of(String columns, String table) {
        return of(columns, table, new Conditions());
    }

    public static Selection of(String columns, String table, Conditions conditions) {
        return new Selection(columns, table, conditions);
    }

    /** Narrows the rows by a condition with one named parameter. */
    public Selection where(String condition, String parameter, Object value) {
        conditions.and(condition, parameter, value);
        return this;
    }

    /** Narrows the rows by a condition with several named parameters. */
    public Selection where(String condition, Map<String, ?> values) {
        conditions.and(condition, values);
        return this;
    }

    String count() {
        return "select count(*) from " + table + " where " + conditions.sql();
    }

    /** The rows of a page and one more, each with the column for its cursor. */
    String page(Keyset keyset, PageRequest page) {
        return "select " + columns + ", " + keyset.cursorColumn() + " from " + table + " where " + conditions.sql()
                + (page.cursor() == null ? "" : " and " + keyset.condition(page.backward())) + " order by "
                + keyset.order(page.backward()) + " limit :limit";
    }

    Map<String, Object> parameters() {
        return conditions.parameters();
    }
}
