case
    when pg_visible_in_snapshot(l.xid, s.batch) then 0
    when pg_visible_in_snapshot(l.xid, s.end_seen) then 1
    else 2
end
