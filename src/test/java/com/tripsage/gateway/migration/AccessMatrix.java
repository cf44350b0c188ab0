package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The matrix of access, person by table and statement: every case is tried in a transaction of its own. */
final class AccessMatrix {

    /**
     * About the rows that belong to the owner, or to the owner's trip. "none" is a row that does not exist for that person,
     * "refused" an error: a right or a check that is missing.
     */
    private static final String EXPECTED = """
            table              action    owner    editor   viewer   stranger  anonymous  nameless

            users              select    yes      none     none     none      refused    none
            users              insert    refused  refused  refused  refused   refused    refused
            users              update    yes      none     none     none      refused    none
            users              delete    refused  refused  refused  refused   refused    refused

            trips              select    yes      yes      yes      none      refused    none
            trips              insert    yes      refused  refused  refused   refused    refused
            trips              update    yes      yes      none     none      refused    none
            trips              delete    yes      none     none     none      refused    none

            trip_members       select    yes      yes      yes      none      refused    none
            trip_members       insert    refused  refused  refused  refused   refused    refused
            trip_members       update    yes      none     none     none      refused    none
            trip_members       delete    yes      none     yes      none      refused    none

            flights            select    yes      yes      yes      none      refused    none
            flights            insert    yes      yes      refused  refused   refused    refused
            flights            update    yes      yes      none     none      refused    none
            flights            delete    yes      yes      none     none      refused    none

            accommodations     select    yes      yes      yes      none      refused    none
            accommodations     insert    yes      yes      refused  refused   refused    refused
            accommodations     update    yes      yes      none     none      refused    none
            accommodations     delete    yes      yes      none     none      refused    none

            bookings           select    yes      yes      yes      none      refused    none
            bookings           insert    yes      yes      refused  refused   refused    refused
            bookings           update    yes      yes      none     none      refused    none
            bookings           delete    yes      yes      none     none      refused    none

            memory_embeddings  select    yes      none     none     none      refused    none
            memory_embeddings  insert    yes      refused  refused  refused   refused    refused
            memory_embeddings  update    yes      none     none     none      refused    none
            memory_embeddings  delete    yes      none     none     none      refused    none

            chat_sessions      select    yes      none     none     none      refused    none
            chat_sessions      insert    yes      refused  refused  refused   refused    refused
            chat_sessions      update    yes      none     none     none      refused    none
            chat_sessions      delete    yes      none     none     none      refused    none

            chat_messages      select    yes      none     none     none      refused    none
            chat_messages      insert    yes      refused  refused  refused   refused    refused
            chat_messages      update    yes      none     none     none      refused    none
            chat_messages      delete    yes      none     none     none      refused    none

            chat_message_increments select yes    none     none     none      refused    none
            chat_message_increments insert yes    refused  refused  refused   refused    refused
            chat_message_increments update refused refused refused  refused   refused    refused
            chat_message_increments delete yes    none     none     none      refused    none

            memory_history     select    yes      none     none     none      refused    none
            memory_history     insert    refused  refused  refused  refused   refused    refused
            memory_history     update    refused  refused  refused  refused   refused    refused
            memory_history     delete    refused  refused  refused  refused   refused    refused

            trip_embeddings    select    yes      yes      yes      none      refused    none
            trip_embeddings    insert    yes      yes      refused  refused   refused    refused
            trip_embeddings    update    yes      yes      none     none      refused    none
            trip_embeddings    delete    refused  refused  refused  refused   refused    refused

            trip_invitations   select    yes      none     none     none      refused    none
            trip_invitations   insert    refused  refused  refused  refused   refused    refused
            trip_invitations   update    refused  refused  refused  refused   refused    refused
            trip_invitations   delete    yes      none     none     none      refused    none

            trip_invitation_links select yes      none     none     none      refused    none
            trip_invitation_links insert yes      refused  refused  refused   refused    refused
            trip_invitation_links update refused  refused  refused  refused   refused    refused
            trip_invitation_links delete yes      none     none     none      refused    none

            user_blocks        select    yes      none     none     none      refused    none
            user_blocks        insert    yes      refused  refused  refused   refused    refused
            user_blocks        update    refused  refused  refused  refused   refused    refused
            user_blocks        delete    yes      none     none     none      refused    none

            access_tokens      select    yes      none     none     none      refused    none
            access_tokens      insert    yes      refused  refused  refused   refused    refused
            access_tokens      update    yes      none     none     none      refused    none
            access_tokens      delete    refused  refused  refused  refused   refused    refused

            calendar_links     select    yes      none     none     none      refused    none
            calendar_links     insert    yes      refused  refused  refused   refused    refused
            calendar_links     update    refused  refused  refused  refused   refused    refused
            calendar_links     delete    yes      none     none     none      refused    none

            webhooks           select    yes      none     none     none      refused    none
            webhooks           insert    yes      refused  refused  refused   refused    refused
            webhooks           update    yes      none     none     none      refused    none
            webhooks           delete    yes      none     none     none      refused    none

            webhook_deliveries select    yes      none     none     none      refused    none
            webhook_deliveries insert    refused  refused  refused  refused   refused    refused
            webhook_deliveries update    refused  refused  refused  refused   refused    refused
            webhook_deliveries delete    refused  refused  refused  refused   refused    refused

            assets             select    yes      yes      yes      none      refused    none
            assets             insert    yes      refused  refused  refused   refused    refused
            assets             update    yes      yes      none     none      refused    none
            assets             delete    yes      yes      none     none      refused    none

            asset_uploads      select    yes      none     none     none      refused    none
            asset_uploads      insert    yes      yes      refused  refused   refused    refused
            asset_uploads      update    refused  refused  refused  refused   refused    refused
            asset_uploads      delete    yes      none     none     none      refused    none

            email_holders      select    refused  refused  refused  refused   refused    refused
            email_holders      insert    refused  refused  refused  refused   refused    refused
            email_holders      update    refused  refused  refused  refused   refused    refused
            email_holders      delete    refused  refused  refused  refused   refused    refused
            """;

    /** A row of each table, a change to it, and another row beside it. The member is the viewer. */
    private static final Map<String, Row> ROWS = Map.ofEntries(
            row("users", "id = {owner}", "profile = '{}'", "(id, email) values ({newcomer}, 'newcomer@example.com')"),
            row("trips", "id = {trip}", "title = 'Lisboa'", "(user_id, title) values ({owner}, 'Bari')"),
            row(
                    "trip_members",
                    "trip_id = {trip} and user_id = {viewer}",
                    "role = 'editor'",
                    "(trip_id, user_id, role) values ({trip}, {stranger}, 'viewer')"),
            row("flights", "id = {flight}", "status = 'held'", "(trip_id) values ({trip})"),
            row("accommodations", "id = {stay}", "status = 'held'", "(trip_id, name) values ({trip}, 'Pensão')"),
            row("bookings", "id = {booking}", "status = 'held'", "(trip_id) values ({trip})"),
            row(
                    "memory_embeddings",
                    "id = {memory}",
                    "content_text = 'Likes windows'",
                    "(user_id, content_text) values ({owner}, 'Eats no fish')"),
            row("chat_sessions", "id = {chat}", "title = 'Plans'", "(user_id) values ({owner})"),
            row(
                    "chat_messages",
                    "id = {message}",
                    "content = 'When?'",
                    "(session_id, role, content) values ({chat}, 'user', 'Why?')"),
            row(
                    "chat_message_increments",
                    "message_id = {live_message}",
                    "text = 'Lisbon'",
                    "(message_id, text) values ({live_message}, ' or Lisbon')"),
            row(
                    "memory_history",
                    "id = {revision}",
                    "content_text = 'Likes nothing'",
                    "(memory_id, user_id, content_text) values ({memory}, {owner}, 'Likes nothing')"),
            row(
                    "trip_embeddings",
                    "trip_id = {trip}",
                    "embedding_model = 'other'",
                    "(trip_id, embedding, embedding_model) values ({trip}, array_fill(2::real, array[1536]), 'other')"
                            + " on conflict (trip_id) do update set embedding_model = excluded.embedding_model"),
            row(
                    "trip_invitations",
                    "id = {invitation}",
                    "role = 'editor'",
                    "(trip_id, address, address_key, role) values ({trip}, 'b@example.com', 'b@example.com', 'viewer')"),
            row(
                    "trip_invitation_links",
                    "id = {link}",
                    "uses = 1",
                    "(trip_id, hash, role, max_uses, expires_at) values ({trip}, sha256('another'), 'viewer', 1,"
                            + " now() + interval '1 day')"),
            row(
                    "user_blocks",
                    "user_id = {owner}",
                    "email = 'b@example.com'",
                    "(user_id, blocked_id) values ({owner}, {viewer})"),
            row(
                    "access_tokens",
                    "user_id = {owner}",
                    "revoked_at = now()",
                    "(user_id, name, scope, hash, expires_at) values ({owner}, 'Sync', 'trips:read',"
                            + " decode(repeat('0a', 32), 'hex'), now() + interval '1 day')"),
            row(
                    "calendar_links",
                    "user_id = {owner}",
                    "trip_id = null",
                    "(user_id, hash) values ({owner}, decode(repeat('0a', 32), 'hex'))"),
            row(
                    "webhooks",
                    "id = {webhook}",
                    "name = 'Sync'",
                    "(user_id, url, secret, log_cursor) values ({owner}, 'https://example.com', 'gAAAA', 'x')"),
            row(
                    "webhook_deliveries",
                    "webhook_id = {webhook}",
                    "attempts = 7",
                    "(id, webhook_id, kind, state, latency_ms) values ({newcomer}, {webhook}, 'trip_created', 'delivered', 1)"),
            row(
                    "assets",
                    "id = {asset}",
                    "name = 'Pass.pdf'",
                    "(id, trip_id, name, content_type, size, sha256)"
                            + " values ({upload}, {trip}, 'Pass.pdf', 'application/pdf', 2, sha256('2'))"),
            row(
                    "asset_uploads",
                    "id = {upload}",
                    "name = 'Pass.pdf'",
                    "(trip_id, name, content_type, size, sha256)"
                            + " values ({trip}, 'Pass.pdf', 'application/pdf', 2, sha256('2'))"),
            row(
                    "email_holders",
                    "user_id = {owner}",
                    "told_at = now()",
                    "(address, address_key, user_id) values ('b@example.com', 'b@example.com', {owner})"));

    private static final Pattern SPACES = Pattern.compile(" +");

    private final MigratedDatabase database;

    AccessMatrix(MigratedDatabase database) {
        this.database = database;
    }

    Stream<DynamicTest> tests() {
        List<List<String>> lines = EXPECTED.lines()
                .filter(line -> !line.isBlank())
                .map(line -> List.of(SPACES.split(line)))
                .toList();
        return lines.stream().skip(1).flatMap(line -> IntStream.range(2, line.size())
                .mapToObj(column ->
                        test(line.get(0), line.get(1), person(lines.get(0).get(column)), line.get(column))));
    }

    /** Row-level security says nothing about it: only the missing right does. */
    Stream<DynamicTest> truncations() {
        return ROWS.keySet().stream().flatMap(table -> Arrays.stream(Person.values())
                .map(person -> test(table, "truncate", person, "refused")));
    }

    private DynamicTest test(String table, String action, Person person, String expected) {
        return DynamicTest.dynamicTest(
                "%s %s by %s: %s".formatted(action, table, person.name().toLowerCase(Locale.ROOT), expected),
                () -> assertThat(attempt(person, statement(table, action))).isEqualTo(expected));
    }

    private String attempt(Person person, String sql) throws SQLException {
        try (Session session = database.as(person)) {
            int rows = session.execute(sql);
            assertThat(rows).isBetween(0, 1);
            return rows == 1 ? "yes" : "none";
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501");
            return "refused";
        }
    }

    private static String statement(String table, String action) {
        Row row = ROWS.get(table);
        if (row == null) {
            throw new AssertionError("no row of " + table);
        }
        return switch (action) {
            case "select" -> "select from %s where %s".formatted(table, row.where);
            case "insert" -> "insert into %s %s".formatted(table, row.another);
            case "update" -> "update %s set %s where %s".formatted(table, row.change, row.where);
            case "delete" -> "delete from %s where %s".formatted(table, row.where);
            case "truncate" -> "truncate %s cascade".formatted(table);
            default -> throw new AssertionError(action);
        };
    }

    private static Person person(String name) {
        return Person.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Map.Entry<String, Row> row(String table, String where, String change, String another) {
        return Map.entry(table, new Row(where, change, another));
    }

    private record Row(String where, String change, String another) {}
}
