-- Memories and trips that wait for their vector. A background worker finds out here whose they are, and then reads and
-- writes them as that user, under row-level security: the queue holds ids and nothing else. The functions behind the
-- triggers belong to a role that nobody logs in as; the gateway's own role becomes it to look after the queue.

do $$
begin
    if to_regrole('tripsage_embedding') is null then
        begin
            create role tripsage_embedding nologin noinherit;
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
end
$$;

do $$
begin
    if current_setting('server_version_num')::int < 160000 then
        if not pg_has_role('tripsage_embedding', 'MEMBER') then
            execute format('grant tripsage_embedding to %I', current_user);
        end if;
    elsif not pg_has_role('tripsage_embedding', 'SET') then
        execute format('grant tripsage_embedding to %I with inherit false, set true', current_user);
    end if;
end
$$;

create table gateway.embedding_queue (
    kind     text        not null,
    id       uuid        not null,
    user_id  uuid        not null,
    due_at   timestamptz not null default now(),
    attempts int         not null default 0,

    constraint embedding_queue_pkey          primary key (kind, id),
    constraint embedding_queue_kind_is_known check (kind in ('memory', 'trip'))
);
comment on table gateway.embedding_queue is
    'Rows without a vector, and whose they are. A worker that takes one moves it into the future.';

create index embedding_queue_by_due on gateway.embedding_queue (due_at);

revoke all on gateway.embedding_queue from public, anon, authenticated;
grant usage on schema gateway to tripsage_embedding;
grant select, insert, update, delete on gateway.embedding_queue to tripsage_embedding;

create schema if not exists embedding authorization tripsage_embedding;

select set_config('gateway.owner', current_user, true);
set local role tripsage_embedding;

comment on schema embedding is 'What happens to the vectors of texts when the texts change, whoever changes them.';

create function embedding.enqueue_memory() returns trigger
    language plpgsql
    security definer
    set search_path = ''
as $$
begin
    if new.embedding is null then
        insert into gateway.embedding_queue (kind, id, user_id)
        values ('memory', new.id, new.user_id)
            on conflict (kind, id) do update set due_at = now(), attempts = 0;
    else
        delete from gateway.embedding_queue q where q.kind = 'memory' and q.id = new.id;
    end if;
    return null;
end
$$;
comment on function embedding.enqueue_memory() is 'A memory without a vector waits for one; one that has it waits no longer.';
revoke execute on function embedding.enqueue_memory() from public;

do $$
begin
    execute format('grant usage on schema embedding to %I', current_setting('gateway.owner'));
    execute format('grant execute on function embedding.enqueue_memory() to %I', current_setting('gateway.owner'));
end
$$;

reset role;

create trigger memory_embeddings_enqueue
    after insert on public.memory_embeddings
    for each row
    when (new.embedding is null)
    execute function embedding.enqueue_memory();

create trigger memory_embeddings_enqueue_again
    after update of content_text, embedding on public.memory_embeddings
    for each row
    when (new.embedding is null and (old.embedding is not null or old.content_text is distinct from new.content_text)
          or new.embedding is not null and old.embedding is null)
    execute function embedding.enqueue_memory();
