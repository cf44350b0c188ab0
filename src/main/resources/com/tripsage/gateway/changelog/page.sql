-- A page of the changes that the caller may know of, as row-level security has it. The caller may not see the column audience.
select s.epoch, s.timeline, cast(s.dropped_xid as text) as dropped_xid, cast(s.seen as text) as seen,
       cast(s.latest as text) as latest, s.wal_position, s.ended_timelines, c.*, cast('{}' as uuid[]) as told
  from (${span.sql}) as s
  left join lateral (
           select ${part.sql} as part,
                  l.id, cast(l.xid as text) as xid, l.occurred_at, l.table_name, l.operation, l.row_id, l.trip_id,
                  l.session_id, l.user_id, l.actor_id, l.changed_columns
             from changelog.change_log as l
            where (${unread.sql})
              and ${filter}
            order by part, l.id
            limit :limit) as c on true
 order by c.part, c.id
