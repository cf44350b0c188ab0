-- Which new memories are known, in their order: the first of the new ones that says the same, and the caller's memory that does. The
-- descriptions of trips, which change with the trips, don't count: nobody said them.
with added as materialized (
    select n, kind, session, metadata, gateway.text_key(text) as key
      from (select n, kind, text, cast(session as uuid) as session, cast(metadata as jsonb) as metadata
              from rows from (unnest(:kinds), unnest(:texts), unnest(:sessions), unnest(:metadata))
                   with ordinality as a (kind, text, session, metadata, n)) as input
)
select min(a.n) over (partition by a.key, a.kind, a.session, a.metadata) as first,
       (select m.id
          from public.memory_embeddings m
         where m.text_key = a.key
           and m.content_type = a.kind
           and m.session_id is not distinct from a.session
           and coalesce(m.metadata, '{}') = a.metadata
           and m.superseded_by is null
           and m.describes_trip is null
         order by m.created_at, m.position
         limit 1) as id
  from added a
 order by a.n
