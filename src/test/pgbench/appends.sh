#!/bin/sh
# A message that grows by 100 characters 10,000 times, each a commit of its own, by increments and as a row that is written again: seconds
# of each 1,000 and of the end, bytes of WAL, entries of the change log.
#   appends.sh <psql and pgbench options, e.g. "-h 127.0.0.1 -p 5432"> <migrated, empty database> [thousands of the row that is written again]
# Connects as its superuser.
set -eu
options=$1 database=$2 rewritten=${3:-3}
here=$(dirname "$0")
as_owner() { psql $options -U postgres -d "$database" -qAtX -v ON_ERROR_STOP=1 "$@"; }
as_owner -c "select to_regprocedure('public.bench_id(int,int)') is null" | grep -q f || as_owner -f "$here/setup.sql"
as_owner -c "delete from chat_messages where id in (bench_id(5, 1), bench_id(5, 2))"
as_owner -c "insert into chat_messages (id, session_id, role, content, state)
             values (bench_id(5, 1), bench_id(4, 1), 'assistant', '', 'streaming'), (bench_id(5, 2), bench_id(4, 1), 'assistant', '', 'complete')"

timed() {
    start=$(date +%s%N)
    "$@" > /dev/null
    echo "scale=2; ($(date +%s%N) - $start) / 1000000000" | bc
}

# The appends of a script, by thousands, and what they have cost.
grow() {
    wal=$(as_owner -c "select pg_current_wal_lsn()")
    for thousand in $(seq 0 $(($3 - 1))); do
        echo "$1 $thousand,000: $(timed pgbench $options -U pgbench_login -n -M prepared -t 1000 -D n=$((thousand * 1000)) -f "$here/$1.sql" "$database") s"
    done
    [ "$1" = append-content ] || echo "$1 end: $(timed as_owner -c "update chat_messages set state = 'complete' where id = bench_id(5, $2)") s"
    as_owner -c "select format('$1: %s characters, %s bytes of WAL, %s entries', length(m.content), pg_current_wal_lsn() - '$wal'::pg_lsn,
                               (select count(*) from changelog.change_log c where c.row_id = m.id))
                   from chat_messages m
                  where m.id = bench_id(5, $2)"
}

grow append-increment 1 10
grow append-content 2 "$rewritten"
