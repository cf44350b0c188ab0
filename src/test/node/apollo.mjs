// Apollo Client reads, writes, pages, and gets errors in its own words.
// With --conditions=development it complains of what it does not like.

import assert from "node:assert/strict";

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { relayStylePagination } from "@apollo/client/utilities";

import { authorizedFetch, operation, url } from "./gateway.mjs";
import { errorOf, until } from "./waiting.mjs";

// As data that does not fit into the cache.
const complaints = [];
console.warn = console.error = (...words) => {
  console.log(...words);
  complaints.push(words.join(" "));
};

let requests = 0;
const client = clientOf((input, init) => {
  requests++;
  return authorizedFetch(input, init);
});

const trips = ["2031-01-10", "2031-02-10", "2031-03-10", "2031-04-10", "2031-05-10"];

await step("reads an empty dashboard", async () => {
  const { data } = await client.query({ query: operation("Dashboard"), variables: { first: 20 } });
  assert.deepEqual(data.trips.edges, []);
  assert.equal(data.trips.pageInfo.hasNextPage, false);
});

const created = await step("creates trips, and finds them in its cache and on the dashboard", async () => {
  const ids = [];
  for (const day of trips) {
    const { data } = await client.mutate({ mutation: operation("CreateTrip"), variables: { input: trip(day) } });
    ids.push(data.createTrip.trip.id);
  }

  const cached = client.cache.extract()[`Trip:${ids[0]}`];
  assert.equal(cached.title, title(trips[0]));
  assert.equal(cached.version, 1);
  assert.match(cached.flights[0].__ref, /^Flight:[0-9a-f-]{36}$/);
  assert.match(cached.accommodations[0].__ref, /^Accommodation:[0-9a-f-]{36}$/);

  const { data } = await client.query({
    query: operation("Dashboard"),
    variables: { first: 20 },
    fetchPolicy: "network-only",
  });
  assert.deepEqual(data.trips.edges.map(({ node }) => node.id), [...ids].reverse());
  const latest = data.trips.edges[0].node;
  assert.deepEqual(latest.budget, { __typename: "Money", amount: 1800.5, currency: "EUR" });
  assert.deepEqual(latest.spent, { __typename: "Money", amount: 420.5, currency: "EUR" });
  assert.equal(latest.flights[0].departureTime, "2031-05-10T14:52:00Z");
  assert.equal(latest.accommodations[0].name, "Casa");
  return ids;
});

await step("updates a trip, and what watches it, by __typename and id", async () => {
  const seen = [];
  const watching = client
    .watchQuery({ query: operation("Dashboard"), variables: { first: 20 }, fetchPolicy: "cache-only" })
    .subscribe(({ data }) => seen.push(data));
  const before = requests;
  const { data } = await client.mutate({
    mutation: operation("UpdateTrip"),
    variables: { input: { id: created[1], expectedVersion: 1, status: "BOOKED", title: "Booked" } },
  });
  assert.equal(data.updateTrip.trip.version, 2);
  await until(() => seen.at(-1)?.trips.edges.some(({ node }) => node.title === "Booked"));
  watching.unsubscribe();

  assert.equal(requests, before + 1, "requests");
  const changed = seen.at(-1).trips.edges.filter(({ node }) => node.status === "BOOKED");
  assert.deepEqual(changed.map(({ node }) => node.id), [created[1]]);
});

await step("pages forward through trips", async () => {
  const variables = { first: 2, orderBy: "START_DATE_ASC" };
  const list = client.watchQuery({ query: operation("TripList"), variables });
  const pages = [];
  const reading = list.subscribe(({ data, dataState }) => dataState === "complete" && pages.push(data.trips));
  for (const length of [2, 4, 5]) {
    await until(() => pages.at(-1)?.edges.length === length);
    const { pageInfo, totalCount } = pages.at(-1);
    assert.equal(totalCount, 5);
    assert.equal(pageInfo.hasPreviousPage, false);
    assert.equal(pageInfo.hasNextPage, length < 5);
    if (pageInfo.hasNextPage) {
      await list.fetchMore({ variables: { after: pageInfo.endCursor } });
    }
  }
  reading.unsubscribe();
  assert.deepEqual(pages.at(-1).edges.map(({ node }) => node.id), created);
});

await step("pages backward through messages", async () => {
  const started = await client.mutate({
    mutation: operation("StartChatSession"),
    variables: { input: { title: "Lisbon plans", agentUsed: "planner" } },
  });
  const id = started.data.startChatSession.chatSession.id;
  const said = ["one", "two", "three", "four", "five"];
  for (const content of said) {
    const input = { sessionId: id, role: "USER", content, toolCalls: [], metadata: {} };
    await client.mutate({ mutation: operation("PostChatMessage"), variables: { input } });
  }
  assert.equal(client.cache.extract()[`ChatSession:${id}`].messageCount, 5);

  const history = client.watchQuery({ query: operation("ChatHistory"), variables: { id, last: 2 } });
  const pages = [];
  const reading = history.subscribe(
    ({ data, dataState }) => dataState === "complete" && pages.push(data.chatSession.messages),
  );
  for (const length of [2, 4, 5]) {
    await until(() => pages.at(-1)?.edges.length === length);
    const { edges, pageInfo } = pages.at(-1);
    assert.deepEqual(edges.map(({ node }) => node.content), said.slice(-length));
    assert.equal(pageInfo.hasPreviousPage, length < 5);
    if (pageInfo.hasPreviousPage) {
      await history.fetchMore({ variables: { before: pageInfo.startCursor } });
    }
  }
  reading.unsubscribe();
});

await step("learns of a conflict, and keeps what it has", async () => {
  const error = await errorOf(
    client.mutate({
      mutation: operation("UpdateTrip"),
      variables: { input: { id: created[1], expectedVersion: 1, title: "Stale" } },
    }),
  );
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  assert.equal(error.errors.length, 1);
  assert.equal(error.errors[0].extensions.code, "CONFLICT");
  assert.deepEqual(error.errors[0].path, ["updateTrip"]);
  assert.ok(error.errors[0].extensions.requestId);
  assert.equal(client.cache.extract()[`Trip:${created[1]}`].title, "Booked");
});

await step("learns which input is wrong", async () => {
  const input = { title: "x".repeat(300), flights: [{ departureAirport: "TWELVE_CHARS" }] };
  const error = await errorOf(client.mutate({ mutation: operation("CreateTrip"), variables: { input } }));
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  const { code, violations } = error.errors[0].extensions;
  assert.equal(code, "BAD_USER_INPUT");
  assert.deepEqual(
    violations.map(({ path }) => path).sort(),
    ["input.flights[0].departureAirport", "input.title"],
  );
  assert.ok(violations.every(({ message }) => message.length > 0));
});

await step("learns that a document is not valid", async () => {
  const error = await errorOf(client.query({ query: gql("{ viewer { id shoeSize } }") }));
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  assert.equal(error.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
});

await step("learns that nobody is signed in", async () => {
  const error = await errorOf(clientOf(fetch).query({ query: operation("Viewer") }));
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  assert.equal(error.errors[0].extensions.code, "UNAUTHENTICATED");
});

await step("learns it by the status where it asks for plain JSON", async () => {
  const plain = clientOf(fetch, { accept: "application/json", authorization: "Bearer not-a-token" });
  const error = await errorOf(plain.query({ query: operation("Viewer") }));
  assert.ok(ServerError.is(error), String(error));
  assert.equal(error.statusCode, 401);
  assert.equal(JSON.parse(error.bodyText).errors[0].extensions.code, "UNAUTHENTICATED");
});

assert.deepEqual(complaints, []);

function clientOf(fetch, headers) {
  return new ApolloClient({
    link: new HttpLink({ uri: url, fetch, headers }),
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { trips: relayStylePagination(["filter", "orderBy"]) } },
        ChatSession: { fields: { messages: relayStylePagination() } },
      },
    }),
  });
}

function title(day) {
  return `Lisbon from ${day}`;
}

function trip(day) {
  return {
    title: title(day),
    description: "Two days of trams",
    startDate: day,
    endDate: day,
    budget: { amount: 1800.5, currency: "EUR" },
    destinations: [{ name: "Lisbon" }],
    flights: [
      {
        flightNumber: "TP202",
        departureAirport: "EWR",
        arrivalAirport: "LIS",
        departureTime: `${day}T15:52:00+01:00`,
        price: { amount: 420.5, currency: "EUR" },
        status: "BOOKED",
      },
    ],
    accommodations: [{ name: "Casa", type: "hotel", checkInDate: day, checkOutDate: day }],
  };
}

async function step(name, work) {
  const result = await work();
  console.log(`ok ${name}`);
  return result;
}
