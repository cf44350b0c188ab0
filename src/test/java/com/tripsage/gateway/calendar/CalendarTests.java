package com.tripsage.gateway.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Secret;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CalendarTests extends RunningGateway {

    private static final String CREATE = """
            mutation ($tripId: ID) { createCalendarLink(tripId: $tripId) { address calendarLink { id trip { id } } } }
            """;

    private Party party;

    @BeforeEach
    void share() {
        party = Party.around(
                port,
                Map.of(
                        "title",
                        "Oslo",
                        "startDate",
                        "2027-05-01",
                        "endDate",
                        "2027-05-09",
                        "flights",
                        List.of(Map.of("flightNumber", "SK1", "departureTime", "2027-05-01T10:00:00Z"))));
    }

    private Wire.Answer create(Traveller by, @Nullable UUID trip) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("tripId", trip);
        return Wire.of(port, by).send(CREATE, variables);
    }

    private String address(Traveller by, @Nullable UUID trip) {
        return create(by, trip).at("/createCalendarLink/address");
    }

    private HttpResponse<String> read(String address) throws IOException, InterruptedException {
        return Edge.send(new Edge(port).anonymous(address));
    }

    @Test
    void hasTheTripsThatItsUserSees() throws Exception {
        UUID own = party.viewer().createTrip(Map.of("title", "Bari", "startDate", "2027-06-01"));
        party.stranger().createTrip(Map.of("title", "Quito", "startDate", "2027-06-01"));

        HttpResponse<String> all = read(address(party.viewer(), null));

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.body())
                .contains("SUMMARY:Oslo\r\n", "SUMMARY:SK1\r\n", "SUMMARY:Bari\r\n", "UID:" + own)
                .doesNotContain("Quito");
        assertThat(read(address(party.viewer(), party.trip())).body())
                .contains("SUMMARY:Oslo\r\n")
                .doesNotContain("Bari");
    }

    @Test
    void isEmptyWhenItsUserIsNoMemberAnyMore() throws Exception {
        String address = address(party.viewer(), party.trip());
        assertThat(read(address).body()).contains("SUMMARY:SK1");

        Wire.of(port, party.owner())
                .send(
                        "mutation ($input: UnshareTripInput!) { unshareTrip(input: $input) { trip { id } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "tripId",
                                        party.trip(),
                                        "userId",
                                        party.viewer().id())))
                .at("/unshareTrip");

        HttpResponse<String> afterwards = read(address);
        assertThat(afterwards.statusCode()).isEqualTo(200);
        assertThat(afterwards.body()).contains("BEGIN:VCALENDAR").doesNotContain("BEGIN:VEVENT", "Oslo");
        assertThat(Wire.of(port, party.viewer())
                        .send("{ viewer { calendarLinks { trip { id } } } }")
                        .at("/viewer/calendarLinks/0/trip"))
                .isEqualTo("null");
    }

    @Test
    void isEmptyWhenTheTripIsGone() throws Exception {
        String address = address(party.owner(), party.trip());
        superuser().sql("delete from trips where id = ?").param(party.trip()).update();

        assertThat(read(address).body()).contains("BEGIN:VCALENDAR").doesNotContain("BEGIN:VEVENT");
    }

    @Test
    void endsWhenItIsRevoked() throws Exception {
        Wire.Answer created = create(party.owner(), null);
        String address = created.at("/createCalendarLink/address");
        assertThat(read(address).statusCode()).isEqualTo(200);
        Wire owner = Wire.of(port, party.owner());
        assertThat(owner.send("{ viewer { calendarLinks { id lastUsedAt } } }")
                        .at("/viewer/calendarLinks/0/lastUsedAt"))
                .endsWith("Z");
        Map<String, String> id = Map.of("id", created.at("/createCalendarLink/calendarLink/id"));
        String revoke = "mutation ($id: ID!) { revokeCalendarLink(id: $id) { revokedId } }";

        Wire.of(port, party.stranger()).send(revoke, id).isRefused("NOT_FOUND");
        owner.send(revoke, id).at("/revokeCalendarLink/revokedId");

        assertThat(read(address).statusCode()).isEqualTo(404);
        assertThat(owner.send("{ viewer { calendarLinks { id } } }").at("/viewer/calendarLinks"))
                .isEqualTo("[]");
    }

    /** As other programs may write them: a zone that nobody else knows, an hour that comes twice, and all the years there are. */
    @Test
    void hasWhateverTimesThereAre() throws Exception {
        superuser().sql("""
                        with written as (
                            insert into bookings (trip_id, kind, name, status, start_time, start_local, start_zone)
                            values (:trip, 'event', 'Twice', 'booked', '2026-10-25 01:30Z', '2026-10-25 02:30', 'Europe/Berlin'),
                                   (:trip, 'event', 'First', 'booked', null, '0002-01-01 12:00', 'Europe/Lisbon'),
                                   (:trip, 'event', 'Last', 'booked', null, '9998-06-01 12:00', 'Europe/Lisbon'),
                                   (:trip, 'event', 'Unknown', 'booked', null, '2027-05-02 12:00', 'Europe/Oslo')
                            returning id, name)
                        select id from written where name = 'Unknown'
                        """).param("trip", party.trip()).query(UUID.class).single();
        superuser().sql("""
                        begin;
                        set local session_replication_role = replica;
                        update bookings set start_zone = 'CEST' where name = 'Unknown' and trip_id = '%s';
                        commit""".formatted(party.trip())).update();

        String text = read(address(party.owner(), party.trip())).body();

        assertThat(text).contains("DTSTART:20261025T013000Z", "DTSTART:20270502T100000Z", "T120000");
        assertThat(text.split("BEGIN:(STANDARD|DAYLIGHT)", -1)).hasSizeLessThan(10);
    }

    @Test
    void goesWithItsUser() throws Exception {
        Traveller ada = Traveller.known(port);
        String address = address(ada, null);
        superuser().sql("delete from users where id = ?").param(ada.id()).update();

        assertThat(read(address).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?key=", "?key=x", "?key=tripsage_cal_000000000000000000000000000000000000"})
    void isNowhereElse(String query) throws Exception {
        HttpResponse<String> answer = read("/calendar.ics" + query);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"NOT_FOUND\"");
        assertThat(read("/calendar.ics?key=" + Secret.random(CalendarRoute.PREFIX))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void isOfNobodyElsesTrip() {
        create(party.stranger(), party.trip()).isRefused("NOT_FOUND");
        create(party.owner().through(port, "account:write"), null).isRefused("FORBIDDEN");
        create(party.owner().through(port, "trips:write"), null).isRefused("FORBIDDEN");
    }

    @Test
    void isKnownByItsTag() throws Exception {
        String address = address(party.owner(), party.trip());
        HttpResponse<String> first = read(address);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = Edge.send(new Edge(port).anonymous(address).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");

        superuser()
                .sql("update flights set flight_number = 'SK2' where trip_id = ?")
                .param(party.trip())
                .update();
        HttpResponse<String> changed =
                Edge.send(new Edge(port).anonymous(address).header("If-None-Match", tag));
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("SUMMARY:SK2\r\n", "SEQUENCE:2\r\n");
    }

    @Test
    void leavesNoSecretBehind(CapturedOutput log) throws Exception {
        String address = address(party.owner(), null);
        String secret = address.substring(address.indexOf('=') + 1);
        read(address);
        read(address + "x");

        assertThat(superuser()
                        .sql(
                                "select (l.hash = sha256(cast(:secret as bytea)))::text || (to_jsonb(l)::text like '%' || :secret || '%')"
                                        + " from calendar_links l where user_id = :user")
                        .param("secret", secret)
                        .param("user", party.owner().id())
                        .query(String.class)
                        .single())
                .isEqualTo("truefalse");
        assertThat(log.getAll()).doesNotContain(secret);
        assertThat(meters.getMeters().toString()).doesNotContain(secret);
    }

    @Test
    void hasTimesOfOneForm() throws Exception {
        UUID trip = party.owner().createTrip("No dates");
        superuser().sql("""
                        insert into flights (trip_id, flight_number, departure_local, arrival_local, departure_date, arrival_time)
                        values (:trip, 'A1', '2027-05-01 22:00', '2027-05-02 01:00', null, null),
                               (:trip, 'A2', null, null, '2027-05-03', null),
                               (:trip, 'A3', '2027-05-04 10:00', null, null, '2027-05-04 12:00+00'),
                               (:trip, 'A4', null, null, null, null)
                        """).param("trip", trip).update();

        String text = read(address(party.owner(), trip)).body();

        assertThat(text)
                .contains("DTSTART:20270501T220000\r\nDTEND:20270502T010000\r\nSUMMARY:A1\r\n")
                .contains("DTSTART;VALUE=DATE:20270503\r\nDTEND;VALUE=DATE:20270504\r\nSUMMARY:A2\r\n")
                .contains("DTSTART:20270504T100000\r\nSUMMARY:A3\r\n")
                .doesNotContain("A4");
    }
}
