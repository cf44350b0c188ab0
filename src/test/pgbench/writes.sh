#!/bin/sh
# Commits a second of 16 writers with something and without it, in turn: the triggers of the change log, or, where the last argument
# is "partners", what the audit and the erasure of accounts have added for those who write.
#   writes.sh <psql and pgbench options, e.g. "-h 127.0.0.1 -p 5432"> <migrated, empty database> [rounds] [seconds] [log|partners]
# Connects as its superuser, and leaves everything enabled.
set -eu
options=$1 database=$2 rounds=${3:-7} seconds=${4:-10} what=${5:-log}
here=$(dirname "$0")
as_owner() { PGOPTIONS="-c client_min_messages=warning" psql $options -U postgres -d "$database" -qAtX -v ON_ERROR_STOP=1 "$@"; }
as_owner -c "select to_regprocedure('public.bench_id(int,int)') is null" | grep -q f || as_owner -f "$here/setup.sql"

switch() {
    case $what in
        log) triggers="tgfoid::regproc::text like 'changelog.%'" ;;
        partners)
            triggers="tgname in ('users_key_log', 'users_next_version_of_their_own', 'users_stay_erased', 'users_are_noted')"
            if [ "$1" = disable ]; then
                as_owner -c "drop index changelog.change_log_by_actor_time, changelog.change_log_by_user_time"
            else
                as_owner -c "create index if not exists change_log_by_actor_time on changelog.change_log (actor_id, occurred_at) where actor_id is not null;
                             create index if not exists change_log_by_user_time on changelog.change_log (user_id, occurred_at) where user_id is not null"
            fi ;;
    esac
    as_owner -c "do \$\$ declare t record; begin
        for t in select tgrelid::regclass as rel, tgname from pg_trigger where $triggers
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
