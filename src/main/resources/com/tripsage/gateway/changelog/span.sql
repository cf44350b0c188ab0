-- Two cursors, and what makes one of them expired. Without the first it is everything that is kept, without the second until now.
select p.*,
       coalesce(cast(:batch as pg_snapshot), p.seen) as batch,
       coalesce(cast(:endSeen as pg_snapshot), p.latest) as end_seen,
       coalesce(cast(:endBatch as pg_snapshot), p.latest) as end_batch
  from (select a.*,
               coalesce(cast(:seen as pg_snapshot), cast(concat_ws(':', a.oldest, a.oldest, '') as pg_snapshot)) as seen
          from (select st.*, coalesce(cast(cast(st.dropped_xid as text) as bigint), 0) + 1 as oldest
                  from changelog.state() as st) as a) as p
offset 0
