#!/bin/bash
# A pgBackRest that knows PostgreSQL 17, for tests: pgbackrest.sh <folder> prints the folder of the program. That of this machine where it is
# new enough, otherwise Debian 13's from the machine's mirror, unpacked into <folder> with the libraries that it needs.
set -euo pipefail
if installed=$(command -v pgbackrest) && dpkg --compare-versions "$(pgbackrest version | cut -d ' ' -f 2)" ge 2.54; then
    dirname "$installed"
    exit
fi
mkdir -p "$1"
root=$(realpath "$1")
program=$root/usr/bin/pgbackrest
if [ ! -x "$program" ]; then
    apt=$(mktemp -d)
    trap 'rm -rf "$apt"' EXIT
    mirror=$(apt-get update --print-uris | grep -oE "^'[^']*/debian/dists/" | head -n 1 | sed "s/^'//; s|/dists/||")
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages" "$root/usr/lib"
    touch "$apt/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$apt/sources.list"
    cat >"$apt/apt.conf" <<END
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
END
    apt-get -q -c "$apt/apt.conf" update >&2
    mapfile -t packages < <(apt-get -q -c "$apt/apt.conf" install --simulate pgbackrest patchelf |
        sed -nE 's/^Inst (lib[^ ]*|zlib1g|patchelf|pgbackrest) .*/\1/p' | grep -vE 'perl|libpam')
    (cd "$apt/packages" && apt-get -q -c "$apt/apt.conf" download "${packages[@]}" >&2)
    ln -sfn usr/lib "$root/lib"
    for package in "$apt"/packages/*.deb; do dpkg-deb --extract "$package" "$root"; done
    loader=$(find "$root/usr/lib" -maxdepth 2 -name 'ld-linux*' | sort | tail -n 1)
    libraries=$(dirname "$loader")
    "$loader" --library-path "$libraries" "$root/usr/bin/patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$program"
fi
"$program" version >&2
dirname "$program"
