-- An update that leaves a row as it is makes no new version of it and is no event, whoever writes it.

create or replace function gateway.next_version() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    generated  text[];
    is_changed boolean;
begin
    new.version    := old.version;
    new.updated_at := old.updated_at;
    if tg_table_name = 'memory_embeddings' then
        -- To get a vector, or to be seen again, is no change of a memory.
        is_changed := (new.content_type, new.content_text, new.metadata::text, new.session_id, new.superseded_by,
                       new.created_at, new.user_id)
                      is distinct from
                      (old.content_type, old.content_text, old.metadata::text, old.session_id, old.superseded_by,
                       old.created_at, old.user_id);
    else
        -- Generated columns follow from the others, and are not there yet.
        generated := array(select a.attname from pg_attribute a where a.attrelid = tg_relid and a.attgenerated <> '');
        if generated = '{}' then
            is_changed := new *<> old;
        else
            is_changed := (to_jsonb(new) - generated)::text is distinct from (to_jsonb(old) - generated)::text;
        end if;
    end if;
    if is_changed then
        new.version    := old.version + 1;
        new.updated_at := clock_timestamp();
    end if;
    return new;
end
$$;
comment on function gateway.next_version() is
    'Counts the changes of a row, whoever writes it and whatever the writer says. An update that changes nothing does not count.';

drop trigger users_log          on public.users;
drop trigger trips_log          on public.trips;
drop trigger trip_members_log   on public.trip_members;
drop trigger flights_log        on public.flights;
drop trigger accommodations_log on public.accommodations;
drop trigger memory_history_log on public.memory_history;
drop trigger chat_messages_log  on public.chat_messages;

create trigger users_log
    after insert or delete on public.users
    for each row execute function changelog.log_user();
create trigger users_log_update
    after update on public.users
    for each row when (old.version <> new.version) execute function changelog.log_user();

create trigger trips_log
    after insert on public.trips
    for each row execute function changelog.log_trip();
create trigger trips_log_update
    after update on public.trips
    for each row when (old.version <> new.version) execute function changelog.log_trip();

create trigger trip_members_log
    after insert or delete on public.trip_members
    for each row execute function changelog.log_trip_member();
create trigger trip_members_log_update
    after update on public.trip_members
    for each row when (old.version <> new.version) execute function changelog.log_trip_member();

create trigger flights_log
    after insert or delete on public.flights
    for each row execute function changelog.log_flight();
create trigger flights_log_update
    after update on public.flights
    for each row when (old.version <> new.version) execute function changelog.log_flight();

create trigger accommodations_log
    after insert or delete on public.accommodations
    for each row execute function changelog.log_accommodation();
create trigger accommodations_log_update
    after update on public.accommodations
    for each row when (old.version <> new.version) execute function changelog.log_accommodation();

create trigger memory_history_log
    after insert or delete on public.memory_history
    for each row execute function changelog.log_memory_history();
create trigger memory_history_log_update
    after update on public.memory_history
    for each row when (old.version <> new.version) execute function changelog.log_memory_history();

create trigger chat_messages_log
    after insert or delete on public.chat_messages
    for each row execute function changelog.log_chat_message();
create trigger chat_messages_log_update
    after update on public.chat_messages
    for each row when (old.version <> new.version) execute function changelog.log_chat_message();
