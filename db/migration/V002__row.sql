-- The life of a row: when it begins (docs/decisions/0022-order-of-making.md), and its versions.

create function gateway.begin_row() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    made_at constant timestamptz := clock_timestamp();
begin
    if new.created_at = now() then
        new.created_at := made_at;
    end if;
    if new.updated_at = now() then
        new.updated_at := made_at;
    end if;
    if tg_table_name = 'chat_sessions' then
        if new.last_activity = now() then
            new.last_activity := made_at;
        end if;
    end if;
    return new;
end $$;
comment on function gateway.begin_row() is
    'Gives a row the time when it is made, where it would have that of its transaction, now(). Other times are left to the writer.';

create function gateway.next_version() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function gateway.next_version() is
    'Counts the changes of a row, whoever writes it and whatever version the writer gives. An update that changes nothing does not '
    'count.';

create function gateway.writable_columns(of regclass) returns text[]
    language sql stable parallel safe
    return array(select a.attname::text
                   from pg_catalog.pg_attribute a
                  where a.attrelid = writable_columns.of
                    and a.attnum > 0
                    and not a.attisdropped
                    and a.attgenerated = ''
                    and a.attidentity = ''
                    and a.attname not in ('version', 'updated_at')
                  order by a.attnum);
comment on function gateway.writable_columns(regclass) is
    'The columns of a table that are written by its users: not generated, and not counted by the triggers of this file.';
