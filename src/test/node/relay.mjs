// The Relay compiler accepts the schema as the gateway tells it, and the gateway answers what the compiler makes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { buildClientSchema, getIntrospectionQuery, printSchema, validateSchema } from "graphql";
import compiler from "relay-compiler";

import { execute } from "./gateway.mjs";

const require = createRequire(import.meta.url);
const config = require("./relay.config.json");

const introspection = await execute(
  getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, oneOf: true }),
);
const schema = buildClientSchema(introspection);
assert.deepEqual(validateSchema(schema), []);

rmSync(config.artifactDirectory, { recursive: true, force: true });
mkdirSync(config.artifactDirectory);
writeFileSync(config.schema, printSchema(schema));
const compiled = spawnSync(compiler, ["relay.config.json"], { encoding: "utf8", timeout: 60_000 });
console.log(compiled.stdout + compiled.stderr);
assert.equal(compiled.status, 0, "the compiler's exit code");

const list = artifact("Trips_list");
assert.deepEqual(list.metadata.connection, [
  { count: "count", cursor: "cursor", direction: "forward", path: ["trips"] },
]);
assert.equal(list.metadata.refetch.operation, artifact("TripsPaginationQuery"));

const card = artifact("Trip_card");
assert.deepEqual(card.metadata.refetch.fragmentPathInResult, ["node"]);
assert.equal(card.metadata.refetch.identifierInfo.identifierField, "id");

const messages = artifact("Chat_messages");
assert.equal(messages.metadata.connection[0].direction, "backward");
assert.deepEqual(messages.metadata.refetch.fragmentPathInResult, ["node"]);
assert.equal(messages.metadata.refetch.identifierInfo.identifierField, "id");

for (const title of ["First", "Second", "Third"]) {
  await run("TripsCreateMutation", { input: { title } });
}
const first = await run("TripsQuery", { count: 2 });
assert.deepEqual(titles(first), ["First", "Second"]);
assert.equal(first.trips.pageInfo.hasNextPage, true);
const rest = await run("TripsPaginationQuery", { count: 2, cursor: first.trips.pageInfo.endCursor });
assert.deepEqual(titles(rest), ["Third"]);
assert.equal(rest.trips.pageInfo.hasNextPage, false);

const { id } = first.trips.edges[0].node;
const { node } = await run("TripRefetchQuery", { id });
assert.equal(node.__typename, "Trip");
assert.equal(node.title, "First");
assert.equal((await run("TripsDeleteMutation", { id })).deleteTrip.deletedId, id);
assert.equal((await run("TripRefetchQuery", { id })).node, null);

const { startChatSession } = await execute("mutation { startChatSession(input: {}) { chatSession { id } } }");
const sessionId = startChatSession.chatSession.id;
for (const content of ["one", "two", "three"]) {
  await execute("mutation ($input: PostChatMessageInput!) { postChatMessage(input: $input) { message { id } } }", {
    input: { sessionId, role: "USER", content },
  });
}
const newest = (await run("ChatQuery", { id: sessionId })).chatSession.messages;
assert.deepEqual(contents(newest), ["two", "three"]);
assert.equal(newest.pageInfo.hasPreviousPage, true);
const cursor = newest.pageInfo.startCursor;
const oldest = (await run("ChatPaginationQuery", { id: sessionId, count: 2, cursor })).node.messages;
assert.deepEqual(contents(oldest), ["one"]);
assert.equal(oldest.pageInfo.hasPreviousPage, false);

function artifact(name) {
  return require(`./${config.artifactDirectory}/${name}.graphql.js`);
}

/** Sends a compiled operation, the text as the compiler wrote it. */
function run(name, variables) {
  console.log(name);
  return execute(artifact(name).params.text, variables);
}

function titles({ trips }) {
  return trips.edges.map((edge) => edge.node.title);
}

function contents({ edges }) {
  return edges.map((edge) => edge.node.content);
}
