#!/bin/bash
# Backup, restore and promotion for real: backup.sh <gateway.jar>, with pgbackrest and java in the PATH and PostgreSQL's programs in
# POSTGRES_BIN. It makes a server with some thousand trips, backs it up while a gateway serves, restores it to now and to just before
# a "delete from trips", and promotes a standby. Everything is in a temporary folder and on this machine's loopback.
# shellcheck disable=SC2317 # finish is called at the exit
set -euo pipefail
jar=$(realpath "$1")
ops=$(realpath "$(dirname "$0")/../../../db/ops")
# PostgreSQL refuses root.
[ "$(id -u)" != 0 ] || exec unshare --user "$0" "$jar"
bin=${POSTGRES_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
work=$(mktemp -d)
free_port() {
    local port=$((20000 + RANDOM % 10000))
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}
PGPORT=$(free_port) other=$(free_port) standby=$(free_port) http=$(free_port) DRILL_PORT=$(free_port)
export PGHOST=$work/socket PGPORT PGUSER=postgres PGDATABASE=tripsage DRILL_PORT
GATEWAY_JWT_SECRET=$(openssl rand -hex 32)
export GATEWAY_JWT_SECRET
mkdir "$PGHOST" "$work/conf.d" "$work/repository"
finish() {
    [ -z "${gateway:-}" ] || kill "$gateway" 2>/dev/null || true
    for data in "$work"/live "$work"/other "$work"/standby; do
        "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
    done
    rm -rf "$work"
}
trap finish EXIT
say() { printf '\n== %s\n' "$*"; }
sql() { "$bin/psql" -XAtq -v ON_ERROR_STOP=1 -c "$1"; }
serve() { # <folder> <port>
    "$bin/pg_ctl" -D "$work/$1" -l "$work/$1.log" -s -w -o "-p $2 -k $PGHOST" start || { cat "$work/$1.log"; return 1; }
}
run_gateway() { # <database's port>
    SPRING_DATASOURCE_URL="jdbc:postgresql://127.0.0.1:$1/tripsage" SPRING_DATASOURCE_USERNAME=tripsage_gateway \
        SPRING_DATASOURCE_PASSWORD=gateway SPRING_FLYWAY_USER=postgres SPRING_FLYWAY_PASSWORD=postgres \
        GATEWAY_EMBEDDING_PROVIDER=none SERVER_PORT=$http \
        "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m -jar "$jar" >"$work/gateway.log" 2>&1 &
    gateway=$!
    for _ in $(seq 240); do
        [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$http/actuator/health/readiness")" = 200 ] && return
        kill -0 "$gateway" || break
        sleep 0.5
    done
    tail -n 30 "$work/gateway.log"
    return 1
}
log_after() { # [cursor]
    curl -sS "http://127.0.0.1:$http/graphql" -H @<(echo "Authorization: Bearer $("$ops/drill/token" "$user")") -H 'Content-Type: application/json' \
        -d "{\"query\":\"{ tripEventLog(first: 100${1:+, after: \\\"$1\\\"}) { events { kind } endCursor hasMore } }\"}"
}
position() { # [cursor]
    local answer cursor=${1:-}
    until grep -q '"hasMore":false' <<<"${answer:-}"; do
        answer=$(log_after "$cursor")
        cursor=$(sed -E 's/.*"endCursor":"([^"]*)".*/\1/' <<<"$answer")
    done
    echo "$cursor"
}
expired() { grep -q CURSOR_EXPIRED <<<"$(log_after "$1")"; }

say 'A server that archives'
"$bin/initdb" -D "$work/live" -U postgres --no-locale -E UTF8 --data-checksums -A trust >/dev/null
cat >>"$work/live/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
wal_level = replica
archive_mode = on
archive_command = '$(command -v pgbackrest) --config=$work/pgbackrest.conf --config-include-path=$work/conf.d --stanza=tripsage archive-push %p'
archive_timeout = 60s
END
sed -e "s|^repo1-path=.*|repo1-path=$work/repository|" \
    -e "s|^lock-path=.*|lock-path=$work/lock|" -e "s|^pg1-path=.*|pg1-path=$work/live|" -e "s|^pg1-socket-path=.*|pg1-socket-path=$PGHOST|" "$ops/pgbackrest.conf" >"$work/pgbackrest.conf"
printf 'pg1-port=%s\npg1-user=postgres\n' "$PGPORT" >>"$work/pgbackrest.conf"
printf '[global]\nlog-path=%s/log\nspool-path=%s/spool\nrepo1-cipher-pass=%s\n' "$work" "$work" "$(openssl rand -base64 48)" >"$work/conf.d/tripsage.conf"
export PGBACKREST_CONFIG=$work/pgbackrest.conf PGBACKREST_CONFIG_INCLUDE_PATH=$work/conf.d PGBACKREST_LOG_LEVEL_CONSOLE=warn
serve live "$PGPORT"
PGDATABASE=postgres sql 'create database tripsage'
run_gateway "$PGPORT"
sql "
insert into users (id, email) select gen_random_uuid(), format('u%s@example.com', i) from generate_series(1, 50) i;
insert into trips (user_id, title) select u.id, format('Trip %s', i) from users u, generate_series(1, 40) i;
insert into flights (trip_id, flight_number) select id, 'TP202' from trips;
insert into memory_embeddings (user_id, content_text) select u.id, format('Likes %s', i) from users u, generate_series(1, 20) i;
update memory_embeddings m
   set embedding = (select array_agg(random()) from generate_series(1, 1536) where m.id is not null)::vector, embedding_model = 'test';
insert into trip_embeddings (trip_id, embedding, embedding_model)
select t.id, (select array_agg(random()) from generate_series(1, 1536) where t.id is not null)::vector, 'test' from trips t limit 500
    on conflict (trip_id) do update set embedding = excluded.embedding, embedding_model = excluded.embedding_model" >/dev/null
user=$(sql 'select user_id from trips order by user_id limit 1')

say 'Backups'
"$ops/backup" setup
"$ops/backup" full
sql "update trips set title = title || '!'"
"$ops/backup" incr
early=$(sql 'select clock_timestamp()')
sql "update trips set title = title || '?' where random() < 0.5"
cursor=$(position)

export DRILL_LIVE=dbname=tripsage DRILL_BIN=$bin DRILL_WORK=$work DRILL_GATEWAY=$jar DRILL_CURSOR=$cursor
say 'restore-drill, while a commit is in the log that nobody sees, and nothing else in its file'
sql "alter system set synchronous_standby_names = 'nobody'"
sql 'select pg_reload_conf()' >/dev/null
while [ "$(sql "select count(*) from pg_stat_activity where wait_event = 'SyncRep' and query like 'insert%Unseen%'")" = 0 ]; do
    sql "insert into trips (user_id, title) values ('$user', 'Unseen')" &
    sleep 0.5
done
sql 'select pg_switch_wal()' >/dev/null
(sleep 3 && sql 'alter system reset synchronous_standby_names' && sql 'select pg_reload_conf()' >/dev/null) &
"$ops/restore-drill"

say 'A move to another server, where cursors of before are expired'
"$bin/initdb" -D "$work/other" -U postgres --no-locale -E UTF8 -A trust >/dev/null
serve other "$other"
PGPORT=$other PGDATABASE=postgres sql 'create database tripsage'
sql 'create role move_reader login bypassrls in role pg_read_all_data'
MOVE_BIN=$bin "$ops/move" 'dbname=tripsage user=move_reader' "port=$other dbname=tripsage"
sql 'drop role move_reader'
[ "$(PGPORT=$other sql "select count(*) from pg_roles where rolname = 'move_reader'")" = 0 ]
epoch=$(PGPORT=$other sql 'select epoch from changelog.origin; select changelog.adopt()')
[ "$epoch" != "$(PGPORT=$other sql 'select epoch from changelog.origin')" ]
"$bin/pg_ctl" -D "$work/other" -m immediate -s stop

say 'restore-drill to just before "delete from trips"'
"$ops/restore-drill" --expect "$work/before"
sleep 1
moment=$(sql 'select clock_timestamp()')
sleep 1
sql 'delete from trips'
sql 'select pg_switch_wal()' >/dev/null
echo "$(sql 'select count(*) from trips') trips are left"
env -u DRILL_GATEWAY "$ops/restore-drill" "$work/before" "$moment"

say 'restore-drill notices what is wrong'
sed -i 's/^trips|.*/trips|1/' "$work/before/counts"
if env -u DRILL_GATEWAY "$ops/restore-drill" "$work/before" "$moment"; then
    echo 'It did not' >&2
    exit 1
fi

say 'A restore in place, while the gateway waits for it, and then to a later moment'
for target in "$early" "$moment"; do
    "$bin/pg_ctl" -D "$work/live" -m fast -s stop
    mv "$work/live" "$work/live.$(date +%Y%m%d-%H%M%S)"
    "$ops/restore" "$work/live" --type=time "--target=$target"
    serve live "$PGPORT"
    until [ "$(sql 'select pg_is_in_recovery()')" = f ]; do sleep 0.2; done
    changed=$(sql "select count(*) from trips where title like '%?'")
    echo "$(sql 'select count(*) from trips') trips are back, $changed of them changed"
    [ "$((changed > 0))" = "$([ "$target" = "$early" ]; echo $?)" ]
done
for setting in recovery_target_time recovery_target_timeline recovery_target_action restore_command; do sql "alter system reset $setting"; done
until log_after | grep -q endCursor; do sleep 0.5; done
expired "$cursor"
# As a gateway does when it starts.
sql 'select changelog.adopt()' >/dev/null
"$ops/backup" full >/dev/null

say 'A promoted standby goes on, up to where it had come'
"$bin/pg_basebackup" -D "$work/standby" -R -X stream -c fast
printf 'archive_mode = off\n' >>"$work/standby/postgresql.conf"
serve standby "$standby"
trip=$(sql "insert into trips (user_id, title) values ('$user', 'Kept') returning id")
kept=$(position)
sql "update trips set title = 'Changed' where id = '$trip'"
until [ "$(sql "select replay_lsn >= pg_current_wal_insert_lsn() from pg_stat_replication")" = t ]; do sleep 0.1; done
PGPORT=$standby sql "alter system set primary_conninfo = ''"
PGPORT=$standby sql 'select pg_reload_conf()' >/dev/null
until [ "$(sql 'select count(*) from pg_stat_replication')" = 0 ]; do sleep 0.1; done
sql "insert into trips (user_id, title) values ('$user', 'Lost')"
lost=$(position "$kept")
kill "$gateway"
"$bin/pg_ctl" -D "$work/live" -m immediate -s stop
"$bin/pg_ctl" -D "$work/standby" -s -w promote
run_gateway "$standby"
log_after "$kept" | grep -q TRIP_UPDATED
expired "$lost"
"$bin/pg_ctl" -D "$work/standby" -l "$work/standby.log" -m immediate -s -w restart
until log_after "$kept" | grep -q TRIP_UPDATED; do sleep 0.5; done
expired "$lost"
echo 'The cursor of before is told what came later; the one behind what was lost is expired, also after a crash'
