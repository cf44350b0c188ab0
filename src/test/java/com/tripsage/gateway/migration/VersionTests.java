package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTests {

    private static final String STATE = "select string_agg(version || ' ' || updated_at, ',' order by %2$s) from %1$s";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            users; profile = '{"a": 1}'
            trips; title = title || '!'
            trips; metadata = '{"a": 1.0}'
            trip_members; role = case role when 'editor' then 'viewer' else 'editor' end
            flights; status = 'held'
            accommodations; coordinates = point(1, 2)
            bookings; seat = '61'
            assets; name = 'Pass.pdf'
            asset_uploads; name = 'Pass 2.pdf'
            memory_embeddings; content_text = content_text || '!'
            chat_sessions; title = title || '!'
            chat_messages; metadata = '{"a": 1}'
            memory_history; content_text = content_text || '!'
            trip_embeddings; embedding_model = 'another'
            """)
    void everyChangeCountsWhateverTheWriterSays(String table, String change) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            String before = superuser.value("select sum(version) from " + table);
            int rows = superuser.execute(
                    "update %s set %s, version = 99, updated_at = '2020-01-01'".formatted(table, change));

            assertThat(superuser.value(
                            "select sum(version) - %s from %s where updated_at > now()".formatted(before, table)))
                    .isEqualTo(String.valueOf(rows));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            users; profile = profile, preferences = '{}'; id
            trips; title = title, start_date = start_date, metadata = '{ }'; id
            trip_members; role = role; user_id
            flights; price = price, raw_data = raw_data; id
            accommodations; coordinates = coordinates, price_per_night = price_per_night; id
            bookings; from_coordinates = from_coordinates, price = price, travellers = travellers; id
            assets; name = name, is_missing = not is_missing; id
            asset_uploads; name = name, size = size; id
            memory_embeddings; content_text = content_text, superseded_by = superseded_by, last_seen_at = now(); id
            memory_embeddings; last_seen_at = now(); id
            chat_sessions; title = title, message_count = message_count; id
            chat_messages; content = content, session_id = session_id; id
            memory_history; content_text = content_text; id
            trip_embeddings; embedding = embedding; trip_id
            """)
    void anUpdateThatChangesNothingDoesNotCount(String table, String change, String key) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            String before = superuser.value(STATE.formatted(table, key));

            assertThat(superuser.execute(
                            "update %s set %s, version = 99, updated_at = '2020-01-01'".formatted(table, change)))
                    .isPositive();

            assertThat(superuser.value(STATE.formatted(table, key))).isEqualTo(before);
        }
    }

    /** Generated columns follow from the others, and have no values yet when the versions are counted. */
    @ParameterizedTest
    @CsvSource({"title, 0", "title || '!', 1"})
    void generatedColumnsAreNoChange(String title, String versions) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("alter table trips add column title_words tsvector"
                    + " generated always as (to_tsvector('simple', title)) stored");
            superuser.execute("select gateway.count_versions('public.trips')");
            superuser.execute("update trips set title = " + title + " where id = {trip}");

            assertThat(superuser.value("select version - 1 from trips where id = {trip}"))
                    .isEqualTo(versions);
        }
    }
}
