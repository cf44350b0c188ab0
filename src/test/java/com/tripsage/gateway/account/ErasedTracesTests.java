package com.tripsage.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is left of a user in any table of the database, also in those of later migrations. */
class ErasedTracesTests extends RunningGateway {

    /** Puts the mark into every text and every JSON of the rows that have one of these ids, as far as constraints let it. */
    private static final String MARK = """
            do $$
            declare
                c record;
            begin
                for c in select a.attrelid::regclass as of, a.attname as name, a.atttypid in ('json'::regtype, 'jsonb'::regtype) as is_json
                           from pg_attribute a
                           join pg_class t on t.oid = a.attrelid
                          where t.relnamespace = 'public'::regnamespace
                            and t.relkind = 'r'
                            and a.attnum > 0
                            and a.attgenerated = ''
                            and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
                loop
                    begin
                        execute format('update %s t set %I = %L where t::text ~ %L', c.of, c.name,
                                       case when c.is_json then '{"mark": "<mark>"}' else '<mark>' end, '<ids>');
                    exception when others then
                        null;
                    end;
                end loop;
            end $$
            """;

    private static final String TABLES = """
            select t.oid::regclass::text
              from pg_class t
             where t.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'pg_toast')
               and t.relkind = 'r'
               and t.relname <> 'flyway_schema_history'
            """;

    @Autowired
    ErasureLog log;

    private Party party;
    private Traveller ada;
    private String mark;

    @BeforeEach
    void leaveTraces() {
        party = Party.around(
                port,
                Map.of(
                        "title",
                        "Oslo",
                        "description",
                        "A week in Oslo",
                        "flights",
                        List.of(Map.of("airline", "SAS")),
                        "accommodations",
                        List.of(Map.of("name", "Hytte")),
                        "bookings",
                        List.of(Map.of("kind", "TRAIN", "name", "Bergensbanen"))));
        ada = party.owner();
        mark = UUID.randomUUID() + "@example.com";
        UUID trip = party.trip();
        UUID chat = UUID.randomUUID();
        UUID memory = UUID.randomUUID();
        UUID sharedWithAda = party.stranger().createTrip("Bergen");
        party.stranger().share(sharedWithAda, ada, "EDITOR");
        ada.execute(
                        "mutation ($id: ID!) { addFlight(input: { tripId: $id, flight: {} }) { flight { id } } }",
                        Map.of("id", sharedWithAda))
                .path("addFlight.flight.id")
                .hasValue();
        ada.through(port, "trips:write").createTrip("By a program");
        sql("insert into chat_sessions (id, user_id) values (?, ?)", chat, ada.id());
        sql("insert into chat_messages (session_id, role, content) values (?, 'user', 'Hello')", chat);
        sql(
                "insert into memory_embeddings (id, user_id, content_text) values (?, ?, 'Likes windows')",
                memory,
                ada.id());
        sql("update memory_embeddings set content_text = 'Likes aisles' where id = ?", memory);
        sql("insert into user_blocks (user_id, blocked_id) values (?, ?)", ada.id(), UUID.randomUUID());
        sql(
                "insert into user_blocks (user_id, blocked_id) values (?, ?)",
                party.viewer().id(),
                ada.id());
        sql(
                "insert into trip_invitations (trip_id, address, address_key, role) values (?, 'a@example.com', 'a@example.com', 'viewer')",
                trip);
        sql(
                "insert into trip_invitation_links (id, trip_id, hash, role, max_uses, expires_at)"
                        + " values (?, ?, sha256(uuid_send(gen_random_uuid())), 'viewer', 1, now() + interval '1 day')",
                ada.id(),
                trip);
        sql(
                "insert into access_tokens (user_id, trip_id, name, scope, hash, expires_at)"
                        + " values (?, ?, 'Blog', 'link:read', sha256(uuid_send(gen_random_uuid())), now() + interval '1 day')",
                ada.id(),
                trip);
        sql(
                "insert into gateway.idempotency_keys (user_id, key, request, answer) values (?, ?, ?, ?)",
                ada.id(),
                mark,
                new byte[0],
                mark);
        sql(
                "insert into gateway.trip_removals (trip_id, user_id) values (?, ?)",
                party.stranger().createTrip("Left"),
                ada.id());
        sql("insert into calendar_links (user_id, hash) values (?, sha256(uuid_send(gen_random_uuid())))", ada.id());
        UUID webhook = UUID.randomUUID();
        sql("""
                insert into webhooks (id, user_id, url, secret, log_cursor, enabled, disabled_reason, disabled_at)
                values (?, ?, 'https://example.com', '', '', false, 'by_user', now())""", webhook, ada.id());
        sql("""
                insert into webhook_deliveries (id, webhook_id, trip_id, kind, state, latency_ms)
                values (?, ?, ?, 'trip_created', 'delivered', 1)""", UUID.randomUUID(), webhook, trip);
        sql("""
                insert into assets (trip_id, name, content_type, size, sha256)
                values (?, 'Ticket.pdf', 'application/pdf', 1, sha256('1'))""", trip);
        sql("""
                insert into asset_uploads (user_id, name, content_type, size, sha256)
                values (?, 'Pass.pdf', 'application/pdf', 1, sha256('1'))""", ada.id());
        superuser()
                .sql("do $$ begin set local role tripsage_changelog; perform changelog.make_audit_month(now()); end $$")
                .update();
        sql("insert into changelog.audit_log select * from changelog.change_log where actor_id = ?", ada.id());
        superuser()
                .sql(MARK.replace("<mark>", mark)
                        .replace(
                                "<ids>",
                                String.join(
                                        "|", ada.id().toString(), trip.toString(), chat.toString(), memory.toString())))
                .update();
        UUID growing = UUID.randomUUID();
        sql(
                "insert into chat_messages (id, session_id, role, content, state) values (?, ?, 'assistant', '', 'streaming')",
                growing,
                chat);
        sql("insert into chat_message_increments (message_id, text) values (?, ?)", growing, mark);
        // A new description has taken the vector of the old one away.
        sql("insert into trip_embeddings values (?, array_fill(1::real, array[1536]), ?)", trip, mark);
        // Queued once more, because a worker takes what is queued.
        sql("update memory_embeddings set content_text = content_text || '.' where id = ?", memory);
        assertThat(tablesWithTraces())
                .as("tables of users that this test has no rows for")
                .containsAll(tablesOfUsers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eraseAccount", "another program"})
    void nothingIsLeft(String way) {
        if (way.equals("eraseAccount")) {
            Wire.of(port, ada).send("""
                            mutation ($id: String!) {
                              eraseAccount(input: { confirm: $id, otherSharedTrips: DELETE }) { isComplete }
                            }""", Map.of("id", ada.id())).at("/eraseAccount");
        } else {
            sql("delete from users where id = ?", ada.id());
        }

        assertThat(tablesWithTraces())
                .allMatch(table -> table.startsWith("changelog.") || table.equals("gateway.erasures"));
        log.forget(ada.id(), goneAt());

        assertThat(tablesWithTraces()).isEmpty();
        assertThat(events(party.editor())).contains("TRIP_DELETED");
        assertThat(events(party.stranger())).contains("MEMBER_REMOVED", "FLIGHT_ADDED");
        assertThat(count("gateway.erasures where account = sha256(uuid_send('%s'))".formatted(ada.id())))
                .isOne();
    }

    private OffsetDateTime goneAt() {
        return superuser()
                .sql("select gone_at from gateway.erasures where user_id = ?")
                .param(ada.id())
                .query(OffsetDateTime.class)
                .single();
    }

    private List<String> tablesOfUsers() {
        return texts("""
                select t.oid::regclass::text
                  from pg_class t
                 where t.relkind = 'r'
                   and (t.relnamespace = 'public'::regnamespace
                        or t.relnamespace = 'gateway'::regnamespace
                           and t.relname <> 'erasures'
                           and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'user_id'))
                """);
    }

    private List<String> tablesWithTraces() {
        return texts(TABLES).stream()
                .filter(table -> count("%s t where t::text like '%%%s%%' or t::text like '%%%s%%'"
                                .formatted(table, mark, ada.id()))
                        > 0)
                .toList();
    }

    private List<String> texts(String query) {
        return superuser().sql(query).query((row, _) -> row.getString(1)).list();
    }

    private List<String> events(Traveller traveller) {
        return Wire.of(port, traveller)
                .send("{ tripEventLog(first: 100) { events { kind } } }")
                .each("/tripEventLog/events", "/kind");
    }

    private int count(String rows) {
        return superuser()
                .sql("select count(*) from " + rows)
                .query(Integer.class)
                .single();
    }

    private void sql(String statement, Object... values) {
        superuser().sql(statement).params(values).update();
    }
}
