#!/bin/bash
# A message that grows by 100 characters a request: appends.sh [requests], with the gateway's address in GATEWAY_URL and a token in GATEWAY_TOKEN.
# A gateway and a token for it:
#   java -Xmx64m -jar target/gateway.jar --gateway.embedding.provider=none
#   java -jar target/gateway.jar token bob@example.com
# A tenth as many messages of 100 characters are posted first, one a request, for comparison. All over one connection, one after the other.
set -euo pipefail
N=${1:-10000}
TEXT=$(printf 'x%.0s' {1..100})
ask() { curl -sS "$GATEWAY_URL" -H @<(echo "Authorization: Bearer $GATEWAY_TOKEN") -H 'Content-Type: application/json' -d "$1"; }
value() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"; }
# Each line of input is the body of a request; each line of output the seconds that it took.
each() {
  while IFS= read -r body; do
    printf 'url = "%s"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\n' "$GATEWAY_URL" "$GATEWAY_TOKEN"
    printf 'data = "%s"\noutput = /dev/null\nwrite-out = "%%{time_total}\\n"\nsilent\nnext\n' "${body//\"/\\\"}"
  done | sed '$d' | curl -K -
}
sum() { awk -v what="$1" '{ s += $1 } END { printf "%-22s %6d requests %8.2f s %6.2f ms each\n", what, NR, s, 1000 * s / NR }'; }
POST='mutation ($i: PostChatMessageInput!) { postChatMessage(input: $i) { message { id } } }'
APPEND='mutation ($i: AppendToMessageInput!) { appendToMessage(input: $i) { contentLength } }'
SESSION=$(ask '{"query":"mutation { startChatSession(input: {}) { chatSession { id } } }"}' | value id)
post() { echo "{\"query\":\"$POST\",\"variables\":{\"i\":{\"sessionId\":\"$SESSION\",\"role\":\"ASSISTANT\",\"content\":\"$1\",\"state\":\"$2\"}}}"; }
append() { echo "{\"query\":\"$APPEND\",\"variables\":{\"i\":{\"messageId\":\"$MESSAGE\",\"offset\":$1,\"text\":\"$2\",\"isLast\":$3}}}"; }
for ((n = 0; n < N / 10; n++)); do post "$TEXT" COMPLETE; done | each | sum 'posted'
MESSAGE=$(ask "$(post '' STREAMING)" | value id)
for ((n = 0; n < N; n++)); do append $((100 * n)) "$TEXT" false; done | each > appends.times
sum 'appended' < appends.times
head -n $((N / 10)) appends.times | sum '  the first tenth'
tail -n $((N / 10)) appends.times | sum '  the last tenth'
append $((100 * N)) '' true | each | sum 'ended'
ask "{\"query\":\"{ node(id: \\\"$MESSAGE\\\") { ... on ChatMessage { contentLength state } } }\"}"
echo
rm appends.times
