// The steps of src/test/shell/two-versions.sh. "Old" is the release before, "new" the jar under test, and the database is migrated in
// between by the new one, with migrations that do what docs/upgrade.md allows.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { join } from "node:path";

const { PREVIOUS_JAR, NEW_JAR, WORK, PGPORT, PSQL, CONTRACT, JAVA_HOME } = process.env;
const java = JAVA_HOME ? join(JAVA_HOME, "bin/java") : "java";
const secret = randomBytes(32).toString("hex");
const started = Date.now();
const say = (text) => console.log(`${String(((Date.now() - started) / 1000).toFixed(1)).padStart(6)} s  ${text}`);
const pause = (millis) => new Promise((resume) => setTimeout(resume, millis));
const sql = (text) => execFileSync(PSQL, ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text], { encoding: "utf8" }).trim();

async function until(condition, what) {
  for (let tries = 0; tries < 2400; tries++) {
    if (await condition()) return;
    await pause(100);
  }
  throw new Error(`Still not: ${typeof what === "string" ? what : what()}`);
}

// Gateways and their commands

const database = {
  SPRING_DATASOURCE_URL: `jdbc:postgresql://127.0.0.1:${PGPORT}/tripsage`,
  SPRING_DATASOURCE_USERNAME: "tripsage_gateway",
  SPRING_DATASOURCE_PASSWORD: "gateway",
};
const owner = { ...database, SPRING_FLYWAY_USER: "postgres", SPRING_FLYWAY_PASSWORD: "postgres" };
const settings = {
  ...database,
  SPRING_FLYWAY_ENABLED: "false",
  SERVER_ADDRESS: "127.0.0.1",
  GATEWAY_JWT_SECRET: secret,
  GATEWAY_ENCRYPTION_KEYS: randomBytes(32).toString("base64url") + "=",
  GATEWAY_ASSETS_STORE_FOLDER: join(WORK, "assets"),
  GATEWAY_EMBEDDING_PROVIDER: "none",
  GATEWAY_WEBHOOKS_ALLOWHTTP: "true",
  GATEWAY_WEBHOOKS_ALLOWPRIVATE: "true",
};
const environment = (more) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ...more });
const arguments_ = (jar) => ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", jar];
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

function command(jar, words, more) {
  try {
    return execFileSync(java, [...arguments_(jar), ...words], { env: environment(more), encoding: "utf8" });
  } catch (failure) {
    throw new Error(`${words.join(" ")} returned ${failure.status}: ${failure.stdout}${failure.stderr}`);
  }
}

class Gateway {
  static async start(name, jar, more = {}) {
    const gateway = new Gateway();
    gateway.name = name;
    gateway.log = join(WORK, `${name}.log`);
    const port = await new Promise((resume) => {
      const socket = createSocket().listen(0, "127.0.0.1", () => {
        const { port } = socket.address();
        socket.close(() => resume(port));
      });
    });
    gateway.url = `http://127.0.0.1:${port}`;
    const out = openSync(gateway.log, "a");
    gateway.process = spawn(java, arguments_(jar), {
      env: environment({ ...settings, ...more, SERVER_PORT: String(port) }),
      stdio: ["ignore", out, out],
    });
    running.add(gateway.process);
    gateway.ended = new Promise((resume) => gateway.process.on("exit", resume)).finally(() => running.delete(gateway.process));
    let ended = false;
    gateway.ended.then(() => (ended = true));
    await until(async () => ended || (await gateway.isReady()), `${name} is ready`);
    if (ended) throw new Error(readFileSync(gateway.log, "utf8").slice(-3000));
    say(`${name} serves`);
    return gateway;
  }

  async isReady() {
    const answer = await fetch(`${this.url}/actuator/health/readiness`).catch(() => null);
    return answer?.status === 200;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.ended;
    say(`${this.name} has ended`);
  }

  async post(token, body, headers = {}) {
    return fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    });
  }

  async answer(token, query, variables = {}, headers = {}) {
    return (await this.post(token, { query, variables }, headers)).json();
  }

  async data(token, query, variables = {}, headers = {}) {
    const { data, errors } = await this.answer(token, query, variables, headers);
    assert.equal(errors, undefined, `${this.name}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Events of trips as they come; `cut` ends it. */
  async listen(token, after) {
    const stop = new AbortController();
    const events = [];
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "subscription ($after: String) { tripEvents(after: $after) { cursor kind trip { title } } }", variables: { after } }),
      signal: stop.signal,
    });
    assert.equal(response.status, 200);
    const stream = { events, cut: () => stop.abort(), isOver: false };
    (async () => {
      let text = "";
      for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
        text += part;
        for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
          const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
          const event = data && JSON.parse(data).data?.tripEvents;
          if (event) events.push(event);
        }
      }
    })()
      .catch(() => {})
      .finally(() => (stream.isOver = true));
    const hasBegun = () => events.some(({ kind }) => kind === "SUBSCRIBED");
    await until(() => hasBegun() || stream.isOver, `${this.name} delivers`);
    assert.ok(hasBegun(), `${this.name} has ended the stream`);
    return stream;
  }
}

// People

function person(name) {
  const id = randomUUID();
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: id, email: `${name}-${id}@example.com`, exp: Math.floor(Date.now() / 1000) + 3600 };
  const unsigned = `${part({ alg: "HS256" })}.${part(claims)}`;
  return { id, token: `${unsigned}.${createHmac("sha256", secret).update(unsigned).digest("base64url")}` };
}

const createTrip = "mutation ($title: String!) { createTrip(input: { title: $title }) { trip { id title } } }";
const titles = "{ trips(first: 100) { nodes { title } totalCount } }";

// The contract: every operation of every file, with the variables that stand above it, as somebody new

const operations = ["web", "search", "live", "partner", "trip", "assets"]
  .flatMap((file) => [
    ...readFileSync(join(CONTRACT, `${file}.graphql`), "utf8").matchAll(/((?:^#.*\n)*)^((query|mutation|subscription) (\w+)[\s\S]*?^})/gm),
  ])
  .map(([, comment, document, type, name]) => ({ name, type, document, variables: firstObject(comment.replace(/^# ?/gm, "")) }))
  .filter(({ type }) => type !== "subscription");

function firstObject(text) {
  for (let start = text.indexOf("{"), end = start; end >= 0 && start >= 0; ) {
    end = text.indexOf("}", end + 1);
    if (end < 0) return {};
    try {
      return JSON.parse(text.slice(start, end + 1));
    } catch {
      // an inner brace
    }
  }
  return {};
}

async function contract(gateway) {
  const ada = person("ada");
  const bob = person("bob");
  await gateway.data(bob.token, "{ viewer { id } }");
  const { createTrip: made } = await gateway.data(ada.token, createTrip, { title: "Contract" });
  const { startChatSession: chat } = await gateway.data(ada.token, "mutation { startChatSession(input: { title: \"Chat\" }) { chatSession { id } } }");
  const { createTrip: spare } = await gateway.data(ada.token, createTrip, { title: "To be deleted" });
  const ids = { trip: made.trip.id, session: chat.chatSession.id, user: bob.id };
  const results = {};
  /** Whose id an operation means: that of what one before it has made. */
  const subject = (name) => {
    if (name === "DeleteTrip") return spare.trip.id;
    const kinds = { flight: /Flight/, accommodation: /Accommodation|Stay/, booking: /Booking$|Travellers/, memory: /Memory/ };
    Object.assign(kinds, { message: /ChatMessage|ToMessage/, session: /Chat|Session|ModelMessages/, accessToken: /AccessToken/ });
    Object.assign(kinds, { invitationLink: /InvitationLink/, publicLink: /PublicLink/, calendarLink: /Calendar/, asset: /Asset$/ });
    const kind = Object.keys(kinds).find((each) => kinds[each].test(name));
    return (kind && ids[kind]) ?? ids.trip;
  };
  const filled = (value, key, name) => {
    if (Array.isArray(value)) return value.map((each) => filled(each, key, name));
    if (value && typeof value === "object") {
      const entries = Object.entries(value).filter(([inner]) => inner !== "expectedVersion");
      return Object.fromEntries(entries.map(([inner, each]) => [inner, filled(each, inner, name)]));
    }
    if (typeof value !== "string" || !/^<.*>$|^…$/.test(value)) return value;
    if (/Id$/.test(key)) return ids[key.slice(0, -2)];
    return key === "id" ? subject(name) : "some text";
  };
  const remember = (value) => {
    for (const [kind, each] of Object.entries(value ?? {})) {
      if (each?.id && kind !== "trip" && kind !== "session") ids[kind] = each.id;
      if (typeof each === "object") remember(each);
    }
  };
  for (const { name, document, variables } of operations) {
    const given = Object.keys(variables).length === 0 && /\$id: ID!/.test(document) ? { id: "<uuid>" } : variables;
    const { data, errors } = await gateway.answer(ada.token, document, filled(given, "", name));
    // These gateways make no vectors.
    const real = errors?.filter(({ message }) => !message.startsWith("The embedding provider"));
    results[name] = real?.length ? real.map(({ extensions }) => extensions.code).join() : errors ? "no vector" : "ok";
    assert.doesNotMatch(results[name], /INTERNAL|UNAVAILABLE|TIMEOUT|GRAPHQL_/, `${gateway.name}: ${name} ${JSON.stringify(errors)}`);
    if (!errors) remember(data);
  }
  return results;
}

// 1. A database of the old version, with what clients keep

command(PREVIOUS_JAR, ["migrate"], owner);
say("The old version has migrated");
const oldOne = await Gateway.start("old", PREVIOUS_JAR);
const expected = await contract(oldOne);
const ok = Object.values(expected).filter((result) => result === "ok").length;
say(`The contract has ${operations.length} operations, of which ${ok} succeed with the variables that it shows`);
assert.ok(ok > operations.length / 2, JSON.stringify(expected));

const carol = person("carol");
const { createTrip: first } = await oldOne.data(carol.token, createTrip, { title: "First" });
const { createAccessToken: access } = await oldOne.data(
  carol.token,
  'mutation { createAccessToken(input: { name: "Old", scopes: ["trips:read", "trips:write"] }) { secret } }',
);
const { createPublicLink: link } = await oldOne.data(
  carol.token,
  "mutation ($id: ID!) { createPublicLink(input: { tripId: $id, name: \"Blog\" }) { secret } }",
  { id: first.trip.id },
);
await oldOne.data(carol.token, 'mutation { setProviderKey(input: { provider: "openai", key: "sk-0123456789-0123456789-wxyz" }) { providerKey { last4 } } }');
const key = randomUUID();
const { createTrip: once } = await oldOne.data(carol.token, createTrip, { title: "Once" }, { "Idempotency-Key": key });
const received = [];
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  received.push(JSON.parse(body));
  response.writeHead(204).end();
});
await new Promise((resume) => receiver.listen(0, "127.0.0.1", resume));
await oldOne.data(carol.token, "mutation ($url: String!) { createWebhook(input: { url: $url, kinds: [TRIP_CREATED] }) { webhook { id } } }", {
  url: `http://127.0.0.1:${receiver.address().port}/hooks`,
});
const document = "query Registered { trips(first: 1) { totalCount } }";
mkdirSync(join(WORK, "documents"));
writeFileSync(join(WORK, "documents/registered.graphql"), document);
command(PREVIOUS_JAR, ["register-documents", join(WORK, "documents")], settings);
const before = await oldOne.listen(carol.token);

// 2. The new version migrates, while clients write by the old one

const later = join(WORK, "migrations");
mkdirSync(later);
const migration = (name, text) => writeFileSync(join(later, name), text);
migration(
  "V900__seat_of_trips.sql",
  `alter table public.trips add column nickname varchar(100), add column pace int default 3;
   alter table public.trips add constraint trip_has_a_pace check (pace is not null) not valid;
   select gateway.follow('public.trips', trip_id => 'row.id', user_id => 'row.user_id',
     told => 'array(select m.user_id from public.trip_members m where m.trip_id = row.id) || row.user_id');`,
);
migration("V901__pace_holds_for_all.sql", "alter table public.trips validate constraint trip_has_a_pace;");
migration("V902__trips_by_nickname.sql", "create index concurrently trips_by_nickname on public.trips (nickname);");
migration(
  "V903__wheels.sql",
  `alter table public.flights add column wheels int;
   select gateway.make_part_of_trip('public.flights');
   select gateway.follow('public.flights', trip_id => 'row.trip_id');`,
);
const writing = { is: true, count: 0 };
const writer = (async () => {
  while (writing.is) await oldOne.data(carol.token, createTrip, { title: `While migrating ${++writing.count}` });
})();
const migrated = spawn(java, [...arguments_(NEW_JAR), "migrate"], {
  env: environment({ ...owner, SPRING_FLYWAY_LOCATIONS: `classpath:db/migration,filesystem:${later}` }),
  stdio: ["ignore", openSync(join(WORK, "migrate.log"), "a"), openSync(join(WORK, "migrate.log"), "a")],
});
assert.equal(await new Promise((resume) => migrated.on("exit", resume)), 0, readFileSync(join(WORK, "migrate.log"), "utf8"));
writing.is = false;
await writer;
assert.equal(sql("select count(*) from gateway.flyway_schema_history where version::int >= 900 and success"), "4");
say(`The new version has migrated, while ${writing.count} trips were made by the old one`);
await until(() => before.events.filter(({ kind }) => kind === "TRIP_CREATED").length === writing.count, "all of them are told");

// 3. Old gateways go on: the one that ran, and one that starts now and would migrate if it knew more

const oldTwo = await Gateway.start("old, started anew", PREVIOUS_JAR, { ...owner, SPRING_FLYWAY_ENABLED: "true" });
const newOne = await Gateway.start("new", NEW_JAR);
for (const gateway of [oldOne, oldTwo]) {
  assert.deepEqual(await contract(gateway), expected);
  say(`${gateway.name}: the contract is answered as before`);
}
const byNew = await contract(newOne);
for (const [name, result] of Object.entries(expected)) if (result === "ok") assert.equal(byNew[name], "ok", name);

// 4. What one has made, the other knows

const pairs = [
  [oldOne, newOne],
  [oldTwo, newOne],
  [newOne, oldOne],
  [newOne, oldTwo],
];
for (const [from, to] of pairs) {
  const dora = person("dora");
  await from.data(dora.token, "{ viewer { id } }");
  const here = await from.listen(dora.token);
  const there = await to.listen(dora.token);
  const keyed = randomUUID();
  const { createTrip: made } = await from.data(dora.token, createTrip, { title: "From" }, { "Idempotency-Key": keyed });
  await to.data(dora.token, createTrip, { title: "To" });
  for (const stream of [here, there]) {
    await until(() => ["From", "To"].every((title) => stream.events.some(({ trip }) => trip?.title === title)), "both are told");
    stream.cut();
  }
  const again = await to.post(dora.token, { query: createTrip, variables: { title: "From" } }, { "Idempotency-Key": keyed });
  assert.equal(again.headers.get("Idempotency-Replayed"), "true");
  assert.equal((await again.json()).data.createTrip.trip.id, made.trip.id);
  const cursor = here.events.find(({ kind }) => kind === "SUBSCRIBED").cursor;
  const resumed = await to.listen(dora.token, cursor);
  await until(() => resumed.events.filter(({ kind }) => kind === "TRIP_CREATED").length === 2, "the cursor goes on");
  resumed.cut();
  const pages = "query ($after: String) { trips(first: 1, after: $after) { nodes { title } pageInfo { endCursor } } }";
  const page = (await from.data(dora.token, pages)).trips;
  const next = (await to.data(dora.token, pages, { after: page.pageInfo.endCursor })).trips;
  assert.deepEqual([page, next].map(({ nodes }) => nodes[0].title).sort(), ["From", "To"]);
  const { createAccessToken: token } = await from.data(dora.token, 'mutation { createAccessToken(input: { name: "T", scopes: ["trips:read"] }) { secret } }');
  assert.equal((await to.data(token.secret, titles)).trips.totalCount, 2);
}
say("Events, cursors, pages, idempotency keys and access tokens go both ways");

const digest = createHash("sha256").update(document).digest("hex");
for (const gateway of [oldTwo, newOne]) {
  assert.equal((await gateway.data(access.secret, titles)).trips.totalCount, writing.count + 2);
  assert.equal((await gateway.data(link.secret, "{ publicTrip { title } }")).publicTrip.title, "First");
  assert.equal((await gateway.data(carol.token, "{ viewer { providerKeys { last4 } } }")).viewer.providerKeys[0].last4, "wxyz");
  const replayed = await gateway.data(carol.token, createTrip, { title: "Once" }, { "Idempotency-Key": key });
  assert.equal(replayed.createTrip.trip.id, once.trip.id);
  for (const documentId of ["Registered", `sha256:${digest}`]) {
    const { data } = await (await gateway.post(carol.token, { documentId })).json();
    assert.equal(data?.trips.totalCount, writing.count + 2, `${gateway.name} ${documentId}`);
  }
}
await newOne.data(carol.token, createTrip, { title: "Told by webhook" });
await until(() => received.some(({ data }) => data.trip?.title === "Told by webhook"), "the webhook of the old one is called");
say("The token, link, key, webhook and documents of before the migration count with both");

// 5. Both old ones are exchanged for new ones, while clients write and listen

const eve = person("eve");
await newOne.data(eve.token, "{ viewer { id } }");
const start = await oldOne.listen(eve.token);
start.cut();
const serving = [oldOne, oldTwo];
const acknowledged = new Set();
const told = new Set();
let refused = 0;
let rolling = true;
let allAnswered = false;
const clients = Array.from({ length: 6 }, async (_, client) => {
  for (let number = 0; rolling; number++) {
    const title = `${client}.${number}`;
    const idempotency = { "Idempotency-Key": randomUUID() };
    await pause(50);
    for (let tries = client; !acknowledged.has(title); tries++) {
      // A client knows addresses, not which of them are about to end.
      const answer = await serving[tries % serving.length].answer(eve.token, createTrip, { title }, idempotency).catch(() => null);
      if (answer?.data?.createTrip) acknowledged.add(title);
      else {
        refused++;
        assert.match(JSON.stringify(answer?.errors ?? ""), /^""$|UNAVAILABLE|CONFLICT/);
        await pause(50);
      }
    }
  }
});
const listener = (async () => {
  let { cursor } = start.events[0];
  const isTold = () => allAnswered && told.size >= acknowledged.size;
  for (let tries = 0; !isTold(); tries++) {
    const stream = await serving[tries % serving.length].listen(eve.token, cursor).catch(() => null);
    if (!stream) {
      await pause(50);
      continue;
    }
    let read = 0;
    const take = () => {
      for (; read < stream.events.length; read++) {
        const { cursor: reached, trip } = stream.events[read];
        cursor = reached;
        if (trip) told.add(trip.title);
      }
    };
    await until(() => (take(), stream.isOver || isTold()), () => `Told of ${told.size} of ${acknowledged.size}`);
    take();
    stream.cut();
  }
})();
await pause(1000);
for (const index of [0, 1]) {
  const old = serving[index];
  const replacement = index === 0 ? newOne : await Gateway.start("new, the second", NEW_JAR);
  await Promise.all([old.stop(), pause(100).then(() => (serving[index] = replacement))]);
  await pause(1000);
}
rolling = false;
await Promise.all(clients);
allAnswered = true;
await listener;
assert.equal(sql(`select count(*) from public.trips where user_id = '${eve.id}'`), String(acknowledged.size));
assert.deepEqual([...acknowledged].filter((title) => !told.has(title)), []);
say(`Both were exchanged: ${acknowledged.size} trips were acknowledged, made once and told, after ${refused} tries again`);

// 6. What an old one must not serve

migration("V905__needs_900_no_pace.sql", "alter table public.trips drop column pace;");
command(NEW_JAR, ["migrate"], { ...owner, SPRING_FLYWAY_LOCATIONS: `classpath:db/migration,filesystem:${later}` });
await assert.rejects(Gateway.start("old, too old", PREVIOUS_JAR), /it is for those that know migration 900/);
say("An old one refuses a database without what it needs");
for (const gateway of serving) await gateway.stop();
receiver.close();
process.exit(0);
