// graphql-sse's own client: queries and mutations as streams, errors, and subscriptions that go on where they were.

import assert from "node:assert/strict";

import { print } from "graphql";
import { NetworkError, createClient } from "graphql-sse";

import { authorizedFetch, execute, operation, url } from "./gateway.mjs";

const client = createClient({ url, fetchFn: authorizedFetch, retryAttempts: 0 });

const tripId = await step("changes something", async () => {
  const input = { title: "Lisbon\r\n\u2028by tram\nevent: complete\n\n", startDate: "2031-01-10", endDate: "2031-01-12" };
  const [{ data, errors }] = await all(client, request("CreateTrip", { input }));
  assert.equal(errors, undefined);
  assert.equal(data.createTrip.trip.title, input.title);
  return data.createTrip.trip.id;
});

await step("reads it", async () => {
  const results = await all(client, request("Dashboard", { first: 20 }));
  assert.equal(results.length, 1);
  assert.equal(results[0].data.trips.edges[0].node.id, tripId);
});

await step("learns what is wrong with a document", async () => {
  for (const query of ["{ viewer { id shoeSize } }", "{ viewer {", "query A { viewer { id } } query B { viewer { id } }"]) {
    const results = await all(client, { query });
    assert.equal(results.length, 1);
    assert.equal(results[0].data, undefined);
    assert.match(results[0].errors[0].extensions.code, /^GRAPHQL_|^BAD_USER_INPUT$/);
  }
});

await step("learns that nobody is signed in", async () => {
  const stranger = createClient({ url, retryAttempts: 0 });
  const error = await all(stranger, request("Viewer")).catch((error) => error);
  assert.ok(error instanceof NetworkError, String(error));
  assert.equal(error.response.status, 401);
});

await step("follows a trip, and goes on behind a cursor", async () => {
  let cursor = null;
  const live = createClient({
    url,
    fetchFn: authorizedFetch,
    headers: () => (cursor ? { "Last-Event-ID": cursor } : {}),
  });

  const first = live.iterate(request("TripEvents", { tripId }));
  assert.equal((await event(first)).kind, "SUBSCRIBED");
  await rename("Porto");
  const renamed = await event(first);
  assert.equal(renamed.kind, "TRIP_UPDATED");
  assert.deepEqual([renamed.tripId, renamed.trip.title], [tripId, "Porto"]);
  await first.return();

  cursor = renamed.cursor;
  await rename("Faro");
  const second = live.iterate(request("TripEvents", { tripId }));
  assert.equal((await event(second)).kind, "SUBSCRIBED");
  const missed = await event(second);
  assert.equal(missed.kind, "TRIP_UPDATED");
  assert.equal(missed.trip.title, "Faro");
  await second.return();
  live.dispose();
});

await step("sends the cursor as the id of an event", async () => {
  const abort = new AbortController();
  const response = await authorizedFetch(
    `${url}?${new URLSearchParams({ query: print(operation("TripEvents")), variables: JSON.stringify({ tripId }) })}`,
    { headers: { Accept: "text/event-stream" }, signal: abort.signal },
  );
  const { value } = await response.body.pipeThrough(new TextDecoderStream()).getReader().read();
  const [, id, data] = /^event: next\nid: (.+)\ndata: (.+)\n\n/.exec(value);
  assert.equal(JSON.parse(data).data.tripEvents.cursor, id);
  abort.abort();
});

function request(name, variables) {
  return { query: print(operation(name)), operationName: name, variables };
}

/** All results of an operation, until it is complete. */
async function all(client, request) {
  const results = [];
  for await (const result of client.iterate(request)) {
    results.push(result);
  }
  return results;
}

async function event(results) {
  const { value, done } = await results.next();
  assert.ok(!done && !value.errors, JSON.stringify(value));
  return value.data.tripEvents;
}

async function rename(title) {
  await execute("mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }", {
    input: { id: tripId, title },
  });
}

async function step(name, action) {
  console.log(name);
  return action();
}
