#!/bin/sh
# What a message costs that takes its place under the lock of its session: messages a second of 8 writers, one by one, each
# into a session of its own most of the time, and all into one; and memories a second, 100 to a statement.
#   order.sh <psql and pgbench options> <database before> <database after> [rounds] [seconds]
# The databases are migrated, empty ones; connects as their superuser.
set -eu
options=$1 before=$2 after=$3 rounds=${4:-9} seconds=${5:-4}
here=$(dirname "$0")
for database in "$before" "$after"; do
    psql $options -U postgres -d "$database" -qAtX -c "select to_regprocedure('public.bench_id(int,int)') is null" | grep -q f \
        || psql $options -U postgres -d "$database" -qAtX -v ON_ERROR_STOP=1 -f "$here/setup.sql"
done
round() {
    psql $options -U postgres -d "$1" -qAtX -v ON_ERROR_STOP=1 \
        -c "set client_min_messages = warning; truncate chat_messages, memory_embeddings cascade" \
        -c "vacuum chat_sessions" -c "checkpoint"
    pgbench $options -U pgbench_login -n -M prepared -c 8 -j 2 -T "$seconds" -f "$here/$2" "$1" \
        | sed -n 's/^tps = \([0-9.]*\).*/\1/p' | head -1
}
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
for script in post-message.sql post-into-one.sql add-memories.sql; do
    a= b=
    for _ in $(seq "$rounds"); do
        a="$a $(round "$before" $script)"
        b="$b $(round "$after" $script)"
    done
    echo "$script: $(median $a) before, $(median $b) after, ratio $(echo "scale=3; $(median $b) / $(median $a)" | bc)"
done
