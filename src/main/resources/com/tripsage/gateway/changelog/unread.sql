-- The changes l between the cursors of a span s. Two bounds for xid: of one alone the planner expects a third of the log, and reads
-- all of it.
l.xid >= pg_snapshot_xmin(s.seen)
and l.xid < greatest(pg_snapshot_xmax(s.batch), pg_snapshot_xmax(s.end_batch))
and l.id > s.first_id
and not pg_visible_in_snapshot(l.xid, s.seen)
and case
        when pg_visible_in_snapshot(l.xid, s.batch) then l.id > :id and l.id <= :lastId
        when pg_visible_in_snapshot(l.xid, s.end_seen) then true
        else pg_visible_in_snapshot(l.xid, s.end_batch) and l.id <= :endId
    end
