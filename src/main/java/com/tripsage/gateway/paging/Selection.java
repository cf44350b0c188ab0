package com.tripsage.gateway.paging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which columns of which rows: fixed SQL text, with the client's values as parameters only. */
public final class Selection {

    private final String columns;
    private final String table;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private Selection(String columns, String table) {
        this.columns = columns;
        this.table = table;
    }

    public static Selection of(String columns, String table) {
        return new Selection(columns, table);
    }

    /** Narrows the rows by a condition with one named parameter. */
    public Selection where(String condition, String parameter, Object value) {
        conditions.add(condition);
        parameters.put(parameter, value);
        return this;
    }

    String count() {
        return "select count(*) from " + table + where(conditions);
    }

    String page(String keysetCondition, String order) {
        List<String> all = new ArrayList<>(conditions);
        if (!keysetCondition.isEmpty()) {
            all.add(keysetCondition);
        }
        return "select " + columns + " from " + table + where(all) + " order by " + order + " limit :limit";
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }
}
