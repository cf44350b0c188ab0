#!/bin/sh
# Commits a second of 16 writers with the triggers of the change log and without, in turn.
#   writes.sh <psql and pgbench options, e.g. "-h 127.0.0.1 -p 5432"> <migrated, empty database> [rounds] [seconds]
# Connects as its superuser, and leaves the triggers enabled.
set -eu
options=$1 database=$2 rounds=${3:-7} seconds=${4:-10}
here=$(dirname "$0")
as_owner() { PGOPTIONS="-c client_min_messages=warning" psql $options -U postgres -d "$database" -qAtX -v ON_ERROR_STOP=1 "$@"; }
as_owner -c "select to_regprocedure('public.bench_id(int,int)') is null" | grep -q f || as_owner -f "$here/setup.sql"

switch() {
    as_owner -c "do \$\$ declare t record; begin
        for t in select tgrelid::regclass as rel, tgname from pg_trigger where tgfoid::regproc::text like 'changelog.%'
        loop execute format('alter table %s $1 trigger %I', t.rel, t.tgname); end loop; end \$\$"
}

round() {
    pgbench $options -U pgbench_login -n -M prepared -c 16 -j 2 -T "$seconds" \
        -f "$here/insert-trip.sql" -f "$here/update-trip.sql" -f "$here/insert-flight.sql" \
        -f "$here/update-flight.sql" -f "$here/post-message.sql" "$database" \
        | sed -n 's/^tps = \([0-9.]*\).*/\1/p' | head -1
}

round > /dev/null
with= without=
for _ in $(seq "$rounds"); do
    switch disable; tps=$(round); without="$without $tps"
    switch enable;  tps=$(round); with="$with $tps"
done
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
echo "without:$without"
echo "with:   $with"
echo "medians: $(median $without) without, $(median $with) with, ratio $(echo "scale=3; $(median $with) / $(median $without)" | bc)"
