package com.tripsage.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock on the ticket, as clients say and see it. */
class TicketTimeTests extends OneTraveller {

    private static final String FLIGHT = "id version departureTime departure { instant localDateTime date timeZone }";

    private static final String ADD =
            "mutation ($input: AddFlightInput!) { addFlight(input: $input) { flight { " + FLIGHT + " } } }";

    private static final String UPDATE =
            "mutation ($input: UpdateFlightInput!) { updateFlight(input: $input) { flight { " + FLIGHT + " } } }";

    UUID trip;

    @BeforeEach
    void plan() {
        trip = ada.createTrip("Lisbon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'departureTime': '2026-05-01T16:30:00Z', 'departureAirport': 'LIS' | 2026-05-01T16:30:00Z | 2026-05-01T17:30:00 | 2026-05-01 | Europe/Lisbon",
                "'departureTime': '2026-05-01T23:30:00Z', 'departureAirport': 'lis' | 2026-05-01T23:30:00Z | 2026-05-02T00:30:00 | 2026-05-02 | Europe/Lisbon",
                "'departureTime': '2026-05-01T16:30:00Z' | 2026-05-01T16:30:00Z | - | - | -",
                "'departureTime': '2026-05-01T16:30:00+00:00' | 2026-05-01T16:30:00Z | - | - | -",
                "'departureTime': '2026-05-01T16:30:00Z', 'departureAirport': 'Q1Q' | 2026-05-01T16:30:00Z | - | - | -",
                "'departureTime': '2026-05-01T22:00:00+05:30' | 2026-05-01T16:30:00Z | 2026-05-01T22:00:00 | 2026-05-01 | +05:30",
                "'departureTime': '2026-05-01T17:30:00+01:00', 'departureAirport': 'LIS' | 2026-05-01T16:30:00Z | 2026-05-01T17:30:00 | 2026-05-01 | Europe/Lisbon",
                "'departureTime': '2026-05-01T18:30:00+02:00', 'departureAirport': 'LIS' | 2026-05-01T16:30:00Z | 2026-05-01T18:30:00 | 2026-05-01 | +02:00",
                "'departureTime': '0000-12-31T23:00:00-02:00' | 0001-01-01T01:00:00Z | - | - | -",
                "'departureTime': '9999-12-31T23:30:00Z', 'departureAirport': 'BER' | 9999-12-31T23:30:00Z | - | - | Europe/Berlin",
                "'departureTime': null, 'departure': null | - | - | - | -",
                "'departure': {'localDateTime': '2026-05-01T17:30'} | - | 2026-05-01T17:30:00 | 2026-05-01 | -",
                "'departure': {'localDateTime': '2026-05-01T17:30'}, 'departureAirport': 'LIS' | 2026-05-01T16:30:00Z | 2026-05-01T17:30:00 | 2026-05-01 | Europe/Lisbon",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': '+05:30'} | 2026-05-01T12:00:00Z | 2026-05-01T17:30:00 | 2026-05-01 | +05:30",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'UTC'}, 'departureAirport': 'LIS' | 2026-05-01T17:30:00Z | 2026-05-01T17:30:00 | 2026-05-01 | UTC",
                "'departure': {'instant': '2026-05-01T16:30:00Z', 'localDateTime': '2026-05-01T22:00:00'} | 2026-05-01T16:30:00Z | 2026-05-01T22:00:00 | 2026-05-01 | +05:30",
                "'departure': {'instant': '2026-05-01T16:30:00Z', 'timeZone': 'Asia/Kolkata'} | 2026-05-01T16:30:00Z | 2026-05-01T22:00:00 | 2026-05-01 | Asia/Kolkata",
                "'departure': {'instant': '2026-05-01T16:30:00Z', 'date': '2026-05-02'} | 2026-05-01T16:30:00Z | - | 2026-05-02 | -",
                "'departure': {'date': '2026-05-01'} | - | - | 2026-05-01 | -",
                "'departure': {'date': '2026-05-01'}, 'departureAirport': 'LIS' | - | - | 2026-05-01 | Europe/Lisbon",
                // The clock is put forward from 02:00 to 03:00, and back from 03:00 to 02:00.
                "'departure': {'localDateTime': '2026-03-29T02:30'}, 'departureAirport': 'BER' | 2026-03-29T01:30:00Z | 2026-03-29T02:30:00 | 2026-03-29 | Europe/Berlin",
                "'departure': {'localDateTime': '2026-10-25T02:30'}, 'departureAirport': 'BER' | 2026-10-25T00:30:00Z | 2026-10-25T02:30:00 | 2026-10-25 | Europe/Berlin",
                "'departure': {'localDateTime': '2026-10-25T02:30', 'instant': '2026-10-25T01:30:00Z'}, 'departureAirport': 'BER' | 2026-10-25T01:30:00Z | 2026-10-25T02:30:00 | 2026-10-25 | Europe/Berlin",
                "'departureTime': '2026-05-01T17:30:00+01:00', 'departure': {'instant': '2026-05-01T16:30:00Z', 'localDateTime': '2026-05-01T22:00'} | 2026-05-01T16:30:00Z | 2026-05-01T22:00:00 | 2026-05-01 | +05:30"
            })
    void keepsWhatIsSaidAndWorksOutTheRest(
            String said,
            @Nullable String instant,
            @Nullable String local,
            @Nullable String date,
            @Nullable String zone) {
        String shown = instant == null && local == null && date == null ? "null" : time(instant, local, date, zone);
        Wire.Answer added = add(said);
        assertThat(added.at("/addFlight/flight/departure")).isEqualTo(shown);
        assertThat(added.at("/addFlight/flight/departureTime")).isEqualTo(instant == null ? "null" : instant);

        String id = add("'departure': {'localDateTime': '2020-01-01T00:00'}").at("/addFlight/flight/id");
        if (said.startsWith("'departure'")) {
            assertThat(update(id, said).at("/updateFlight/flight/departure")).isEqualTo(shown);
            assertThat(update(id, said).at("/updateFlight/flight/version")).isEqualTo("2");
        }
        assertThat(wire.send("""
                        mutation { createTrip(input: { title: "Other", flights: [{ %s }] }) {
                          trip { flights { departure { instant localDateTime date timeZone } } } } }""".formatted(
                                        said.replaceAll("'([a-zA-Z]+)':", "$1:").replace('\'', '"')))
                        .at("/createTrip/trip/flights/0/departure"))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'departure': {} | instant",
                "'departure': {'timeZone': 'UTC'} | instant",
                "'departure': {'localDateTime': '2026-05-01T24:00'} | localDateTime",
                "'departure': {'localDateTime': '2026-05-01T17:30Z'} | localDateTime",
                "'departure': {'localDateTime': '2026-05-01T17:30+01:00'} | localDateTime",
                "'departure': {'localDateTime': '2026-05-01 17:30'} | localDateTime",
                "'departure': {'localDateTime': '2026-05-01'} | localDateTime",
                "'departure': {'localDateTime': '2026-02-30T17:30'} | localDateTime",
                "'departure': {'localDateTime': '10000-05-01T17:30'} | localDateTime",
                "'departure': {'localDateTime': '0000-05-01T17:30'} | localDateTime",
                "'departure': {'date': '10000-05-01'} | date",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'Europe/Lissabon'} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'europe/lisbon'} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': '+5:30'} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': '+19:00'} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'FOO+3'} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': ''} | timeZone",
                "'departure': {'localDateTime': '2026-05-01T17:30', 'date': '2026-05-02'} | date",
                "'departure': {'instant': '2026-05-01T17:30:00Z', 'date': '2026-05-03'} | date",
                "'departure': {'instant': '2026-05-01T17:30:00Z', 'date': '2026-05-02', 'timeZone': 'UTC'} | date",
                "'departure': {'instant': '2026-05-01T17:30:00Z', 'localDateTime': '2026-05-01T17:30', 'timeZone': 'Europe/Lisbon'} | localDateTime",
                "'departure': {'instant': '2026-05-01T17:30:00Z', 'localDateTime': '2026-05-03T17:30'} | localDateTime",
                "'departure': {'instant': '2026-05-01T17:30:01Z', 'localDateTime': '2026-05-01T17:30'} | localDateTime"
            })
    void refusesWhatContradictsItself(String said, String part) {
        add(said).blames("input.flight.departure." + part);
        String id = add("'airline': 'TAP'").at("/addFlight/flight/id");
        update(id, said).blames("input.departure." + part);
    }

    @Test
    void refusesTwoFieldsThatContradictEachOther() {
        for (String said : new String[] {
            "'departureTime': '2026-05-01T17:30:00Z', 'departure': {'localDateTime': '2026-05-01T17:30'}",
            "'departureTime': '2026-05-01T17:30:00Z', 'departure': {'instant': '2026-05-01T17:31:00Z'}"
        }) {
            add(said).blames("input.flight.departure");
            update(add("'airline': 'TAP'").at("/addFlight/flight/id"), said).blames("input.departure");
        }
    }

    @Test
    void aZoneThatPostgresqlDoesNotKnowIsAnErrorToo() {
        add("'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'SystemV/AST4'}")
                .blames("input.departure.timeZone");
    }

    @Test
    void whatIsSaidLastStaysWhenThePlaceIsCorrected() {
        String ticket = add("'departure': {'localDateTime': '2026-05-01T17:30'}, 'departureAirport': 'LHR'")
                .at("/addFlight/flight/id");
        assertThat(update(ticket, "'departureAirport': 'BER'").at("/updateFlight/flight/departure"))
                .isEqualTo(time("2026-05-01T15:30:00Z", "2026-05-01T17:30:00", "2026-05-01", "Europe/Berlin"));
        assertThat(update(ticket, "'departureAirport': null").at("/updateFlight/flight/departure"))
                .isEqualTo(time(null, "2026-05-01T17:30:00", "2026-05-01", null));

        String feed = add("'departureTime': '2026-05-01T17:30:00Z', 'departureAirport': 'LHR'")
                .at("/addFlight/flight/id");
        assertThat(update(feed, "'departureAirport': 'BER'").at("/updateFlight/flight/departure"))
                .isEqualTo(time("2026-05-01T17:30:00Z", "2026-05-01T19:30:00", "2026-05-01", "Europe/Berlin"));
    }

    @Test
    void aDateMayComeBeforeTheTime() {
        String id = add("'departure': {'date': '2026-05-01'}, 'departureAirport': 'LIS'")
                .at("/addFlight/flight/id");
        assertThat(update(id, "'departure': {'localDateTime': '2026-05-02T06:00'}")
                        .at("/updateFlight/flight/departure"))
                .isEqualTo(time("2026-05-02T05:00:00Z", "2026-05-02T06:00:00", "2026-05-02", "Europe/Lisbon"));
        assertThat(update(id, "'departure': {'date': '2026-05-03'}").at("/updateFlight/flight/departure"))
                .isEqualTo(time(null, null, "2026-05-03", "Europe/Lisbon"));
        assertThat(update(id, "'departure': null").at("/updateFlight/flight/departure"))
                .isEqualTo("null");
    }

    @Test
    void aZoneThatWasSaidStaysForLaterTimes() {
        String id = add("'departure': {'localDateTime': '2026-05-01T17:30', 'timeZone': 'Asia/Tokyo'}")
                .at("/addFlight/flight/id");
        assertThat(update(id, "'departure': {'localDateTime': '2026-05-01T19:00'}")
                        .at("/updateFlight/flight/departureTime"))
                .isEqualTo("2026-05-01T10:00:00Z");
        assertThat(update(id, "'departureTime': '2026-05-01T12:00:00Z'")
                        .at("/updateFlight/flight/departure/localDateTime"))
                .isEqualTo("2026-05-01T21:00:00");
        assertThat(update(id, "'departureTime': '2026-05-01T12:00:00+03:00', 'departure': null")
                        .at("/updateFlight/flight/departure"))
                .isEqualTo(time("2026-05-01T09:00:00Z", "2026-05-01T12:00:00", "2026-05-01", "+03:00"));
    }

    @Test
    void landsTheDayBeforeAcrossTheDateLine() {
        String flight = "'departure': {'localDateTime': '2026-05-02T15:00'}, 'departureAirport': 'APW',"
                + " 'arrival': {'localDateTime': '%s'}, 'arrivalAirport': 'HNL'";
        add(flight.formatted("2026-05-01T21:10")).at("/addFlight/flight/id");
        add(flight.formatted("2026-05-01T16:00")).at("/addFlight/flight/id");
        add(flight.formatted("2026-05-01T15:59")).blames("input.arrivalTime");
    }

    @Test
    void eventsNameTheFieldsThatShowWhatChanged() {
        String id = add("'departureTime': '2026-05-01T17:30:00Z', 'departureAirport': 'LHR'")
                .at("/addFlight/flight/id");
        Listener listener =
                begun(ada, "subscription { tripEvents(tripId: \"" + trip + "\") { cursor kind changedFields } }");

        update(id, "'departureTime': '2026-05-01T18:30:00Z'");
        assertThat(listener.event().path("changedFields").toString()).isEqualTo("[\"departureTime\",\"departure\"]");
        update(id, "'departureAirport': 'BER'");
        assertThat(listener.event().path("changedFields").toString()).isEqualTo("[\"departureAirport\",\"departure\"]");
        update(id, "'airline': 'BA'");
        assertThat(listener.event().path("changedFields").toString()).isEqualTo("[\"airline\"]");
    }

    private Wire.Answer add(String fields) {
        return wire.send(
                ADD,
                "{'input': {'tripId': '%s', 'flight': {%s}}}"
                        .formatted(trip, fields)
                        .replace('\'', '"'));
    }

    private Wire.Answer update(String id, String fields) {
        return wire.send(
                UPDATE, "{'input': {'id': '%s', %s}}".formatted(id, fields).replace('\'', '"'));
    }

    private static String time(
            @Nullable String instant, @Nullable String local, @Nullable String date, @Nullable String zone) {
        return "{\"instant\":%s,\"localDateTime\":%s,\"date\":%s,\"timeZone\":%s}"
                .formatted(json(instant), json(local), json(date), json(zone));
    }

    private static String json(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
