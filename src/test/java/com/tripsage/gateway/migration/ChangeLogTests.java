package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes that triggers log, and the users who may read them. */
class ChangeLogTests {

    private static final String ROWS = """
            select concat_ws(' ', operation, table_name, nullif(array_to_string(changed_columns, ','), ''))
              from changelog.change_log
             where xid = pg_current_xact_id()
             order by id
            """;

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into users (id, email) values ({newcomer}, 'n@example.com') | INSERT users",
                "update users set profile = '{\"a\": 1}', preferences = null, api_keys = '{\"a\": \"key\"}' where id = {owner} | KEY_CHANGED users; UPDATE users profile,preferences",
                "update users set api_keys = '{\"a\": \"secret-key\"}' where id = {owner} | KEY_CHANGED users; UPDATE users",
                "insert into trips (user_id, title) values ({owner}, 'Bari') | INSERT trips",
                "update trips set title = 'Bari', status = 'booked', version = 9 where id = {trip} | UPDATE trips title,status",
                "update trips set title = title, updated_at = now(), version = 7 where id = {trip} | ''",
                "update users set profile = profile where id = {owner} | ''",
                "update trip_members set role = 'editor' where trip_id = {trip} and user_id = {editor} | ''",
                "update flights set flight_number = 'TP 202', raw_data = '{ }' where id = {flight} | ''",
                "update accommodations set coordinates = coordinates, name = 'Casa' where id = {stay} | ''",
                "update memory_embeddings set content_text = content_text, metadata = metadata where id = {memory} | ''",
                "update chat_messages set content = content where id = {message} | ''",
                "update flights set raw_data = '{\"a\": 1.0}' where id = {flight} | UPDATE flights raw_data",
                "delete from trips where id = {other_trip} | DELETE trips",
                "insert into trip_members (trip_id, user_id, role) values ({trip}, {stranger}, 'viewer') | INSERT trip_members",
                "update trip_members set role = 'viewer' where trip_id = {trip} and user_id = {editor} | UPDATE trip_members role",
                "delete from trip_members where trip_id = {trip} and user_id = {editor} | DELETE trip_members",
                "update trip_invitations set role = 'editor' where id = {invitation} | UPDATE trip_invitations role",
                "delete from trip_invitations where id = {invitation} | DELETE trip_invitations",
                "delete from trip_invitation_links where id = {link} | DELETE trip_invitation_links",
                "insert into user_blocks (user_id, blocked_id) values ({stranger}, {nobody}) | INSERT user_blocks",
                "update access_tokens set revoked_at = now() where user_id = {owner} | UPDATE access_tokens revoked_at",
                "update access_tokens set last_used_at = now() where user_id = {owner} | SIGN_IN access_tokens",
                "insert into calendar_links (user_id, hash) values ({owner}, sha256('x')) | INSERT calendar_links",
                "update calendar_links set last_used_at = now() where user_id = {owner} | ''",
                "delete from calendar_links where user_id = {owner} | DELETE calendar_links",
                "insert into flights (trip_id) values ({trip}) | INSERT flights",
                "update flights set price = 1, raw_data = null where id = {flight} | UPDATE flights price,raw_data",
                "delete from flights where id = {flight} | DELETE flights",
                "insert into accommodations (trip_id, name) values ({trip}, 'Casa') | INSERT accommodations",
                "update accommodations set coordinates = point(1, 2) where id = {stay} | UPDATE accommodations coordinates",
                "delete from accommodations where id = {stay} | DELETE accommodations",
                "insert into bookings (trip_id) values ({trip}) | INSERT bookings",
                "update bookings set number = 'IC 523', from_coordinates = from_coordinates where id = {booking} | ''",
                "update bookings set from_coordinates = point(1, 2), to_code = 'OPO' where id = {booking} | UPDATE bookings from_coordinates,to_code",
                "delete from bookings where id = {booking} | DELETE bookings",
                "insert into memory_embeddings (user_id, content_text) values ({owner}, 'x') | INSERT memory_embeddings",
                "update memory_embeddings set metadata = '{\"a\": 1}' where id = {memory} | UPDATE memory_embeddings metadata",
                "update memory_embeddings set embedding = array_fill(1::real, array[1536]), last_seen_at = now() where id = {memory} | ''",
                "insert into chat_sessions (user_id) values ({owner}) | INSERT chat_sessions",
                "update chat_sessions set title = 'x' where id = {chat} | UPDATE chat_sessions title",
                "update chat_sessions set message_count = 7, last_activity = now() where id = {chat} | ''",
                "insert into chat_messages (session_id, role, content) values ({chat}, 'user', 'x') | INSERT chat_messages",
                "update chat_messages set content = 'x' where id = {message} | UPDATE chat_messages content",
                "delete from chat_messages where id = {message} | DELETE chat_messages"
            })
    void logsEveryChange(String change, String logged) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute(change);

            assertThat(superuser.values(ROWS))
                    .isEqualTo(logged.isEmpty() ? List.of() : List.of(logged.split("; ", -1)));
        }
    }

    @Test
    void saysWhoAndUnderWhichRequest() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("select set_config('gateway.request_id', 'request-7', true)");
            become(session, "editor");
            session.execute("update flights set price = 1 where id = {flight}");
            session.execute("reset role");
            session.execute("select set_config('request.jwt.claims', '{\"sub\": \"robot\"}', true),"
                    + " set_config('gateway.request_id', '', true)");
            session.execute("update flights set price = 2 where id = {flight}");

            assertThat(session.values("select concat_ws(' ', actor_id, request_id, row_id = {flight}, trip_id = {trip},"
                            + " row_version, coalesce(audience::text, 'all'))"
                            + " from changelog.change_log where xid = pg_current_xact_id() order by id"))
                    .containsExactly(Names.id("editor") + " request-7 t t 2 all", "t t 3 all");
        }
    }

    @Test
    void aMemoryAndItsFormerTextAreLoggedForNobody() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("update memory_embeddings set content_text = 'Secret wish' where id = {memory}");

            assertThat(session.values(ROWS))
                    .containsExactlyInAnyOrder("UPDATE memory_embeddings content_text", "INSERT memory_history");
            become(session, "owner");
            assertThat(session.execute("select xid from changelog.change_log where xid = pg_current_xact_id()"))
                    .isZero();
        }
    }

    @Test
    void holdsNoValues() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("update users set api_keys = '{\"a\": \"hidden\"}', profile = '{\"a\": \"hidden\"}'"
                    + " where id = {owner}");
            session.execute("insert into memory_embeddings (user_id, content_text, embedding)"
                    + " values ({owner}, 'hidden', array_fill(0.4242::real, array[1536]))");
            session.execute("update trips set title = 'hidden', description = 'hidden' where id = {trip}");
            session.execute("insert into chat_messages (session_id, role, content) values ({chat}, 'user', 'hidden')");

            assertThat(session.execute("select from changelog.change_log c"
                            + " where xid = pg_current_xact_id() and c::text ~ 'hidden|4242|api_key'"))
                    .isZero();
            assertThat(session.execute("select from changelog.change_log where xid = pg_current_xact_id()"))
                    .isGreaterThan(4);
        }
    }

    @Test
    void theEndOfATripIsToldToThoseWhoSawIt() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("delete from trips where id = {trip}");

            assertThat(
                            session.values(
                                    "select table_name from changelog.change_log where xid = pg_current_xact_id() and audience <> '{}'"))
                    .containsExactly("trips");
            assertThat(session.values("select table_name from changelog.change_log"
                            + " where xid = pg_current_xact_id() and audience = '{}'"))
                    .containsExactlyInAnyOrder(
                            "flights", "accommodations", "bookings", "assets", "trip_members", "trip_members");
            assertThat(session.values("select table_name from changelog.change_log"
                            + " where xid = pg_current_xact_id() order by id limit 1"))
                    .containsExactly("trips");
            for (String name : new String[] {"owner", "editor", "viewer", "stranger"}) {
                become(session, name);
                assertThat(session.values(
                                "select table_name from changelog.change_log where xid = pg_current_xact_id()"))
                        .as(name)
                        .isEqualTo(name.equals("stranger") ? List.of() : List.of("trips"));
            }
        }
    }

    @Test
    void theEndOfASessionIsToldToItsUser() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("delete from chat_sessions where id = {chat}");

            become(session, "owner");
            assertThat(session.values("select table_name from changelog.change_log where xid = pg_current_xact_id()"))
                    .containsExactly("chat_sessions");
            become(session, "editor");
            assertThat(session.execute("select id from changelog.change_log where xid = pg_current_xact_id()"))
                    .isZero();
        }
    }

    @Test
    void aUserWhoIsDeletedLeavesTheTripsOfOthers() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("delete from users where id = {viewer}");

            become(session, "owner");
            assertThat(session.values("select concat_ws(' ', table_name, row_id = {viewer})"
                            + " from changelog.change_log where xid = pg_current_xact_id() order by id"))
                    .containsExactlyInAnyOrder("trips f", "trip_members t");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flights:trip_id:flight:other_trip",
                "accommodations:trip_id:stay:other_trip",
                "bookings:trip_id:booking:other_trip",
                "chat_messages:session_id:message:strangers_chat"
            })
    void aMoveIsAnEndAndABeginning(String move) throws SQLException {
        String[] parts = move.split(":", -1);
        try (Session session = database.asSuperuser()) {
            session.execute(
                    "update %s set %s = {%s} where id = {%s}".formatted(parts[0], parts[1], parts[3], parts[2]));

            assertThat(session.values(
                            "select concat_ws(' ', operation, %s = {%s}, audience)".formatted(parts[1], parts[3])
                                    + " from changelog.change_log where xid = pg_current_xact_id() and table_name = '%s' order by id"
                                            .formatted(parts[0])))
                    .containsExactly("DELETE f", "INSERT t");
        }
    }

    @Test
    void aSessionWithoutRowSecurityWritesAndDeletes() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("set local row_security = off");
            session.execute("update flights set price = 1 where id = {flight}");
            session.execute("delete from flights where id = {flight}");
            session.execute("delete from chat_messages where id = {message}");

            assertThat(session.values("select operation from changelog.change_log"
                            + " where xid = pg_current_xact_id() order by id"))
                    .containsExactly("UPDATE", "DELETE", "DELETE");
        }
    }

    @Test
    void whoSeesATripSeesItsChanges() throws SQLException {
        Random random = new Random(11);
        String[] people = {"owner", "editor", "viewer", "stranger"};
        try (Session session = database.asSuperuser()) {
            for (int i = 0; i < 30; i++) {
                UUID trip = UUID.randomUUID();
                int owner = random.nextInt(people.length);
                session.execute("insert into trips (id, user_id, title) values ('%s', {%s}, 'random')"
                        .formatted(trip, people[owner]));
                for (int person = 0; person < people.length; person++) {
                    if (person != owner && random.nextBoolean()) {
                        session.execute(
                                "insert into trip_members (trip_id, user_id, role) values ('%s', {%s}, 'viewer')"
                                        .formatted(trip, people[person]));
                    }
                }
                session.execute("insert into flights (trip_id) values ('%s')".formatted(trip));
            }
            for (String person : people) {
                session.execute("reset role");
                var told = session.values(
                        "select t.id from trips t where t.title = 'random' and (t.user_id = {%1$s}".formatted(person)
                                + " or exists (select from trip_members m where m.trip_id = t.id and m.user_id = {%s}))"
                                        .formatted(person));
                become(session, person);
                assertThat(session.values("select distinct trip_id from changelog.change_log"
                                + " where xid = pg_current_xact_id() and table_name = 'flights'"))
                        .containsExactlyInAnyOrderElementsOf(told);
            }
        }
    }

    @Test
    void thePositionIsNoFurtherThanTheLog() throws SQLException {
        try (Session writer = database.asSuperuser();
                Session idle = database.asSuperuser();
                Session reader = database.as(Person.OWNER)) {
            String last = reader.value("select pg_snapshot_xmax(changelog.position())");
            idle.execute("create temporary table t ()");
            idle.commit();
            assertThat(reader.value("select pg_snapshot_xmax(changelog.position())"))
                    .isEqualTo(last);

            writer.execute("update trips set title = title where id = {trip}");
            assertThat(reader.value("select pg_snapshot_xmax(changelog.position())"))
                    .isEqualTo(last);
            assertThat(writer.value("select pg_visible_in_snapshot(pg_current_xact_id(), changelog.position())"))
                    .isEqualTo("f");
        }
    }

    private static void become(Session session, String name) throws SQLException {
        session.execute("reset role");
        session.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims(name)));
        session.execute("set local role authenticated");
    }
}
