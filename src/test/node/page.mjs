// What docs/clients.md shows, run: each client follows a trip and a chat session through connections that are cut.
// The examples stand in page/, as ClientsPageTests has taken them from the document.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";

import { parse } from "graphql";
import compiler from "relay-compiler";
import WebSocket from "ws";

import { authorizedFetch, execute, token, url } from "./gateway.mjs";

const require = createRequire(import.meta.url);
const relay = await import("relay-runtime");

// Neither asks for the cursor, and one has another name for the field.
const TRIP = `subscription PageTripSubscription($id: ID) { happened: tripEvents(tripId: $id) { kind trip { id title } } }`;
const CHAT = `subscription PageChatSubscription($id: ID!) { chatMessageAdded(sessionId: $id) { message { content } } }`;

const READ = `query PageReadQuery($id: ID!) { trip(id: $id) { id title budget { amount currency } } }`;

await compileForRelay();
const proxy = await proxyOf(new URL(url));
process.env.GATEWAY_URL = url.replace(/:\d+/, `:${proxy.port}`);
globalThis.WebSocket ??= WebSocket;

// The examples begin with a token that expires while they run.
const brief = process.env.GATEWAY_BRIEF_TOKEN;
const expiry = JSON.parse(Buffer.from(brief.split(".")[1], "base64url")).exp * 1000;
process.env.GATEWAY_TOKEN = brief;
setTimeout(() => (process.env.GATEWAY_TOKEN = token), expiry - Date.now() - 1000);

const tripId = (await execute(`mutation { createTrip(input: { title: "0" }) { trip { id } } }`)).createTrip.trip.id;
const sessionId = (await execute(`mutation { startChatSession(input: {}) { chatSession { id } } }`)).startChatSession
  .chatSession.id;

const { live } = await import("./page/graphql-ws.mjs");
const followers = [
  await follower("graphql-ws", async (document, id, take) => {
    live.subscribe({ query: document, variables: { id } }, { next: take, error: fail, complete: fail });
  }),
  await follower("Apollo Client", async (document, id, take) => {
    const { client } = await import("./page/apollo.mjs");
    client.subscribe({ query: parse(document), variables: { id } }).subscribe({
      next: ({ data, error }) => (error ? fail(error) : take({ data })),
      error: fail,
      complete: fail,
    });
  }),
  await follower("urql", async (document, id, take) => {
    const { client } = await import("./page/urql.mjs");
    client.subscription(document, { id }).subscribe(({ data, error }) => (error ? fail(error) : take({ data })));
  }),
  await follower("Relay", async (document, id, take) => {
    const { environment } = await import("./page/relay.mjs");
    relay.requestSubscription(environment, {
      subscription: compiled(document),
      variables: { id },
      onNext: (data) => take({ data }),
      onError: fail,
      onCompleted: fail,
    });
  }),
  await follower("graphql-sse", async (document, id, take) => {
    const { subscribe } = await import("./page/graphql-sse.mjs");
    subscribe({ query: document, variables: { id } }, { next: take, error: fail, complete: fail });
  }),
  await follower("EventSource", async (document, id, take) => {
    const { follow } = await import("./page/event-source.mjs");
    follow(document, { id }, take, fail);
  }),
];

await step("begins", () => everybody((events) => events.includes("SUBSCRIBED")));

let said = 0;
await step("says what happens while nothing is cut", async () => {
  await say(3);
  await everybodyHas(said);
});

await step("says what happened while nobody was connected", async () => {
  proxy.cut();
  await say(5);
  proxy.mend();
  await everybodyHas(said);
});

await step("says what happens while connections are cut again and again", async () => {
  for (let cuts = 0; cuts < 3; cuts++) {
    const saying = say(10);
    await pause(20);
    proxy.cut();
    await saying;
    proxy.mend();
    await pause(700);
  }
  await everybodyHas(said);
});

await step("says what happens when the token has expired", async () => {
  const before = followers.map(({ trips }) => begun(trips));
  const isLate = Date.now() > expiry;
  while (Date.now() < expiry + 500) {
    await pause(100);
  }
  await say(3);
  await everybodyHas(said);
  followers.forEach(({ name, trips }, n) => assert.ok(isLate || begun(trips) > before[n], `${name} was never closed`));
});

await step("has come back to what it had begun", () => {
  for (const { name, trips } of followers) {
    assert.ok(begun(trips) > 1, `${name} was never cut`);
  }
});

await step("ends with its error where a cursor is of no use", async () => {
  const errors = await new Promise((resolve) =>
    live.subscribe(
      { query: TRIP, variables: { id: tripId }, extensions: { after: "nonsense" } },
      { next: fail, error: resolve, complete: fail },
    ),
  );
  assert.equal(errors[0].extensions.code, "BAD_USER_INPUT");
  assert.deepEqual(errors[0].extensions.violations.map(({ path }) => path), ["after"]);
  const { follow } = await import("./page/event-source.mjs");
  const results = [];
  await new Promise((resolve) =>
    follow(TRIP.replace("tripId: $id", 'tripId: $id, after: "nonsense"'), { id: tripId }, (r) => results.push(r), resolve),
  );
  await pause(100);
  assert.deepEqual(results.map(({ errors }) => errors[0].extensions.code), ["BAD_USER_INPUT"]);
});

await step("goes on where the gateway says that it stopped, and forgets what is over", async () => {
  const { carryOn } = await import("./page/carry-on.mjs");
  const { on, jsonMessageReplacer } = carryOn({});
  const subscribed = () => jsonMessageReplacer("", { id: "a", type: "subscribe", payload: { query: "" } }).payload;
  const told = { type: "ping", payload: { cursors: { a: "told" } } };
  for (const end of [() => on.message({ id: "a", type: "error", payload: [] }), () => jsonMessageReplacer("", { id: "a", type: "complete" })]) {
    on.message(told);
    assert.deepEqual(subscribed().extensions, { after: "told" });
    end();
    assert.equal(subscribed().extensions, undefined);
  }
});

await step("reads and writes over HTTP with Apollo Client, urql and Relay", async () => {
  const apollo = (await import("./page/apollo.mjs")).client;
  const urql = (await import("./page/urql.mjs")).client;
  const { day, money, whole } = await import("./page/scalars.mjs");
  const budget = money(whole({ amount: 0.1 }) + whole({ amount: 1200.2 }), "EUR");
  assert.deepEqual(money(whole({ amount: 45.755 }) * 3, "KWD"), { amount: 137.265, currency: "KWD" });
  assert.deepEqual(money(whole({ amount: 150_000_000 }) + whole({ amount: 1 }), "VND"), { amount: 150_000_001, currency: "VND" });
  assert.deepEqual(money(whole({ amount: 3000 }), "JPY"), { amount: 3000, currency: "JPY" });
  await urql
    .mutation("mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { id } } }", {
      input: { id: tripId, budget, title: "Read" },
    })
    .toPromise();
  for (const data of [
    (await apollo.query({ query: parse(READ), variables: { id: tripId } })).data,
    (await urql.query(READ, { id: tripId }).toPromise()).data,
    await relay.fetchQuery((await import("./page/relay.mjs")).environment, compiled(READ), { id: tripId }).toPromise(),
  ]) {
    assert.equal(data.trip.title, "Read");
    assert.equal(data.trip.budget.amount, 1200.3);
    assert.equal(data.trip.budget.currency, "EUR");
  }
  assert.equal(day("2026-05-01").getDate(), 1);
  assert.ok(apollo.cache.extract()[`Trip:${tripId}`]);
  const node = `query PageNode($id: ID!) { node(id: $id) { ... on Node { id } ... on Trip { title } } __type(name: "Node") { possibleTypes { name } } }`;
  const { data } = await apollo.query({ query: parse(node), variables: { id: tripId } });
  assert.equal(data.node.title, "Read");
  const nodes = data.__type.possibleTypes.map(({ name }) => name);
  assert.ok(nodes.every((name) => apollo.cache.policies.supertypeMap.get(name)?.has("Node")), nodes.join(", "));
});

await step("pages through Apollo Client's lists", async () => {
  const apollo = (await import("./page/apollo.mjs")).client;
  await execute(`mutation { createTrip(input: { title: "Another" }) { trip { id } } }`);
  const query = parse(
    `query Trips($after: String) { trips(first: 1, after: $after, orderBy: START_DATE_ASC) { edges { node { id } } pageInfo { endCursor hasNextPage } } }`,
  );
  const { data } = await apollo.query({ query });
  const variables = { after: data.trips.pageInfo.endCursor };
  await apollo.query({ query, variables, fetchPolicy: "network-only" });
  assert.equal(apollo.readQuery({ query }).trips.edges.length, 2);
});

process.exit(0);

/** Follows both feeds. What came is in `trips` and `messages`. */
async function follower(name, subscribe) {
  const trips = [];
  const messages = [];
  await subscribe(TRIP, tripId, (result) => trips.push(heard(name, result, ({ happened: { kind, trip } }) => (kind === "SUBSCRIBED" ? kind : trip.title))));
  await subscribe(CHAT, sessionId, (result) => messages.push(heard(name, result, ({ chatMessageAdded: { message } }) => message?.content ?? "SUBSCRIBED")));
  return { name, trips, messages };
}

function begun(events) {
  return events.filter((event) => event === "SUBSCRIBED").length;
}

function heard(name, { data, errors }, what) {
  assert.equal(errors, undefined, `${name}: ${JSON.stringify(errors)}`);
  return what(data);
}

/** Changes the trip and adds a message, each of which is one event. */
async function say(times) {
  for (let time = 0; time < times; time++) {
    const text = String(++said);
    await execute(
      `mutation ($id: ID!, $text: String!) {
        updateTrip(input: { id: $id, title: $text }) { trip { id } }
      }`,
      { id: tripId, text },
    );
    await execute(
      `mutation ($id: ID!, $text: String!) {
        postChatMessage(input: { sessionId: $id, role: USER, content: $text }) { message { id } }
      }`,
      { id: sessionId, text },
    );
  }
}

/** The title may be a later one, as an event shows the trip as it is when it is read: the number of events counts. */
async function everybodyHas(count) {
  await everybody((events) => events.filter((event) => event !== "SUBSCRIBED").length >= count);
  await pause(300);
  const numbers = Array.from({ length: count }, (_, n) => String(n + 1));
  for (const { name, trips, messages } of followers) {
    const titles = trips.filter((event) => event !== "SUBSCRIBED");
    assert.equal(titles.length, count, `${name}: ${trips}`);
    assert.equal(titles.at(-1), String(count), `${name}: ${trips}`);
    assert.deepEqual(messages.filter((event) => event !== "SUBSCRIBED"), numbers, name);
  }
}

async function everybody(condition) {
  const deadline = Date.now() + 60_000;
  for (const { name, trips, messages } of followers) {
    while (!condition(trips) || !condition(messages)) {
      assert.ok(Date.now() < deadline, `${name} has ${trips} and ${messages}`);
      await pause(10);
    }
  }
}

/** With the schema as the gateway hands it out. */
async function compileForRelay() {
  const source = [TRIP, CHAT, READ].map((document) => `graphql\`${document}\`;\n`).join("");
  const config = { src: "page/relay", schema: "page/schema.graphql", language: "javascript", eagerEsModules: false };
  mkdirSync("page/relay/__generated__", { recursive: true });
  writeFileSync("page/relay/Page.js", source);
  writeFileSync("page/schema.graphql", await (await authorizedFetch(`${url}/schema`)).text());
  writeFileSync("page.relay.json", JSON.stringify({ ...config, artifactDirectory: "page/relay/__generated__" }));
  const done = spawnSync(compiler, ["page.relay.json"], { encoding: "utf8", timeout: 60_000 });
  assert.equal(done.status, 0, done.stdout + done.stderr);
}

/** What the Relay compiler makes of a document. */
function compiled(document) {
  const [, name] = /(?:query|subscription) (\w+)/.exec(document);
  return require(`./page/relay/__generated__/${name}.graphql.js`);
}

function fail(...reasons) {
  console.error("A subscription ended", ...reasons);
  process.exit(1);
}

/** Connections to the gateway, all of which can be cut at once; until it is mended, new ones are refused. */
async function proxyOf({ hostname, port }) {
  const pairs = new Set();
  let open = true;
  const server = createServer((client) => {
    if (!open) {
      client.destroy();
      return;
    }
    const gateway = connect(port, hostname);
    const pair = [client, gateway];
    pairs.add(pair);
    for (const [from, to] of [pair, [gateway, client]]) {
      from.on("error", () => {}).on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
      from.pipe(to);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    cut() {
      open = false;
      pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
    },
    mend() {
      open = true;
    },
  };
}

function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

async function step(name, work) {
  await work();
  console.log(`ok ${name}`);
}
