package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks of tickets, whoever writes them: what is kept after some writes one after the other. */
class ClockTests {

    private static final String ROW = "insert into flights (id, trip_id) values ({document}, {trip})";

    private static final String KEPT = """
            select concat_ws(' ', coalesce(to_char(departure_time at time zone 'UTC', 'DD HH24:MI'), '-'),
                                  coalesce(to_char(departure_local, 'DD HH24:MI'), '-'),
                                  coalesce(to_char(departure_date, 'DD'), '-'), coalesce(departure_zone, '-'))
              from flights
             where id = {document}""";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Who knows departure_time alone.
                "time = '2026-05-01 16:30Z' | 01 16:30 - - -",
                "time = '2026-05-01 16:30Z', zone = 'Asia/Tokyo'; time = '2026-05-01 18:30Z' | 01 18:30 02 03:30 02 Asia/Tokyo",
                "local = '2026-05-01 16:30'; time = '2026-05-01 18:30Z' | 01 18:30 - - -",
                "local = '2026-05-01 16:30', zone = 'Asia/Tokyo'; time = null | - - - -",
                "local = '2026-05-01 16:30', zone = 'Asia/Tokyo'; time = time | 01 07:30 01 16:30 01 Asia/Tokyo",
                // Who knows the local time.
                "local = '2026-05-01 16:30'; zone = '-03:30' | 01 20:00 01 16:30 01 -03:30",
                "local = '2026-05-01 16:30', zone = '-03:30'; zone = null | - 01 16:30 01 -",
                "time = '2026-05-01 16:30Z', zone = '-03:30'; zone = null | 01 16:30 - - -",
                "time = '2026-05-01 16:30Z'; local = '2026-05-01 18:30' | - 01 18:30 01 -",
                "time = '2026-05-01 16:30Z', zone = 'UTC'; local = null | 01 16:30 01 16:30 01 UTC",
                "time = '2026-05-01 16:30Z', local = '2026-05-01 18:30' | 01 16:30 01 18:30 01 +02:00",
                "time = '2026-05-01 16:30Z', local = '2026-05-01 18:30'; time = '2026-05-02 16:30Z', local = '2026-05-02 19:30' | 02 16:30 02 19:30 02 +03:00",
                "local = '2011-12-30 10:00', zone = 'Pacific/Apia' | 30 20:00 30 10:00 30 Pacific/Apia",
                "local = '2026-04-05 01:45', zone = 'Australia/Lord_Howe' | 04 14:45 05 01:45 05 Australia/Lord_Howe",
                "time = '2026-10-25 01:30Z', local = '2026-10-25 02:30', zone = 'Europe/Berlin'; zone = 'Europe/Paris' | 25 00:30 25 02:30 25 Europe/Paris",
                "time = '2026-10-25 01:30Z', local = '2026-10-25 02:30', zone = 'Europe/Berlin'; airport = 'XXX' | 25 01:30 25 02:30 25 Europe/Berlin",
                // Who knows the day.
                "date = '2026-05-01' | - - 01 -",
                "date = '2026-05-01'; local = '2026-05-02 10:00' | - 02 10:00 02 -",
                "local = '2026-05-01 16:30', zone = 'Asia/Tokyo'; date = '2026-05-03' | 03 07:30 03 16:30 03 Asia/Tokyo",
                "local = '2026-05-01 16:30', zone = 'Asia/Tokyo'; date = null | - - - -",
                "local = '2026-05-01 16:30'; date = null | - - - -",
                "time = '2026-05-01 23:30Z', date = '2026-05-02' | 01 23:30 - 02 -",
                "time = '2026-05-01 23:30Z', date = '2026-05-02'; zone = 'UTC' | 01 23:30 01 23:30 01 UTC",
                "time = '2026-05-01 23:30Z'; date = '2026-06-02' | - - 02 -",
                "local = '2026-05-01 16:30'; time = null, local = null, date = '2026-05-01' | - - 01 -",
                "local = '2026-05-01 16:30', zone = 'UTC'; time = null, date = null, zone = 'Asia/Tokyo' | 01 07:30 01 16:30 01 Asia/Tokyo"
            })
    void agreeWithWhatWasSaidLast(String writes, String kept) throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute(ROW);
            for (String write : writes.split("; ", -1)) {
                session.execute(update(write));
            }

            assertThat(session.value(KEPT)).isEqualTo(kept);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zone = 'Europe/Lissabon' | flights_departure_zone_is_known",
                "zone = 'FOO+3' | flights_departure_zone_is_known",
                "zone = 'SystemV/AST4' | flights_departure_zone_is_known",
                "zone = '+5' | flights_departure_zone_is_known",
                "zone = '+18:30' | flights_departure_zone_is_known",
                "local = '2026-05-01 16:30', date = '2026-05-02' | flights_departure_says_one_thing",
                "local = '2026-05-01 16:30', time = '2026-05-01 16:30Z', zone = 'Asia/Tokyo' | flights_departure_says_one_thing",
                "local = '2026-05-01 16:30', time = '2026-05-03 16:30Z' | flights_departure_says_one_thing",
                "time = '2026-05-01 16:30Z', date = '2026-05-03' | flights_departure_says_one_thing",
                "local = '10000-05-01 16:30' | flights_departure_has_a_four_digit_year",
                "local = 'infinity' | flights_departure_has_a_four_digit_year",
                "date = 'infinity' | flights_departure_has_a_four_digit_year",
                "local = '0001-05-01 16:30 BC' | flights_departure_has_a_four_digit_year"
            })
    void refuseWhatContradictsItself(String writes, String constraint) throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute(ROW);
            assertThat(session.refusal(update(writes))).isEqualTo(constraint);
        }
    }

    private static String update(String columns) {
        return "update flights set "
                + columns.replaceAll("\\b(time|local|date|zone)\\b", "departure_$1")
                        .replace("airport", "departure_airport")
                + " where id = {document}";
    }
}
