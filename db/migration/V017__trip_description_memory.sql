-- One memory of a trip's owner is the trip's description, and is kept in step with it. It was found by its kind and by the
-- trip_id in its metadata, which users give to memories of their own, too: those were overwritten with the description, all of
-- them.

alter table public.memory_embeddings
    add column describes_trip uuid;
comment on column public.memory_embeddings.describes_trip is
    'The trip whose description this memory is; null for what users and their assistants remember themselves.';

create index memory_embeddings_by_described_trip on public.memory_embeddings (user_id, describes_trip)
    where describes_trip is not null;

grant select (describes_trip), insert (describes_trip) on public.memory_embeddings to authenticated, tripsage_embedding;
grant select (created_at) on public.memory_embeddings to tripsage_embedding;

-- Of those that were there before it is the oldest one that says what the trip says. The owner of the tables may be bound by
-- their policies.
alter table public.trips             no force row level security;
alter table public.memory_embeddings no force row level security;

update public.memory_embeddings m
   set describes_trip = own.trip_id
  from (select distinct on (t.id) t.id as trip_id, d.id
          from public.trips t
          join public.memory_embeddings d on d.user_id = t.user_id
                                         and d.content_type = 'trip_creation'
                                         and d.metadata ->> 'trip_id' = t.id::text
         order by t.id, d.content_text is distinct from t.description, d.created_at, d.id) as own
 where m.id = own.id;

alter table public.trips             force row level security;
alter table public.memory_embeddings force row level security;

set local role tripsage_embedding;

create or replace function embedding.describe_trip() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.trip_embeddings e where e.trip_id = old.id;
    if tg_op = 'DELETE' or coalesce(new.description, '') !~ '\S' then
        delete from gateway.embedding_queue q where q.kind = 'trip' and q.id = old.id;
        delete
          from public.memory_embeddings m
         where m.user_id = old.user_id
           and m.content_type = 'trip_creation'
           and m.describes_trip = old.id;
        return null;
    end if;
    insert into gateway.embedding_queue (kind, id, user_id)
    values ('trip', new.id, new.user_id)
        on conflict (kind, id) do update set due_at = now(), attempts = 0;
    update public.memory_embeddings m
       set content_text = new.description
     where m.id = (select d.id
                     from public.memory_embeddings d
                    where d.user_id = new.user_id
                      and d.content_type = 'trip_creation'
                      and d.describes_trip = new.id
                    order by d.created_at, d.id
                    limit 1);
    if not found then
        insert into public.memory_embeddings (user_id, content_type, content_text, metadata, describes_trip)
        values (new.user_id, 'trip_creation', new.description, jsonb_build_object('trip_id', new.id), new.id);
    end if;
    return null;
end
$$;

reset role;
