package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owners of rows, which stay the same. */
class OwnershipTests {

    private static final String FORBIDDEN = "42501";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void anEditorDoesNotTakeOverATrip() throws SQLException {
        try (Session editor = database.as(Person.EDITOR)) {
            assertThat(editor.refusal("update trips set user_id = {editor} where id = {trip}"))
                    .isEqualTo(FORBIDDEN);
        }
    }

    @Test
    void theOwnerDoesNotGiveATripAway() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.refusal("update trips set user_id = {editor} where id = {trip}"))
                    .isEqualTo(FORBIDDEN);
        }
    }

    @Test
    void aTripStaysWithItsOwnerEvenWhereTheColumnMayBeWritten() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("grant update (user_id) on trips to authenticated");
            superuser.execute("set local role authenticated");
            superuser.execute(
                    "select set_config('request.jwt.claims', '{\"sub\": \"%s\"}', true)".formatted(Names.id("editor")));

            assertThat(superuser.refusal("update trips set user_id = {editor} where id = {trip}"))
                    .isEqualTo(FORBIDDEN);
            assertThat(superuser.execute("update trips set user_id = {owner} where id = {trip}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aProgramThatRowSecurityDoesNotBindMayGiveATripToSomebodyElse() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.execute("update trips set user_id = {editor} where id = {trip}"))
                    .isEqualTo(1);
        }
    }

    /** Rows of a trip that somebody only sees can't be changed, and neither can a stranger's. */
    @ParameterizedTest
    @CsvSource({
        "OWNER,    flights,        flight,           other_trip,     moved",
        "OWNER,    flights,        flight,           strangers_trip, refused",
        "OWNER,    flights,        flight,           viewed_trip,    refused",
        "OWNER,    flights,        viewed_flight,    trip,           hidden",
        "OWNER,    flights,        strangers_flight, trip,           hidden",
        "EDITOR,   flights,        flight,           editors_trip,   moved",
        "EDITOR,   flights,        flight,           viewed_trip,    refused",
        "EDITOR,   flights,        flight,           other_trip,     refused",
        "EDITOR,   flights,        viewed_flight,    trip,           hidden",
        "VIEWER,   flights,        flight,           viewed_trip,    hidden",
        "VIEWER,   flights,        viewed_flight,    trip,           refused",
        "STRANGER, flights,        strangers_flight, trip,           refused",
        "STRANGER, flights,        flight,           strangers_trip, hidden",
        "OWNER,    accommodations, stay,             other_trip,     moved",
        "OWNER,    accommodations, stay,             strangers_trip, refused",
        "OWNER,    accommodations, stay,             viewed_trip,    refused",
        "OWNER,    accommodations, viewed_stay,      trip,           hidden",
        "OWNER,    accommodations, strangers_stay,   trip,           hidden",
        "EDITOR,   accommodations, stay,             editors_trip,   moved",
        "EDITOR,   accommodations, stay,             viewed_trip,    refused",
        "EDITOR,   accommodations, stay,             other_trip,     refused",
        "EDITOR,   accommodations, viewed_stay,      trip,           hidden",
        "VIEWER,   accommodations, stay,             viewed_trip,    hidden",
        "VIEWER,   accommodations, viewed_stay,      trip,           refused",
        "STRANGER, accommodations, strangers_stay,   trip,           refused",
        "STRANGER, accommodations, stay,             strangers_trip, hidden",
        "OWNER,    bookings,       booking,          other_trip,     moved",
        "OWNER,    bookings,       booking,          strangers_trip, refused",
        "OWNER,    bookings,       viewed_booking,   trip,           hidden",
        "EDITOR,   bookings,       booking,          editors_trip,   moved",
        "EDITOR,   bookings,       booking,          viewed_trip,    refused",
        "VIEWER,   bookings,       booking,          viewed_trip,    hidden",
        "STRANGER, bookings,       strangers_booking, trip,          refused",
        "STRANGER, bookings,       booking,          strangers_trip, hidden",
        "OWNER,    assets,         asset,            other_trip,     refused",
        "EDITOR,   assets,         asset,            editors_trip,   refused",
        "VIEWER,   assets,         asset,            viewed_trip,    refused",
        "STRANGER, assets,         asset,            strangers_trip, refused"
    })
    void partsMoveBetweenTripsThatThePersonMayChange(
            Person person, String table, String row, String trip, String outcome) throws SQLException {
        String sql = "update %s set trip_id = {%s} where id = {%s}".formatted(table, trip, row);
        try (Session session = database.as(person)) {
            switch (outcome) {
                case "moved" -> assertThat(session.execute(sql)).isEqualTo(1);
                case "hidden" -> assertThat(session.execute(sql)).isZero();
                default -> assertThat(session.refusal(sql)).isEqualTo(FORBIDDEN);
            }
        }
    }

    @Test
    void aNewcomerComesAsTheTokenSays() throws SQLException {
        try (Session newcomer = database.as("newcomer")) {
            assertThat(newcomer.refusal("insert into users (id, email) values ({newcomer}, 'owner2@example.com')"))
                    .isEqualTo(FORBIDDEN);
            assertThat(newcomer.refusal("insert into users (id, email) values ({stranger}, 'newcomer@example.com')"))
                    .isEqualTo(FORBIDDEN);
            assertThat(newcomer.execute("insert into users (id, email) values ({newcomer}, 'newcomer@example.com')"))
                    .isEqualTo(1);
            assertThat(newcomer.values("select email from users")).containsExactly("newcomer@example.com");
        }
    }

    @Test
    void afterATransactionNobodyIsLeft() throws SQLException {
        try (Session session = database.as(Person.OWNER)) {
            session.commit();

            assertThat(session.refusal("select from trips")).isEqualTo(FORBIDDEN);
            session.execute("set local role authenticated");
            assertThat(session.value("select current_setting('request.jwt.claims', true)"))
                    .isEmpty();
            assertThat(session.execute("select from trips")).isZero();
        }
    }

    @Test
    void deletingAUserTakesEverythingAlong() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.execute("delete from users where id = {owner}"))
                    .isEqualTo(1);

            assertThat(superuser.execute("select from flights where id = {flight}"))
                    .isZero();
            assertThat(superuser.execute("select from assets where id = {asset}"))
                    .isZero();
            assertThat(superuser.execute("select from asset_uploads where id = {upload}"))
                    .isZero();
            assertThat(superuser.execute("select from chat_messages where id = {message}"))
                    .isZero();
            assertThat(superuser.execute("select from trip_members where trip_id = {trip}"))
                    .isZero();
        }
    }
}
