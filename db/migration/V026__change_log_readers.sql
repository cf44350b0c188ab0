-- The readers of the change log: users who see a trip or a chat session see what changes in it, as the policies of its tables say.

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

reset role;
