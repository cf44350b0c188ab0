#!/bin/bash
# One file up and down: assets.sh [MiB], with the gateway's address in GATEWAY_URL and a token in GATEWAY_TOKEN. A gateway for 1 GiB:
#   java -Xmx64m -XX:+ExitOnOutOfMemoryError -jar target/gateway.jar --gateway.embedding.provider=none --gateway.assets.max-file-size=1100MB \
#        --gateway.limits.request-timeout=60s
# and a token for it: java -jar target/gateway.jar token bob@example.com
set -euo pipefail
cd "$(mktemp -d)"
ask() { curl -sS "$GATEWAY_URL" -H @<(echo "Authorization: Bearer $GATEWAY_TOKEN") -H 'Content-Type: application/json' -d "$1"; }
value() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"; }
dd if=/dev/urandom of=sent bs=1M count="${1:-1024}" status=none
SHA256=$(openssl dgst -sha256 -r sent | cut -d ' ' -f 1)
INPUT="{ name: \\\"a\\\", contentType: \\\"application/octet-stream\\\", size: $(stat -c %s sent), sha256: \\\"$SHA256\\\" }"
UPLOAD=$(ask "{\"query\":\"mutation { createUpload(input: $INPUT) { upload { id url } } }\"}")
ID=$(value id <<< "$UPLOAD")
curl -sS --fail -w 'up    %{time_total} s\n' -X PUT -H 'Content-Type: application/octet-stream' -T sent "${GATEWAY_URL%/graphql}$(value url <<< "$UPLOAD")"
BEFORE=$(date +%s.%N)
URL=$(ask "{\"query\":\"mutation { completeUpload(id: \\\"$ID\\\") { asset { url } } }\"}" | value url)
echo "check $(echo "$(date +%s.%N) - $BEFORE" | bc) s"
curl -sS --fail -w 'down  %{time_total} s\n' -o received "${GATEWAY_URL%/graphql}$URL"
cmp sent received && rm sent received
