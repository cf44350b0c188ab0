create table public.memory_history (
    id           uuid        not null default gen_random_uuid(),
    memory_id    uuid        not null,
    user_id      uuid        not null,
    content_text text        not null,
    replaced_at  timestamptz not null default clock_timestamp(),
    updated_at   timestamptz not null default now(),
    version      int         not null default 1,

    constraint memory_history_pkey              primary key (id),
    constraint memory_history_belongs_to_memory foreign key (user_id, memory_id)
        references public.memory_embeddings (user_id, id) on delete cascade on update cascade
);
comment on table public.memory_history is 'The former texts of memories, written by a trigger whoever changes a memory.';

create index memory_history_by_memory on public.memory_history (user_id, memory_id, replaced_at desc, id);

select gateway.count_versions('public.memory_history');

select gateway.follow('public.memory_history', user_id => 'row.user_id');

alter table public.memory_history enable row level security, force row level security;

create policy memory_history_is_its_users on public.memory_history for select to authenticated
    using (user_id = (select auth.uid()));

create policy memory_history_is_kept on public.memory_history for insert to tripsage_embedding
    with check (true);

revoke all on public.memory_history from public, anon, authenticated;
grant select on public.memory_history to authenticated;
grant insert (memory_id, user_id, content_text) on public.memory_history to tripsage_embedding;

set local role tripsage_embedding;

create function embedding.keep_memory() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into public.memory_history (memory_id, user_id, content_text)
    values (old.id, new.user_id, old.content_text);
    return null;
end $$;
comment on function embedding.keep_memory() is 'Keeps the text that an update replaces.';

reset role;

create trigger memory_embeddings_keep_history after update of content_text on public.memory_embeddings
    for each row when (old.content_text is distinct from new.content_text)
    execute function embedding.keep_memory();
