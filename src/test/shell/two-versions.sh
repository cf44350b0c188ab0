#!/bin/bash
# Two versions of the gateway on one database, for real: two-versions.sh <gateway.jar>, with node, git, Maven and java in the PATH and
# PostgreSQL's programs in POSTGRES_BIN. The release before and the given jar serve side by side while the database is migrated and
# gateways are exchanged. PREVIOUS_JAR may name another old jar. src/test/node/versions.mjs has the steps.
# shellcheck disable=SC2317 # finish is called at the exit
set -euo pipefail
here=$(realpath "$(dirname "$0")")
new=$(realpath "$1")
if [ -z "${PREVIOUS_JAR:-}" ]; then
    PREVIOUS_JAR=$("$here/previous-jar.sh") && built=0 || built=$?
    if [ "$built" = 3 ]; then
        echo '!!!! SKIPPED: this clone has not the commit of the release before. git fetch --unshallow, and run two-versions.sh again.' >&2
        exit 0
    fi
    [ "$built" = 0 ] || exit "$built"
fi
export PREVIOUS_JAR
# PostgreSQL refuses root.
[ "$(id -u)" != 0 ] || exec unshare --user "$0" "$new"
bin=${POSTGRES_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
work=$(mktemp -d)
finish() {
    "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
port=$((20000 + RANDOM % 10000))
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
"$bin/initdb" -D "$work/data" -U postgres --no-locale -E UTF8 -A trust >/dev/null
"$bin/pg_ctl" -D "$work/data" -l "$work/postgresql.log" -s -w -o "-p $port -k $work -h 127.0.0.1" start || { cat "$work/postgresql.log"; exit 1; }
"$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres tripsage
NEW_JAR=$new WORK=$work PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=tripsage PSQL=$bin/psql \
    CONTRACT=$here/../resources/contract node "$here/../node/versions.mjs"
