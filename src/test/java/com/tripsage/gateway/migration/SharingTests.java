package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingTests {

    private static final String FORBIDDEN = "42501";
    private static final String NO_SUCH_TRIP = "P0002";
    private static final String NOBODY_WITH_THIS_ADDRESS = "TS001";
    private static final String THE_OWNER = "TS002";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void theOwnerSharesATrip() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.value("select sharing.share_trip({other_trip}, 'stranger@example.com', 'viewer')"))
                    .isEqualTo(Names.id("stranger").toString());

            assertThat(owner.values("select role from trip_members where trip_id = {other_trip}"))
                    .containsExactly("viewer");
        }
    }

    @Test
    void sharingAgainChangesTheRole() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("select sharing.share_trip({trip}, 'viewer@example.com', 'viewer')");
            assertThat(owner.value("select version from trip_members where trip_id = {trip} and user_id = {viewer}"))
                    .isEqualTo("1");

            owner.execute("select sharing.share_trip({trip}, 'viewer@example.com', 'editor')");
            assertThat(owner.value(
                            "select role || version from trip_members where trip_id = {trip} and user_id = {viewer}"))
                    .isEqualTo("editor2");
        }
    }

    @Test
    void findsTheExactAddressFirst() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute(
                    "insert into users (id, email) values ({loud}, 'ADA@example.com'), ({quiet}, 'ada@example.com')");
            superuser.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims("owner")));
            superuser.execute("set local role authenticated");

            assertThat(superuser.value("select sharing.share_trip({trip}, 'ADA@example.com', 'viewer')"))
                    .isEqualTo(Names.id("loud").toString());
            assertThat(superuser.refusal("select sharing.share_trip({trip}, 'Ada@example.com', 'viewer')"))
                    .isEqualTo(NOBODY_WITH_THIS_ADDRESS);
            assertThat(superuser.value("select sharing.share_trip({trip}, 'Stranger@Example.com', 'viewer')"))
                    .isEqualTo(Names.id("stranger").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER,    trip,           nobody@example.com,   viewer, " + NOBODY_WITH_THIS_ADDRESS,
        "OWNER,    trip,           '',                   viewer, " + NOBODY_WITH_THIS_ADDRESS,
        "OWNER,    trip,           OWNER@example.com,    viewer, " + THE_OWNER,
        "OWNER,    trip,           stranger@example.com, owner,  trip_member_role_is_known",
        "OWNER,    no_trip,        stranger@example.com, viewer, " + NO_SUCH_TRIP,
        "OWNER,    strangers_trip, editor@example.com,   viewer, " + NO_SUCH_TRIP,
        "OWNER,    viewed_trip,    stranger@example.com, viewer, " + FORBIDDEN,
        "EDITOR,   trip,           stranger@example.com, viewer, " + FORBIDDEN,
        "VIEWER,   trip,           viewer@example.com,   editor, " + FORBIDDEN,
        "STRANGER, trip,           stranger@example.com, editor, " + NO_SUCH_TRIP,
        "STRANGER, trip,           nobody@example.com,   editor, " + NO_SUCH_TRIP,
        "NAMELESS, trip,           stranger@example.com, editor, " + NO_SUCH_TRIP,
        "ANONYMOUS, trip,          stranger@example.com, editor, " + FORBIDDEN
    })
    void refusesToShare(Person person, String trip, String email, String role, String refusal) throws SQLException {
        try (Session session = database.as(person)) {
            assertThat(session.refusal("select sharing.share_trip({%s}, '%s', '%s')".formatted(trip, email, role)))
                    .isEqualTo(refusal);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER,    editor owner viewer",
        "EDITOR,   editor owner viewer",
        "VIEWER,   editor owner viewer",
        "STRANGER, stranger",
        "NAMELESS, ''"
    })
    void peopleAreKnownToThoseTheyTravelWith(Person person, String known) throws SQLException {
        try (Session session = database.as(person)) {
            assertThat(session.value("""
                            select coalesce(string_agg(split_part(email, '@', 1), ' ' order by email), '')
                              from sharing.people(array[{owner}, {editor}, {viewer}, {stranger}, {nobody}]::uuid[])
                            """)).isEqualTo(known);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"displayName\": \"Ada\"}                                          | Ada     |",
                "{\"full_name\": \"Ada L.\", \"avatar_url\": \"https://a.example/1.png\"} | Ada L.  | https://a.example/1.png",
                "{\"name\": \" \", \"fullName\": \"สมชาย ใจดี\", \"picture\": \"https://a.example:8443/x?s=1&t=%20#f\"}"
                        + " | สมชาย ใจดี | https://a.example:8443/x?s=1&t=%20#f",
                "{\"name\": 7, \"displayName\": null, \"display_name\": {\"a\": 1}}      |         |",
                "{\"name\": \"a\\u0007b\", \"picture\": \"http://a.example/1.png\"}      |         |",
                "{\"picture\": \"javascript:alert(1)\", \"avatarUrl\": \"https://b.example/2\"} | | https://b.example/2",
                "{\"picture\": \"https://user:pass@a.example/\"}                   |         |",
                "{\"picture\": \"https://a.example/\\\" onerror=\\\"x\"}              |         |",
                "{\"picture\": \"https://a.example/x\\u000a\"}                       |         |",
                "{\"picture\": \"data:image/png;base64,AAAA\"}                     |         |",
                "[\"name\"]                                                        |         |",
                "\"name\"                                                          |         |",
                "null                                                              |         |"
            })
    void peopleShowANameAndAPicture(String profile, @Nullable String name, @Nullable String picture)
            throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("update users set profile = '%s' where id = {viewer}".formatted(profile.strip()));
            session.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims("editor")));
            session.execute("set local role authenticated");

            assertThat(session.value("select name from sharing.people(array[{viewer}]::uuid[])"))
                    .isEqualTo(name);
            assertThat(session.value("select picture from sharing.people(array[{viewer}]::uuid[])"))
                    .isEqualTo(picture);
        }
    }

    @Test
    void peopleShowNoNameThatIsTooLong() throws SQLException {
        try (Session session = database.asSuperuser()) {
            assertThat(session.value("select sharing.shown_name(jsonb_build_object('name', repeat('é', 201)))"))
                    .isNull();
            assertThat(session.value("select length(sharing.shown_name(jsonb_build_object('name', repeat('é', 200))))"))
                    .isEqualTo("200");
            assertThat(session.value("select sharing.shown_picture(jsonb_build_object('picture',"
                            + " 'https://a.example/' || repeat('a', 1983)))"))
                    .isNull();
        }
    }

    @Test
    void peopleAreOnlyThoseAskedFor() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.values("select id from sharing.people(array[{viewer}]::uuid[])"))
                    .containsExactly(Names.id("viewer").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER,    viewed_trip, ''",
        "EDITOR,   trip viewed_trip, trip",
        "VIEWER,   trip, ''",
        "STRANGER, '', ''",
        "NAMELESS, '', ''"
    })
    void membershipsAreTheCallersOwn(Person person, String shared, String editable) throws SQLException {
        try (Session session = database.as(person)) {
            assertThat(session.values("select unnest(sharing.shared_trips())"))
                    .containsExactlyInAnyOrderElementsOf(ids(shared));
            assertThat(session.values("select unnest(sharing.editable_trips())"))
                    .containsExactlyInAnyOrderElementsOf(ids(editable));
        }
    }

    private static List<String> ids(String names) {
        return Stream.of(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> Names.id(name).toString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"EDITOR", "VIEWER"})
    void aMemberLeavesAndThenSeesNothing(Person person) throws SQLException {
        try (Session member = database.as(person)) {
            assertThat(member.execute("delete from trip_members where trip_id = {trip} and user_id = auth.uid()"))
                    .isEqualTo(1);

            assertThat(member.execute("select from trips where id = {trip}")).isZero();
            assertThat(member.execute("select from flights where trip_id = {trip}"))
                    .isZero();
            assertThat(member.execute("select from trip_members where trip_id = {trip}"))
                    .isZero();
        }
    }

    @Test
    void theOwnerOfOneTripDoesNotRemoveMembersOfAnother() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.execute("delete from trip_members where trip_id = {viewed_trip} and user_id = {editor}"))
                    .isZero();
        }
    }

    @Test
    void theSharingRoleIsNobodysToTake() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.refusal("set local role tripsage_sharing")).isEqualTo(FORBIDDEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select title from public.trips",
                "select api_keys from public.users",
                "select joined_at from public.trip_members",
                "update public.trips set id = id",
                "delete from public.trip_members",
                "insert into public.trip_members (trip_id, user_id, role) values ({trip}, {stranger}, 'viewer')",
                "create table public.loot (id int)"
            })
    void theSharingRoleDoesLittleByItself(String sql) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("set local role tripsage_sharing");
            assertThat(superuser.refusal(sql)).isEqualTo(FORBIDDEN);
        }
    }
}
