-- The audit trail: who did what, read from the change log and from what is kept of it longer. Its readers are others than those of events:
-- everybody sees what they did and what was done to what is theirs. A view of a role of its own has policies of its own for that.
-- See docs/decisions/0050-audit-trail.md.

select gateway.create_owning_role('tripsage_audit', 'audit');

grant usage on schema public to tripsage_audit;
grant select (id, user_id) on public.trips, public.chat_sessions to tripsage_audit;

create policy own_trips_are_audited on public.trips for select to tripsage_audit
    using (user_id = (select changelog.actor()));

create policy own_sessions_are_audited on public.chat_sessions for select to tripsage_audit
    using (user_id = (select changelog.actor()));

set local role tripsage_changelog;

grant usage on schema changelog to tripsage_audit;
grant execute on function changelog.actor() to tripsage_audit;
grant select (id, occurred_at, table_name, operation, row_id, trip_id, session_id, user_id, actor_id, token_id, changed_columns, request_id)
    on changelog.change_log, changelog.audit_log to tripsage_audit;

create policy changes_are_audited_by_those_they_concern on changelog.change_log for select to tripsage_audit
    using (
        actor_id = (select changelog.actor())
        or user_id = (select changelog.actor())
        or trip_id = any (array(select t.id from public.trips t))
        or session_id = any (array(select s.id from public.chat_sessions s))
    );

create policy changes_are_audited_by_those_they_concern on changelog.audit_log for select to tripsage_audit
    using (
        actor_id = (select changelog.actor())
        or user_id = (select changelog.actor())
        or trip_id = any (array(select t.id from public.trips t))
        or session_id = any (array(select s.id from public.chat_sessions s))
    );

-- What is not a change of a row, told to nobody but its user, and to them by the audit alone: the audience of events is empty.
create function changelog.note(table_name text, operation text, row_id uuid, user_id uuid, names text[] default '{}') returns void
    language sql set search_path = pg_catalog, pg_temp
begin atomic
    insert into changelog.change_log (table_name, operation, row_id, user_id, row_version, changed_columns, audience)
    values (note.table_name, note.operation, note.row_id, note.user_id, 0, note.names, '{}');
end;
comment on function changelog.note(text, text, uuid, uuid, text[]) is 'Logs what is not a change of a row, for the audit of a user.';

create function changelog.refuse_scopes(scopes text[]) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    caller constant uuid := changelog.actor();
begin
    -- A client that is refused all the time, on however many gateways, fills no log.
    if caller is null
       or cardinality(scopes) not between 1 and 8
       or exists (select from unnest(scopes) as s (scope) where s.scope !~ '^[a-z]{1,20}:(read|write)$')
       or 60 <= (select count(*)
                   from changelog.change_log c
                  where c.user_id = caller
                    and c.operation = 'SCOPE_REFUSED'
                    and c.occurred_at > now() - interval '1 hour')
    then
        return false;
    end if;
    perform changelog.note('access_tokens', 'SCOPE_REFUSED', coalesce(changelog.token(), caller), caller, scopes);
    return true;
end $$;
comment on function changelog.refuse_scopes(text[]) is
    'Logs that the caller''s token had not the scopes that an operation needs; false where that has been logged 60 times in an hour.';

create function changelog.log_key_change() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    -- Not even the provider's name is told, for which a key might have been mistaken.
    perform changelog.note('users', 'KEY_CHANGED', new.id, new.id);
    return null;
end $$;
comment on function changelog.log_key_change() is 'Logs that a user''s keys with providers have changed.';

create function changelog.log_sign_in() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into changelog.change_log (table_name, operation, row_id, user_id, actor_id, token_id, row_version, audience)
    values ('access_tokens', 'SIGN_IN', new.id, new.user_id, new.user_id, new.id, 0, '{}');
    return null;
end $$;
comment on function changelog.log_sign_in() is 'Logs that an access token is used for the first time in an hour.';

grant execute on function changelog.refuse_scopes(text[]) to authenticated;

set local role tripsage_audit;

comment on schema audit is 'The audit trail.';
grant usage on schema audit to authenticated;

create view audit.trail with (security_barrier) as
with log as (
    select l.id, l.occurred_at, l.table_name, l.operation, l.row_id, l.actor_id, l.token_id, l.changed_columns, l.request_id
      from changelog.change_log l
     union all
    select a.id, a.occurred_at, a.table_name, a.operation, a.row_id, a.actor_id, a.token_id, a.changed_columns, a.request_id
      from changelog.audit_log a
)
select l.id as position,
       l.occurred_at,
       l.table_name,
       l.operation,
       l.row_id,
       l.actor_id,
       case when l.actor_id = (select changelog.actor()) then l.token_id end as token_id,
       l.changed_columns,
       l.request_id
  from log l
 -- A user's keys alone, which an entry of its own tells of.
 where not (l.table_name = 'users' and l.operation = 'UPDATE' and l.changed_columns = '{}');
comment on view audit.trail is
    'What the caller did, and what was done to the caller''s rows, trips and chats. Which token others did it with is not told.';
grant select on audit.trail to authenticated;

reset role;

create trigger users_key_log after update of api_keys on public.users for each row
    when (old.api_keys is distinct from new.api_keys and current_user <> 'tripsage_provider_keys')
    execute function changelog.log_key_change();

create trigger access_tokens_sign_in after update of last_used_at on public.access_tokens for each row
    when (old.last_used_at is null or new.last_used_at >= old.last_used_at + interval '1 hour')
    execute function changelog.log_sign_in();
