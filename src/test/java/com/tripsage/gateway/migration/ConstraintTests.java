package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trips             | start_date = '2026-06-09'                              | trip_ends_after_it_starts
            trips             | end_date = 'infinity'                                  | trip_dates_have_four_digit_years
            trips             | end_date = '10000-01-01'                               | trip_dates_have_four_digit_years
            flights           | arrival_time = 'infinity'                              | flight_times_have_four_digit_years
            accommodations    | check_out_date = 'infinity'                            | accommodation_dates_have_four_digit_years
            trips             | budget_total = -0.01                                   | trip_budget_is_not_negative
            trips             | budget_total = 'NaN'                                   | trip_budget_is_not_negative
            trips             | budget_currency = 'eur'                                | trip_currency_has_three_letters
            trips             | status = 'PLANNING'                                    | trip_status_is_known
            trips             | description = repeat('x', 100001)                      | trip_description_is_not_too_long
            trips             | title = repeat('x', 256)                               | 22001
            trips             | title = null                                           | 23502
            trips             | budget_total = 1e15                                    | 22003
            flights           | departure_time = '2026-05-02', arrival_time = '2026-05-01' | flight_arrives_after_it_departs
            flights           | price = -1                                             | flight_price_is_not_negative
            flights           | price = 'NaN'                                          | flight_price_is_not_negative
            flights           | price = 'Infinity'                                     | 22003
            flights           | currency = 'US'                                        | flight_currency_has_three_letters
            flights           | status = 'lost'                                        | flight_status_is_known
            flights           | departure_airport = 'twelveletter'                     | 22001
            accommodations    | check_in_date = '2026-05-02', check_out_date = '2026-05-01' | accommodation_ends_after_it_starts
            accommodations    | coordinates = point(180.1, 0)                          | accommodation_is_on_earth
            accommodations    | coordinates = point(0, -90.1)                          | accommodation_is_on_earth
            accommodations    | coordinates = point('NaN', 0)                          | accommodation_is_on_earth
            accommodations    | price_per_night = -1                                   | accommodation_night_price_is_not_negative
            accommodations    | total_price = -1                                       | accommodation_total_price_is_not_negative
            accommodations    | currency = 'E12'                                       | accommodation_currency_has_three_letters
            accommodations    | total_currency = 'eur'                                 | accommodation_total_currency_has_three_letters
            accommodations    | total_currency = 'EURO'                                | 22001
            accommodations    | status = 'lost'                                        | accommodation_status_is_known
            accommodations    | address = repeat('x', 10001)                           | accommodation_address_is_not_too_long
            bookings          | kind = 'plane'                                         | booking_kind_is_known
            bookings          | start_time = '2026-05-02', end_time = '2026-05-01'     | booking_ends_after_it_starts
            bookings          | start_time = 'infinity'                                | bookings_start_has_a_four_digit_year
            bookings          | end_date = 'infinity'                                  | bookings_end_has_a_four_digit_year
            bookings          | from_coordinates = point(180.1, 0)                     | booking_begins_on_earth
            bookings          | to_coordinates = point(0, 90.1)                        | booking_ends_on_earth
            bookings          | price = -1                                             | booking_price_is_not_negative
            bookings          | price = 'NaN'                                          | booking_price_is_not_negative
            bookings          | currency = 'E12'                                       | booking_currency_has_three_letters
            bookings          | status = 'lost'                                        | booking_status_is_known
            bookings          | travellers = '{}'                                      | bookings_travellers_are_people
            bookings          | travellers = '[{"name": 7}]'                           | bookings_travellers_are_people
            bookings          | travellers = array_to_json(array_fill('{}'::jsonb, '{51}'))::jsonb | bookings_have_at_most_50_travellers
            assets            | size = 0                                               | asset_has_bytes
            assets            | sha256 = 'x'                                           | asset_hash_is_a_sha256
            assets            | user_id = {owner}                                      | asset_is_of_a_trip_or_a_user
            assets            | trip_id = null                                         | asset_is_of_a_trip_or_a_user
            assets            | is_picture = true                                      | asset_picture_is_a_users
            assets            | width = 1                                              | asset_sides_are_both_or_none
            assets            | width = 0, height = 1                                  | asset_sides_are_both_or_none
            asset_uploads     | size = 0                                               | asset_upload_has_bytes
            asset_uploads     | sha256 = 'x'                                           | asset_upload_hash_is_a_sha256
            asset_uploads     | is_picture = true                                      | asset_upload_picture_is_a_users
            trip_members      | role = 'owner'                                         | trip_member_role_is_known
            memory_embeddings | content_type = 'gossip'                                | memory_kind_is_known
            memory_embeddings | content_text = repeat('x', 100001)                     | memory_text_is_not_too_long
            memory_embeddings | embedding = '[1,2,3]'                                  | 22000
            memory_embeddings | embedding_model = null                                 | 23502
            memory_embeddings | embedding_model = repeat('x', 101)                     | 22001
            memory_embeddings | superseded_by = id                                     | memory_is_superseded_by_another
            memory_embeddings | superseded_by = gen_random_uuid()                      | memory_superseded_by_of_the_user
            trip_embeddings   | embedding = null                                       | 23502
            gateway.embedding_queue | kind = 'user'                                    | embedding_queue_kind_is_known
            chat_sessions     | message_count = -1                                     | chat_session_message_count_is_not_negative
            chat_messages     | role = 'oracle'                                        | chat_message_role_is_known
            chat_messages     | role = 'tool'                                          | chat_message_of_a_tool_names_its_call
            chat_messages     | parts = '{}'                                           | chat_message_parts_are_a_list
            chat_messages     | model_fields = '[]'                                    | chat_message_model_fields_are_an_object
            chat_messages     | model_fields = '{"content": null, "refusal": null}'    | chat_message_without_content_says_something_else
            chat_messages     | state = 'late'                                         | chat_message_state_is_known
            chat_messages     | parts = '[]', state = 'streaming'                      | chat_message_of_parts_is_not_streamed
            chat_messages     | content = repeat('x', 1000001)                         | chat_message_content_is_not_too_long
            trip_invitations  | role = 'owner'                                         | trip_invitation_role_is_known
            trip_invitation_links | role = 'owner'                                     | trip_invitation_link_role_is_known
            trip_invitation_links | uses = 2                                           | trip_invitation_link_is_used_as_it_may_be
            trip_invitation_links | max_uses = 201                                     | trip_invitation_link_lets_in_at_most_200
            trip_invitation_links | expires_at = created_at                            | trip_invitation_link_ends_after_it_began
            access_tokens     | trip_id = {trip}                                       | access_token_of_a_trip_reads_a_link
            access_tokens     | scope = 'link:read'                                    | access_token_of_a_trip_reads_a_link
            user_blocks       | blocked_id = user_id                                   | user_blocks_somebody_else
            users             | email = repeat('x', 256)                               | 22001
            """)
    void aRowThatMakesNoSenseIsRefusedForEveryWriter(String table, String change, String refusal) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.refusal("update %s set %s".formatted(table, change)))
                    .isEqualTo(refusal);
        }
    }

    /** A list in which nothing but objects of texts is, also not within another list. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{\"name\": \"Ada\"}",
                "[null]",
                "[7]",
                "[\"Ada\"]",
                "[[]]",
                "[[{\"name\": \"Ada\"}]]",
                "[{\"name\": \"Ada\"}, [{\"name\": \"Anne\"}]]",
                "[{\"name\": []}]",
                "[{\"name\": [\"Ada\"]}]",
                "[{\"name\": [[\"Ada\"]]}]",
                "[{\"name\": {}}]",
                "[{\"name\": {\"name\": \"Ada\"}}]",
                "[{\"name\": 7}]",
                "[{\"name\": null}]",
                "[{\"name\": true}]",
                "[{\"seat\": \"1A\", \"room\": [\"7\"]}]"
            })
    void travellersAreAListOfPeople(String travellers) throws SQLException {
        for (String table : List.of("flights", "accommodations", "bookings")) {
            try (Session superuser = database.asSuperuser()) {
                assertThat(superuser.refusal("update %s set travellers = '%s'".formatted(table, travellers)))
                        .isEqualTo(table + "_travellers_are_people");
            }
        }
    }

    @Test
    void noListOfManyTravellersHidesInAList() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.refusal("""
                            update flights set travellers = jsonb_build_array(
                                (select jsonb_agg(jsonb_build_object('name', 'x')) from generate_series(1, 10000)))
                            """)).isEqualTo("flights_travellers_are_people");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update flights set travellers = '[]'",
                "update bookings set travellers = '[{}, {\"name\": \"\"}, {\"name\": \"Ada\", \"seat\": \"1A\"}]'",
                "update trips set start_date = null",
                "update trips set start_date = end_date",
                "update flights set departure_time = '2026-05-01T10:00Z', arrival_time = null",
                "update accommodations set coordinates = point(-180, 90)",
                "update accommodations set check_in_date = '2026-05-01', check_out_date = '2026-05-01'",
                "update memory_embeddings set content_type = null",
                "update memory_embeddings set last_seen_at = null",
                "update memory_embeddings set embedding = array_fill(0::real, array[1536])",
                "update trips set budget_total = 99999999.99, budget_currency = 'JPY'",
                "update flights set price = 999999999999999.9999, currency = 'ABC'",
                "update users set email = 'owner@example.com'",
                "update users set email = ''"
            })
    void whatIsOpenOrAtTheEdgeIsFine(String sql) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.execute(sql)).isPositive();
        }
    }

    /** The statements of somebody who knows the tables as they were before this gateway. */
    @Test
    void programsThatKnowOnlyTheOldColumnsGoOnWorking() throws SQLException {
        try (Session program = database.asSuperuser()) {
            for (String sql : OLD_INSERTS.split(";\n", -1)) {
                assertThat(program.execute(sql)).isEqualTo(1);
            }
            assertThat(program.value("""
                            select concat_ws(' ', u.auth_provider, u.profile, u.travel_preferences, t.status, t.metadata,
                                             f.status, f.currency, a.status, a.currency, s.message_count, t.version)
                              from users u
                              join trips t          on t.user_id = u.id
                              join flights f        on f.trip_id = t.id
                              join accommodations a on a.trip_id = t.id
                              join chat_sessions s  on s.user_id = u.id
                             where u.id = {ada}
                            """)).isEqualTo("supabase {} {} planning {} searched USD searched USD 1 1");
        }
    }

    private static final String OLD_INSERTS = """
            insert into users (id, email) values ({ada}, 'ada@example.com');
            insert into trips (id, user_id, title) values ({adas}, {ada}, 'Kyoto');
            insert into flights (trip_id, airline, flight_number) values ({adas}, 'Aurora Air', 'AU 7');
            insert into accommodations (trip_id, name, coordinates) values ({adas}, 'Ryokan', '(135.77,35.01)');
            insert into memory_embeddings (user_id, content_text, embedding)
                 select {ada}, 'Likes tea', array_agg(1)::vector(1536) from generate_series(1, 1536);
            insert into chat_sessions (id, user_id, title, agent_used, message_count, session_state, last_activity, created_at)
                 values ({adas_chat}, {ada}, 'Kyoto plans', 'planner', 60, '{}', '2025-01-01', '2025-01-01');
            insert into chat_messages (session_id, role, content, metadata, created_at)
                 values ({adas_chat}, 'assistant', 'Spring is lovely', '{"tokens": 7}', '2025-01-02')""";
}
