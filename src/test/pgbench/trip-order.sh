#!/bin/sh
# What it costs to order the changes of one trip by commit: 16 writers, each of which updates a flight of its own, on one trip
# and on 50, with a lock of the trip in the trigger and without, in turn.
#   trip-order.sh <psql and pgbench options> <migrated database, as writes.sh leaves it> [rounds] [seconds]
# Leaves the trigger as it was.
set -eu
options=$1 database=$2 rounds=${3:-5} seconds=${4:-6}
as_owner() { PGOPTIONS="-c client_min_messages=warning" psql $options -U postgres -d "$database" -qAtX -v ON_ERROR_STOP=1 "$@"; }
script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat > "$script" <<'SQL'
\set trip 1 + :client_id % :trips
\set flight 1 + :client_id
begin;
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "' || bench_id(1, :trip) || '"}', true);
update flights set price = random() * 1000, status = 'held' where id = bench_id(5, :flight) returning *;
commit;
SQL

lock() {
    as_owner -c "drop trigger if exists flights_lock_trip on flights"
    if [ "$1" = locked ]; then
        as_owner -c "create or replace function bench_lock_trip() returns trigger language plpgsql as
                     'begin perform pg_advisory_xact_lock(hashtextextended(new.trip_id::text, 0)); return null; end'" \
                 -c "create trigger flights_lock_trip after update on flights
                     for each row execute function bench_lock_trip()"
    fi
}

median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

for trips in 1 50; do
    as_owner -c "delete from flights where id in (select bench_id(5, n) from generate_series(1, 16) n)" \
             -c "insert into flights (id, trip_id) select bench_id(5, 1 + n), bench_id(2, 1 + n % $trips) from generate_series(0, 15) n"
    : > "$script.free"; : > "$script.locked"
    for _ in $(seq "$rounds"); do
        for state in free locked; do
            lock $state
            pgbench $options -U pgbench_login -n -M prepared -c 16 -j 2 -T "$seconds" -D trips=$trips -f "$script" "$database" \
                | sed -n 's/^tps = \([0-9.]*\).*/\1/p' | head -1 >> "$script.$state"
        done
    done
    echo "$trips trips: median $(median < "$script.free") commits/s without the lock, $(median < "$script.locked") with it"
    rm -f "$script.free" "$script.locked"
done
lock free
