// The client graphql-ws: queries, mutations, errors and subscriptions over a WebSocket.

import assert from "node:assert/strict";

import { createClient } from "graphql-ws";
import { print } from "graphql";
import WebSocket from "ws";

import { operation, token, url } from "./gateway.mjs";
import { errorOf, until } from "./waiting.mjs";

const socketUrl = url.replace(/^http/, "ws");
const connections = [];
const client = clientOf({ Authorization: `Bearer ${token}` }, { on: { connected: (socket) => connections.push(socket) } });

await step("runs queries and mutations", async () => {
  const { createTrip } = await single("CreateTrip", { input: { title: "Over a socket" } });
  assert.equal(createTrip.trip.title, "Over a socket");
  const { trips } = await single("Dashboard", { first: 5 });
  assert.deepEqual(trips.edges.map(({ node }) => node.id), [createTrip.trip.id]);
});

await step("runs many at once on one socket", async () => {
  const before = connections.length;
  const idle = clientOf(
    { authorization: `bearer ${token}` },
    { lazy: false, on: { connected: (socket) => connections.push(socket) } },
  );
  const results = await Promise.all(Array.from({ length: 50 }, () => single("Viewer", {}, idle)));
  assert.equal(new Set(results.map(({ viewer }) => viewer.id)).size, 1);
  assert.equal(connections.length, before + 1);
  await idle.dispose();
});

await step("learns that a document is not valid", async () => {
  const errors = await errorOf(collect(client, { query: "{ viewer { id shoeSize } }" }));
  assert.equal(errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  assert.ok(errors[0].extensions.requestId);
});

await step("learns that nobody is signed in", async () => {
  const event = await errorOf(collect(clientOf(undefined), { query: "{ viewer { id } }" }));
  assert.equal(event.code, 4401);
  assert.equal(event.reason, "Unauthorized");
});

await step("learns that its token does not count", async () => {
  const event = await errorOf(collect(clientOf({ Authorization: "Bearer nonsense" }), { query: "{ viewer { id } }" }));
  assert.equal(event.code, 4403);
  assert.equal(event.reason, "Forbidden");
});

await step("is kept alive by pings of its own", async () => {
  const pongs = [];
  const pinging = clientOf(
    { Authorization: `Bearer ${token}` },
    { lazy: false, keepAlive: 50, on: { pong: (received) => received && pongs.push(received) } },
  );
  await until(() => pongs.length >= 3);
  await pinging.dispose();
});

await step("follows a trip, and resumes behind a cursor", async () => {
  const { createTrip } = await single("CreateTrip", { input: { title: "Followed" } });
  const tripId = createTrip.trip.id;
  const events = client.iterate({ query: print(operation("TripEvents")), variables: { tripId } });
  const first = (await events.next()).value.data.tripEvents;
  assert.equal(first.kind, "SUBSCRIBED");
  await single("UpdateTrip", { input: { id: tripId, expectedVersion: 1, title: "Renamed" } });
  const second = (await events.next()).value.data.tripEvents;
  assert.equal(second.kind, "TRIP_UPDATED");
  assert.equal(second.trip.title, "Renamed");
  await events.return();

  const resumed = client.iterate({ query: print(operation("TripEvents")), variables: { tripId, after: first.cursor } });
  assert.equal((await resumed.next()).value.data.tripEvents.kind, "SUBSCRIBED");
  const again = (await resumed.next()).value.data.tripEvents;
  assert.deepEqual({ ...again, cursor: second.cursor }, second);
  await resumed.return();
});

await client.dispose();

function clientOf(connectionParams, options = {}) {
  return createClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, ...options });
}

async function single(name, variables, from = client) {
  const results = await collect(from, { query: print(operation(name)), variables });
  assert.equal(results.length, 1);
  assert.equal(results[0].errors, undefined, JSON.stringify(results[0].errors));
  return results[0].data;
}

async function collect(from, request) {
  const results = [];
  for await (const result of from.iterate(request)) {
    results.push(result);
  }
  return results;
}

async function step(name, work) {
  await work();
  console.log(`ok ${name}`);
}
