#!/bin/bash
# Prints the path of the jar of the release before this one, built from git and kept in the cache: previous-jar.sh. The tag is for
# people; a clone that CI makes has the commit alone, and one that is too shallow for it ends this with 3.
set -euo pipefail
tag=v1.0.0
commit=5b2823e726179330a0d17135002fa440efd704ec
cd "$(dirname "$0")/../../.."
jar=${XDG_CACHE_HOME:-$HOME/.cache}/tripsage-gateway/versions/$tag-${commit:0:12}.jar
if [ ! -f "$jar" ]; then
    git cat-file -e "$commit^{commit}" 2>/dev/null || exit 3
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    git archive "$commit" | tar -x -C "$folder"
    (cd "$folder" && mvn -B -ntp -q package -DskipTests -Dunchecked) >&2
    mkdir -p "$(dirname "$jar")"
    mv "$folder/target/gateway.jar" "$jar"
fi
echo "$jar"
