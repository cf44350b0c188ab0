package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for everything in the database, also for what later migrations add. */
class CatalogueTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    /** But for the gateway's settings, airports, and Flyway's table, which say nothing of anybody: grants alone keep callers from them. */
    @Test
    void everyTableForcesRowSecurity() throws SQLException {
        assertNone("""
                select c.oid::regclass
                  from pg_class c
                 where c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'changelog'::regnamespace)
                   and c.relname not in ('sharing_mode', 'places', 'health_thresholds', 'flyway_schema_history')
                   and c.relkind in ('r', 'p')
                   and not (c.relrowsecurity and (c.relforcerowsecurity or c.relnamespace = 'changelog'::regnamespace))
                """);
    }

    @Test
    void everyTableHasAPolicy() throws SQLException {
        assertNone("""
                select c.oid::regclass
                  from pg_class c
                 where c.relnamespace = 'public'::regnamespace
                   and c.relkind in ('r', 'p')
                   and not exists (select from pg_policy p where p.polrelid = c.oid)
                """);
    }

    @Test
    void everyPolicyAsksWhoIsCallingOncePerStatement() throws SQLException {
        assertNone("""
                select p.tablename || '.' || p.policyname
                  from pg_policies p,
                       unnest(array[p.qual, p.with_check]) as condition
                 where regexp_replace(condition, '\\( SELECT \\w+\\.\\w+\\(\\) AS \\w+\\)', '', 'g') ~ '(auth|sharing|changelog)\\.\\w+\\('
                """);
    }

    @Test
    void everyPolicyIsForARoleOfItsOwn() throws SQLException {
        assertNone("""
                select p.tablename || '.' || p.policyname
                  from pg_policies p
                 where p.schemaname = 'public'
                   and p.roles not in (array['authenticated']::name[], array['tripsage_sharing']::name[],
                                       array['tripsage_embedding']::name[], array['tripsage_changelog']::name[],
                                       array['tripsage_erasure']::name[],
                                       array['tripsage_provider_keys']::name[],
                                       array['tripsage_erasure']::name[],
                                       array['tripsage_provider_keys']::name[],
                                       array['tripsage_tokens']::name[],
                                       array['tripsage_audit']::name[],
                                       array['tripsage_webhook']::name[],
                                       array['tripsage_assets']::name[],
                                       array['tripsage_links']::name[],
                                       array['tripsage_chat']::name[])
                """);
    }

    @Test
    void everyForeignKeyHasAnIndex() throws SQLException {
        assertNone("""
                select k.conrelid::regclass || '.' || k.conname
                  from pg_constraint k
                 where k.contype = 'f'
                   and not exists (
                           select
                             from pg_index i
                            where i.indrelid = k.conrelid
                              and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) like '%IS NOT NULL)')
                              and (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)
                """);
    }

    @Test
    void functionsThatActAsTheirOwnerAreHarmless() throws SQLException {
        assertNone("""
                select f.oid::regprocedure
                  from pg_proc f
                  join pg_roles owner on owner.oid = f.proowner
                 where f.prosecdef
                   and f.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                   and (coalesce(f.proconfig @> array['search_path=pg_catalog, pg_temp'], false) is false
                        or owner.rolsuper
                        or owner.rolbypassrls
                        or owner.rolcanlogin
                        or exists (select
                                     from pg_class c
                                    where c.relowner = f.proowner
                                      and c.relkind in ('r', 'p')
                                      and c.relnamespace <> 'changelog'::regnamespace)
                        or exists (select
                                     from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
                                    where a.grantee = 0))
                """);
    }

    @Test
    void everyFunctionKnowsWhereItLooks() throws SQLException {
        assertNone("""
                select f.oid::regprocedure
                  from pg_proc f
                 where f.pronamespace in ('gateway'::regnamespace, 'sharing'::regnamespace, 'embedding'::regnamespace, 'changelog'::regnamespace, 'idempotency'::regnamespace, 'erasure'::regnamespace, 'rates'::regnamespace, 'clock'::regnamespace, 'asset'::regnamespace, 'links'::regnamespace, 'chat'::regnamespace, 'monitoring'::regnamespace)
                   and f.prosqlbody is null
                   and coalesce(f.proconfig @> array['search_path=pg_catalog, pg_temp'], false) is false
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anon", "public"})
    void nothingIsGrantedToEverybody(String role) throws SQLException {
        assertNone("""
                select c.oid::regclass
                  from pg_class c
                 where c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'sharing'::regnamespace, 'embedding'::regnamespace, 'changelog'::regnamespace, 'idempotency'::regnamespace, 'erasure'::regnamespace, 'rates'::regnamespace, 'clock'::regnamespace, 'asset'::regnamespace, 'links'::regnamespace, 'chat'::regnamespace, 'monitoring'::regnamespace)
                   and c.relkind in ('r', 'p', 'v', 'm')
                   and (has_table_privilege('%1$s', c.oid, 'select, insert, update, delete, truncate, references, trigger')
                        or has_any_column_privilege('%1$s', c.oid, 'select, insert, update, references'))
                """.formatted(role));
    }

    @Test
    void whoIsSignedInGetsNoMoreThanRowsOfTheTables() throws SQLException {
        assertNone("""
                select c.oid::regclass
                  from pg_class c
                 where c.relnamespace in ('public'::regnamespace, 'gateway'::regnamespace, 'sharing'::regnamespace, 'embedding'::regnamespace, 'changelog'::regnamespace, 'idempotency'::regnamespace, 'erasure'::regnamespace, 'rates'::regnamespace, 'clock'::regnamespace, 'asset'::regnamespace, 'chat'::regnamespace, 'monitoring'::regnamespace)
                   and c.relkind in ('r', 'p', 'v', 'm')
                   and (has_table_privilege('authenticated', c.oid, 'truncate, references, trigger')
                        or c.relnamespace <> 'public'::regnamespace
                           and has_any_column_privilege('authenticated', c.oid, 'select, insert, update, references')
                           and c.oid <> 'changelog.change_log'::regclass)
                """);
    }

    @Test
    void theHistoryOfTheMigrationsIsNotAmongTheTables() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.values("select tablename from pg_tables where schemaname = 'public'"))
                    .doesNotContain("flyway_schema_history");
            assertThat(superuser.values("select tablename from pg_tables where schemaname = 'gateway'"))
                    .contains("flyway_schema_history");
        }
    }

    @Test
    void everyTableCountsItsVersions() throws SQLException {
        assertNone("""
                select c.oid::regclass
                  from pg_class c
                 where c.relnamespace = 'public'::regnamespace
                   and c.relkind in ('r', 'p')
                   and not exists (
                           select
                             from pg_trigger t
                            where t.tgrelid = c.oid
                              and t.tgfoid = ('gateway.' || c.relname || '_next_version')::regproc
                              and t.tgenabled = 'O'
                              and pg_get_triggerdef(t.oid) like '%BEFORE UPDATE O%FOR EACH ROW EXECUTE%')
                """);
    }

    @Test
    void everyTableAndFunctionIsExplained() throws SQLException {
        assertNone("""
                select c.oid::regclass::text
                  from pg_class c
                 where c.relnamespace = 'public'::regnamespace
                   and c.relkind in ('r', 'p')
                   and obj_description(c.oid, 'pg_class') is null
                union all
                select f.oid::regprocedure::text
                  from pg_proc f
                 where f.pronamespace in ('gateway'::regnamespace, 'sharing'::regnamespace, 'embedding'::regnamespace, 'changelog'::regnamespace, 'idempotency'::regnamespace, 'erasure'::regnamespace, 'rates'::regnamespace, 'clock'::regnamespace, 'asset'::regnamespace, 'links'::regnamespace, 'chat'::regnamespace, 'monitoring'::regnamespace)
                   and obj_description(f.oid, 'pg_proc') is null
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "users: id uuid, email character varying(255), auth_provider character varying(50), profile jsonb,"
                        + " preferences jsonb, api_keys jsonb, travel_preferences jsonb,"
                        + " created_at timestamp with time zone, updated_at timestamp with time zone",
                "trips: id uuid, user_id uuid, title character varying(255), description text, start_date date,"
                        + " end_date date, budget_total numeric(19,4), status character varying(50),"
                        + " destinations jsonb, metadata jsonb, created_at timestamp with time zone,"
                        + " updated_at timestamp with time zone",
                "flights: id uuid, trip_id uuid, airline character varying(100), flight_number character varying(20),"
                        + " departure_airport character varying(10), arrival_airport character varying(10),"
                        + " departure_time timestamp with time zone, arrival_time timestamp with time zone,"
                        + " price numeric(19,4), currency character varying(3),"
                        + " booking_reference character varying(100), status character varying(50), raw_data jsonb,"
                        + " created_at timestamp with time zone",
                "accommodations: id uuid, trip_id uuid, name character varying(255), type character varying(50),"
                        + " address text, coordinates point, check_in_date date, check_out_date date,"
                        + " price_per_night numeric(19,4), total_price numeric(19,4), currency character varying(3),"
                        + " booking_reference character varying(100), amenities jsonb, ratings jsonb,"
                        + " status character varying(50), raw_data jsonb, created_at timestamp with time zone",
                "bookings: id uuid, trip_id uuid, kind character varying(50), name character varying(255),"
                        + " carrier character varying(100), number character varying(50),"
                        + " from_name character varying(255), from_code character varying(20), from_coordinates point,"
                        + " to_name character varying(255), to_code character varying(20), to_coordinates point,"
                        + " start_time timestamp with time zone, start_local timestamp without time zone, start_date date,"
                        + " start_zone character varying(64), end_time timestamp with time zone,"
                        + " end_local timestamp without time zone, end_date date, end_zone character varying(64),"
                        + " seat character varying(50), price numeric(19,4), currency character varying(3),"
                        + " booking_reference character varying(100), status character varying(50), raw_data jsonb,"
                        + " created_at timestamp with time zone",
                "memory_embeddings: id uuid, user_id uuid, content_type character varying(50), content_text text,"
                        + " embedding vector(1536), metadata jsonb, session_id uuid,"
                        + " created_at timestamp with time zone",
                "chat_sessions: id uuid, user_id uuid, title character varying(255),"
                        + " agent_used character varying(100), message_count integer, session_state jsonb,"
                        + " last_activity timestamp with time zone, created_at timestamp with time zone",
                "chat_messages: id uuid, session_id uuid, role character varying(20), content text, metadata jsonb,"
                        + " tool_calls jsonb, created_at timestamp with time zone"
            })
    void theColumnsThatOtherProgramsKnowAreThere(String table, String columns) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.values("""
                            select attname || ' ' || format_type(atttypid, atttypmod)
                              from pg_attribute
                             where attrelid = 'public.%s'::regclass
                               and attnum > 0
                            """.formatted(table))).contains(columns.split(", ", -1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trips USING btree (user_id, start_date)",
                "flights USING btree (trip_id, departure_time)",
                "accommodations USING btree (trip_id, check_in_date, check_out_date)",
                "bookings USING btree (trip_id, start_time)",
                "memory_embeddings USING btree (user_id, embedding_model) INCLUDE (embedding_code, id, content_type,"
                        + " created_at, session_id) WHERE ((embedding IS NOT NULL) AND (superseded_by IS NULL))",
                "memory_embeddings USING gin (metadata)",
                "trips USING btree (user_id, COALESCE(start_date, 'infinity'::date), \"position\")",
                "trips USING btree (user_id, created_at, \"position\")",
                "chat_sessions USING btree (user_id, last_activity, \"position\")",
                "chat_messages USING btree (session_id, \"position\")",
                "memory_embeddings USING btree (user_id, created_at, \"position\")"
            })
    void everyOrderingAndSearchHasItsIndex(String index) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.values("select split_part(indexdef, ' ON public.', 2) from pg_indexes"))
                    .contains(index);
        }
    }

    /** PostgreSQL's parser takes 29 s for 100,000 characters of "1-a-", which every writer of such a text would wait for. */
    @Test
    void noIndexParsesTexts() throws SQLException {
        assertNone("select indexdef from pg_indexes where indexdef like '%to_tsvector(%'");
    }

    private void assertNone(String query) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.values(query)).isEmpty();
        }
    }
}
