-- The readers of the change log: users who see a trip or a chat session see what changes in it. The policies of the trips and sessions
-- say so for a caller, the functions for all users at once; ChangeLogTests and ChangeLogReadTests compare them.

set local role tripsage_changelog;

create policy changes_are_seen_by_those_they_concern on changelog.change_log for select to authenticated
    using (
        audience is null and trip_id = any (array(select t.id from public.trips t))
        or audience is null and session_id = any (array(select s.id from public.chat_sessions s))
        or operation = 'DELETE' and table_name in ('trips', 'trip_members', 'chat_sessions')
           and (select changelog.actor()) = any (coalesce(audience, array[user_id]))
    );

grant select (id, xid, occurred_at, table_name, operation, row_id, trip_id, session_id, user_id, actor_id, row_version,
              changed_columns)
    on changelog.change_log to authenticated;

create function changelog.readers(trip uuid, session uuid) returns setof uuid
    language sql stable parallel safe rows 5
begin atomic
    select t.user_id from public.trips t where t.id = readers.trip
    union all
    select m.user_id from public.trip_members m where m.trip_id = readers.trip
    union all
    select s.user_id from public.chat_sessions s where s.id = readers.session;
end;
comment on function changelog.readers(uuid, uuid) is
    'The users who see a trip or a chat session now, as far as the calling role sees them: a user who sees a trip sees all who do.';

create function changelog.told(table_name text, operation text, trip uuid, session uuid, who uuid) returns setof uuid
    language sql stable parallel safe rows 5
begin atomic
    select r from changelog.readers(told.trip, told.session) as r
    union all
    select told.who where told.table_name = 'trip_members' and told.operation = 'DELETE';
end;
comment on function changelog.told(text, text, uuid, uuid, uuid) is
    'The users who are told of a change that names no audience: its readers, and a member who was removed.';

grant execute on function changelog.readers(uuid, uuid) to authenticated;

reset role;
