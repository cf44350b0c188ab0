-- A page of the changes of all users, each with those who are told of it. What is told to nobody is left out.
select s.epoch, s.timeline, cast(s.dropped_xid as text) as dropped_xid, cast(s.seen as text) as seen,
       cast(s.latest as text) as latest, s.wal_position, s.ended_timelines, c.*,
       case
           when c.audience is not null then c.audience
           else array(select t from changelog.told(c.table_name, c.operation, c.trip_id, c.session_id, c.user_id) as t)
       end as told
  from (${span.sql}) as s
  left join lateral (
           select ${part.sql} as part,
                  l.id, cast(l.xid as text) as xid, l.occurred_at, l.table_name, l.operation, l.row_id, l.trip_id,
                  l.session_id, l.user_id, l.actor_id, l.changed_columns, l.audience
             from changelog.change_log as l
            where (${unread.sql})
              and l.audience is distinct from '{}'
              and (${filter})
            order by part, l.id
            limit :limit) as c on true
 order by c.part, c.id
