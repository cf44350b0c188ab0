// The audits of GraphQL over HTTP: what a server must, should and may do.

import assert from "node:assert/strict";

import { serverAudits } from "graphql-http";

import { authorizedFetch, url } from "./gateway.mjs";

const audits = serverAudits({ url, fetchFn: authorizedFetch });
const counts = { ok: 0, notice: 0, warn: 0, error: 0 };

for (const audit of audits) {
  const { status, reason, response } = await audit.fn();
  counts[status]++;
  console.log(`${status.padEnd(6)} ${audit.id} ${audit.name}`);
  if (status !== "ok") {
    console.log(`       ${reason}; HTTP ${response.status} ${response.headers.get("content-type")}`);
    console.log(`       ${await response.text().catch(() => "")}`);
  }
}

console.log(`${audits.length} audits: ${JSON.stringify(counts)}`);
assert.equal(audits.length, 61, "the number of audits");
assert.equal(counts.ok, audits.length, "the number of audits without a remark");
