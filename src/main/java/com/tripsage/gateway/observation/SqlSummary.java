package com.tripsage.gateway.observation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The name of a statement, as OpenTelemetry's {@code db.query.summary} has it: what it does, and the tables or else the function it does
 * it with. Literals and comments are left out.
 *
 * @param operation as {@code SELECT}
 */
record SqlSummary(String operation, String text) {

    private static final int MOST_TABLES = 4;
    private static final int REMEMBERED = 2_000;

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|--[^\\n]*|(?s:/\\*.*?\\*/)|[A-Za-z_][\\w.]*|[(),]");

    private static final Set<String> OPERATIONS =
            Set.of("select", "insert", "update", "delete", "merge", "copy", "call", "set", "lock");
    private static final Set<String> BEFORE_A_TABLE = Set.of("from", "into", "update", "join");
    private static final Set<String> NO_TABLES =
            Set.of("set", "select", "lateral", "only", "of", "skip", "nowait", "unnest", "jsonb_array_elements");

    private static final Cache<String, SqlSummary> KNOWN =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    static SqlSummary of(String sql) {
        return KNOWN.get(sql, SqlSummary::made);
    }

    private static SqlSummary made(String sql) {
        List<String> tokens = TOKEN.matcher(sql)
                .results()
                .map(MatchResult::group)
                .filter(token -> !token.startsWith("'") && !token.startsWith("--") && !token.startsWith("/*"))
                .map(token -> token.toLowerCase(Locale.ROOT))
                .toList();
        String operation = operation(tokens).toUpperCase(Locale.ROOT);
        Set<String> subjects = tables(tokens);
        if (subjects.isEmpty()) {
            subjects = functions(tokens);
        }
        return new SqlSummary(operation, subjects.isEmpty() ? operation : operation + " " + String.join(" ", subjects));
    }

    /** The first word that is not within parentheses, such as those of a common table expression. */
    private static String operation(List<String> tokens) {
        int depth = 0;
        for (String token : tokens) {
            switch (token) {
                case "(" -> depth++;
                case ")" -> depth--;
                default -> {
                    if (depth == 0 && OPERATIONS.contains(token)) {
                        return token;
                    }
                }
            }
        }
        return "statement";
    }

    private static Set<String> tables(List<String> tokens) {
        Set<String> tables = new LinkedHashSet<>();
        Set<String> expressions = new HashSet<>();
        for (int n = 0; n + 1 < tokens.size(); n++) {
            String next = tokens.get(n + 1);
            String before = n == 0 ? "" : tokens.get(n - 1);
            if (next.equals("as")
                    || (next.equals("(") && Set.of("with", "recursive").contains(before))) {
                expressions.add(tokens.get(n));
            }
            boolean leads = BEFORE_A_TABLE.contains(tokens.get(n))
                    && !Set.of("for", "distinct", "do").contains(before);
            boolean isTable = Character.isLetter(next.charAt(0)) && !NO_TABLES.contains(next);
            boolean isFunction = n + 2 < tokens.size() && tokens.get(n + 2).equals("(") && !before.equals("insert");
            if (leads && isTable && !isFunction && !expressions.contains(next) && tables.size() < MOST_TABLES) {
                tables.add(next);
            }
        }
        return tables;
    }

    private static Set<String> functions(List<String> tokens) {
        for (int n = 0; n + 1 < tokens.size(); n++) {
            if (tokens.get(n + 1).equals("(") && tokens.get(n).contains(".")) {
                return Set.of(tokens.get(n));
            }
        }
        return Set.of();
    }
}
