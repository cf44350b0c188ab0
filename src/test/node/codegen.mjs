// graphql-codegen, configured as docs/clients.md shows, makes types of the schema that the gateway hands out.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const manifest = require.resolve("@graphql-codegen/cli/package.json");

rmSync("page/src", { recursive: true, force: true });
mkdirSync("page/src");
writeFileSync(
  "page/src/trips.ts",
  `import { graphql } from "./gql";

export const ALIKE = graphql(\`
  query Alike($like: SimilarTo!) {
    similarTrips(like: $like) { trip { id startDate createdAt budget { amount currency } } }
  }
\`);
`,
);
const program = join(dirname(manifest), require(manifest).bin["graphql-codegen"]);
const generated = spawnSync(process.execPath, [program, "--config", "codegen.ts"], {
  cwd: "page",
  encoding: "utf8",
  timeout: 90_000,
});
console.log(generated.stdout + generated.stderr);
assert.equal(generated.status, 0);

const types = readFileSync("page/src/gql/graphql.ts", "utf8");
for (const [scalar, type] of Object.entries({
  Date: "string",
  DateTime: "string",
  LocalDateTime: "string",
  Decimal: "number",
  JSON: "unknown",
  Vector: "number[]",
})) {
  assert.ok(types.includes(`${scalar}: { input: ${type}; output: ${type}; }`), scalar);
}
assert.match(types, /export type AlikeQuery = /);
assert.ok(!types.includes("any;"), "a scalar without a type");
assert.match(types, /text\?: never; tripId: .*; vector\?: never;/, "the alternatives of SimilarTo");
