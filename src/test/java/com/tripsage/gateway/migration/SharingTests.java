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

class SharingTests {

    private static final String FORBIDDEN = "42501";
    private static final String NO_SUCH_TRIP = "P0002";
    private static final String NO_ADDRESS = "TS001";
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
            assertThat(superuser.value("select sharing.share_trip({trip}, 'Ada@example.com', 'viewer')"))
                    .isNull();
            assertThat(superuser.values("select address from trip_invitations where trip_id = {trip}"))
                    .containsExactlyInAnyOrder("invited@example.com", "Ada@example.com");
            assertThat(superuser.value("select sharing.share_trip({trip}, 'Stranger@Example.com', 'viewer')"))
                    .isEqualTo(Names.id("stranger").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER,    trip,           nobody,               viewer, " + NO_ADDRESS,
        "OWNER,    trip,           '',                   viewer, " + NO_ADDRESS,
        "OWNER,    trip,           nobody@example.com,   owner,  trip_invitation_role_is_known",
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

    @Test
    void anInvitationIsClaimedByWhoComesWithTheAddress() throws SQLException {
        try (Session session = database.asSuperuser()) {
            become(session, "owner");
            assertThat(session.value("select sharing.share_trip({trip}, 'Newcomer@Example.com', 'editor')"))
                    .isNull();
            become(session, "newcomer");
            assertThat(session.value("select sharing.arrive()")).isEqualTo("t");

            assertThat(session.values("select role from trip_members where user_id = {newcomer}"))
                    .containsExactly("editor");
            become(session, "owner");
            assertThat(session.values("select address from trip_invitations")).containsExactly("invited@example.com");
        }
    }

    /** A row that another program makes doesn't claim what waits for the address: its user does, with a token. */
    @Test
    void anInvitationWaitsForATokenNotForARow() throws SQLException {
        try (Session session = database.asSuperuser()) {
            become(session, "owner");
            session.execute("select sharing.share_trip({trip}, 'newcomer@example.com', 'viewer')");
            session.execute("reset role");
            session.execute("insert into users (id, email) values ({newcomer}, 'newcomer@example.com')");
            assertThat(session.execute("select from trip_members where user_id = {newcomer}"))
                    .isZero();

            become(session, "owner");
            assertThat(session.value("select sharing.share_trip({other_trip}, 'newcomer@example.com', 'viewer')"))
                    .isEqualTo(Names.id("newcomer").toString());
            become(session, "newcomer");
            session.execute("select sharing.arrive()");
            assertThat(session.values("select trip_id from trip_members where user_id = {newcomer}"))
                    .containsExactlyInAnyOrderElementsOf(ids("trip other_trip"));
        }
    }

    /** A caller may add the row of the token's user, but not take an address by that. */
    @Test
    void aRowOfOnesOwnFindsNobodyBeforeTheTokenIsRead() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("select set_config('request.jwt.claims', '{\"sub\": \"%s\", \"email\": \"ada@example.com\","
                            .formatted(Names.id("newcomer"))
                    + " \"email_verified\": false}', true)");
            session.execute("set local role authenticated");
            session.execute("insert into users (id, email) values ({newcomer}, 'ada@example.com')");
            session.execute("select sharing.arrive()");
            become(session, "owner");

            assertThat(session.value("select sharing.share_trip({trip}, 'ada@example.com', 'viewer')"))
                    .isNull();
        }
    }

    @Test
    void anOtherProgramsAddressIsFollowedUntilATokenSpeaks() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute(
                    "insert into users (id, email) values ({newcomer}, 'stranger@example.com'), ({ada}, 'ada@example.com')");
            session.execute("update users set email = 'ada2@example.com' where id = {ada}");
            become(session, "owner");
            assertThat(session.value("select sharing.share_trip({other_trip}, 'stranger@example.com', 'viewer')"))
                    .isEqualTo(Names.id("stranger").toString());
            assertThat(session.value("select sharing.share_trip({other_trip}, 'ada2@example.com', 'viewer')"))
                    .isEqualTo(Names.id("ada").toString());
            assertThat(session.value("select sharing.share_trip({other_trip}, 'ada@example.com', 'viewer')"))
                    .isNull();
        }
    }

    @Test
    void consentHoldsForWhoeverShares() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("update gateway.sharing_mode set consent = true");
            become(session, "owner");
            assertThat(session.value("select sharing.share_trip({other_trip}, 'stranger@example.com', 'viewer')"))
                    .isNull();
            assertThat(session.refusal("update gateway.sharing_mode set consent = false"))
                    .isEqualTo(FORBIDDEN);
            become(session, "stranger");
            session.execute("select sharing.arrive()");
            assertThat(session.execute("select from trips where id = {other_trip}"))
                    .isZero();

            String invitation = session.value("select id from sharing.invitations(10)");
            assertThat(session.value("select sharing.accept_invitation('%s')".formatted(invitation)))
                    .isEqualTo(Names.id("other_trip").toString());
            assertThat(session.execute("select from trips where id = {other_trip}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aBlockLeavesAndDeclines() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("update gateway.sharing_mode set consent = true");
            become(session, "owner");
            session.execute("select sharing.share_trip({other_trip}, 'viewer@example.com', 'viewer')");
            become(session, "viewer");
            assertThat(session.execute("select from sharing.invitations(10)")).isEqualTo(1);
            session.execute("insert into user_blocks (user_id, blocked_id) values ({viewer}, {owner})");

            assertThat(session.execute("select from sharing.invitations(10)")).isZero();
            assertThat(session.values("select title from trips")).containsExactly("Hanoi");
            become(session, "owner");
            assertThat(session.values("select address from trip_invitations where trip_id = {other_trip}"))
                    .containsExactly("viewer@example.com");
            assertThat(session.values("select blocked_id from user_blocks"))
                    .containsExactly(Names.id("nobody").toString());
        }
    }

    private static void become(Session session, String name) throws SQLException {
        session.execute("reset role");
        session.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims(name)));
        session.execute("set local role authenticated");
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
}
