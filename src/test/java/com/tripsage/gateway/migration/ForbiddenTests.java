package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that are refused as such: to everybody who is signed in, and to the gateway's roles, which do little by themselves. */
class ForbiddenTests {

    private static final String FORBIDDEN = "42501";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # What a row is stays.
            update memory_embeddings set user_id = {stranger}
            update chat_sessions set user_id = {stranger}
            update chat_messages set session_id = {strangers_chat}
            update users set id = {newcomer}
            update users set email = 'other@example.com'
            update trip_members set user_id = {stranger} where trip_id = {trip}
            update trip_members set trip_id = {other_trip} where trip_id = {trip}
            update trips set version = 7
            insert into trips (user_id, title, version) values ({owner}, 'Bari', 7)

            # Nobody inserts for somebody else.
            insert into trips (user_id, title) values ({stranger}, 'Bari')
            insert into memory_embeddings (user_id, content_text) values ({stranger}, 'Eats no fish')
            insert into chat_sessions (user_id) values ({stranger})
            insert into chat_messages (session_id, role, content) values ({strangers_chat}, 'user', 'Why?')
            insert into trip_embeddings (trip_id, embedding, embedding_model) values ({strangers_trip}, array_fill(2::real, array[1536]), 'other')
            insert into flights (trip_id) values ({strangers_trip})
            insert into accommodations (trip_id, name) values ({strangers_trip}, 'Posada')
            insert into bookings (trip_id) values ({strangers_trip})

            # Nobody reaches what is behind the functions of sharing.
            select sharing.holder('stranger@example.com')
            select * from sharing.received(null)
            select sharing.consent()
            insert into trip_invitations (trip_id, address, address_key, role) values ({trip}, 'a@b', 'a@b', 'viewer')
            update trip_invitations set role = 'editor'
            select * from email_holders
            insert into user_blocks (user_id, blocked_id) values ({editor}, {stranger})
            update users set email = 'stranger@example.com' where id = {owner}
            update users set email_verified = true where id = {owner}
            set local role tripsage_sharing

            # The owner does not see when or how often an invitation was changed: that would tell whether it was declined.
            select declined_at from trip_invitations
            select version from trip_invitations
            select updated_at from trip_invitations
            select address_key from trip_invitations
            select * from trip_invitations
            select xmin from trip_invitations
            select from gateway.trip_removals
            insert into gateway.trip_removals (trip_id, user_id) values ({trip}, {editor})
            delete from gateway.trip_removals
            select sharing.note_removal()
            select hash from trip_invitation_links
            select * from trip_invitation_links
            update trip_invitation_links set uses = 0
            update trip_invitation_links set role = 'editor'
            select hash from access_tokens
            update access_tokens set trip_id = {trip}
            insert into access_tokens (user_id, trip_id, name, scope, hash, expires_at) values ({owner}, {strangers_trip}, 'a', 'link:read', sha256('x'), now() + interval '1 day')

            # The queue of texts is left alone.
            select from gateway.embedding_queue
            insert into gateway.embedding_queue (kind, id, user_id) values ('memory', {memory}, {owner})
            update gateway.embedding_queue set due_at = 'infinity'
            delete from gateway.embedding_queue
            truncate gateway.embedding_queue
            set local role tripsage_embedding
            select embedding.keep_memory()
            insert into memory_embeddings (user_id, content_text, superseded_by, version) values ({owner}, 'x', null, 7)
            update memory_history set replaced_at = now()

            # Who sends to a webhook is not its user's to say.
            update webhooks set lease = {owner}, lease_until = now()
            update webhooks set user_id = {stranger}
            insert into webhooks (user_id, url, secret, log_cursor) values ({stranger}, 'https://example.com', 'x', 'x')
            update webhook_deliveries set attempts = 0
            set local role tripsage_webhook

            # The change log is only read.
            select request_id from changelog.change_log
            select audience from changelog.change_log
            select from changelog.change_log_default
            select from changelog.origin
            insert into changelog.change_log (table_name, operation, row_id, row_version) values ('trips', 'DELETE', {trip}, 1)
            update changelog.change_log set xid = '1'
            delete from changelog.change_log
            truncate changelog.change_log
            select nextval('changelog.change_id')
            select from changelog.audit_log
            delete from changelog.audit_log
            select changelog.note('users', 'SIGN_IN', {owner}, {owner})
            set local role tripsage_audit
            select changelog.adopt()
            select changelog.expire_cursors()
            select changelog.maintain('1 day')
            set local role tripsage_changelog
            """)
    void isRefusedToWhoeverIsSignedIn(String sql) throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.refusal(sql)).isEqualTo(FORBIDDEN);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sharing   | select description from public.trips
            sharing   | select api_keys from public.users
            sharing   | select joined_at from public.trip_members
            sharing   | update public.trips set id = id
            sharing   | delete from public.trip_members
            sharing   | insert into public.user_blocks (user_id, blocked_id) values ({owner}, {stranger})
            sharing   | insert into public.users (id, email) values ({nobody}, 'nobody@example.com')
            sharing   | insert into public.trip_invitations (trip_id, address, address_key, role) values ({trip}, 'a@b', 'a@b', 'viewer')
            sharing   | insert into public.trip_members (trip_id, user_id, role) values ({trip}, {stranger}, 'viewer')
            sharing   | create table public.loot (id int)

            embedding | select content_text from public.memory_embeddings
            embedding | select embedding from public.memory_embeddings
            embedding | select words from public.memory_embeddings
            embedding | select from public.memory_history where content_text = 'Likes windows'
            embedding | select embedding from public.trip_embeddings
            embedding | select description from public.trips
            embedding | select from public.trips
            embedding | select api_keys from public.users
            embedding | select from public.users
            embedding | select from public.chat_messages
            embedding | update public.memory_embeddings set embedding = null
            embedding | update public.memory_embeddings set user_id = {stranger}
            embedding | update public.memory_history set content_text = ''
            embedding | update public.trip_embeddings set embedding_model = ''
            embedding | insert into public.trip_embeddings (trip_id, embedding, embedding_model) values ({other_trip}, array_fill(2::real, array[1536]), 'other')
            embedding | insert into public.memory_embeddings (user_id, content_type, content_text) values ({owner}, 'preference', 'Likes loot')
            embedding | delete from public.memory_history
            embedding | delete from public.trips
            embedding | create table public.loot (id int)
            embedding | create table gateway.loot (id int)
            embedding | set local role authenticator

            provider_keys | select profile from public.users
            provider_keys | select email from public.users
            provider_keys | update public.users set version = 7
            provider_keys | update public.users set profile = '{}'
            provider_keys | delete from public.users
            provider_keys | select from public.trips
            provider_keys | create table public.loot (id int)

            links | select description from public.trips
            links | select metadata from public.trips
            links | select budget_total from public.trips
            links | select flight_number from public.flights
            links | select price from public.flights
            links | select booking_reference from public.flights
            links | select name from public.accommodations
            links | select address from public.accommodations
            links | select name from public.bookings
            links | select carrier from public.bookings
            links | select number from public.bookings
            links | select from_name from public.bookings
            links | select to_name from public.bookings
            links | select seat from public.bookings
            links | select travellers from public.bookings
            links | select price from public.bookings
            links | select refund from public.bookings
            links | select booking_reference from public.bookings
            links | select raw_data from public.bookings
            links | select hash from public.access_tokens
            links | select from public.users
            links | select from public.trip_members
            links | update public.trips set title = ''
            links | delete from public.access_tokens
            links | create table public.loot (id int)

            rates | select from public.trips
            rates | select from public.users
            rates | delete from gateway.exchange_rates
            rates | create table public.loot (id int)

            audit | select title from public.trips
            audit | select audience from changelog.change_log
            audit | delete from changelog.change_log
            audit | insert into changelog.audit_log (table_name, operation, row_id, row_version) values ('trips', 'DELETE', {trip}, 1)

            webhook   | select from public.trips
            webhook   | select from public.users
            webhook   | select from changelog.change_log
            webhook   | update public.webhooks set user_id = {stranger}
            webhook   | update public.webhooks set url = 'https://example.com'
            webhook   | delete from public.webhooks
            webhook   | create table public.loot (id int)
            webhook   | set local role authenticator

            changelog | select title from public.trips
            changelog | select role from public.trip_members
            changelog | select title from public.chat_sessions
            changelog | select from public.users
            changelog | select from public.flights
            changelog | select from public.chat_messages
            changelog | update public.trips set id = id
            changelog | delete from public.trips
            changelog | create table public.loot (id int)
            changelog | set local role authenticator
            """)
    void isRefusedToTheGatewaysRoles(String role, String sql) throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("set local session authorization tripsage_" + role);

            assertThat(session.refusal(sql)).isEqualTo(FORBIDDEN);
        }
    }
}
