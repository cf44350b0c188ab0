// A receiver that verifies with the library of Standard Webhooks, also while a secret is rotated.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { Webhook, WebhookVerificationError } from "standardwebhooks";

import { execute } from "./gateway.mjs";
import { until } from "./waiting.mjs";

const received = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  received.push({ headers: request.headers, body });
  response.writeHead(204).end();
});
await new Promise((resume) => server.listen(0, "127.0.0.1", resume));

const { createWebhook } = await execute(
  "mutation ($url: String!) { createWebhook(input: { url: $url, kinds: [TRIP_CREATED] }) { webhook { id } secret } }",
  { url: `http://127.0.0.1:${server.address().port}/hooks` },
);
const createTrip = (title) => execute("mutation ($title: String!) { createTrip(input: { title: $title }) { trip { id } } }", { title });

await createTrip("Oslo");
await until(() => received.length === 1);
const event = new Webhook(createWebhook.secret).verify(received[0].body, received[0].headers);
assert.equal(event.type, "TRIP_CREATED");
assert.equal(event.data.trip.title, "Oslo");

const { rotateWebhookSecret } = await execute("mutation ($id: ID!) { rotateWebhookSecret(id: $id) { secret } }", {
  id: createWebhook.webhook.id,
});
await createTrip("Bari");
await until(() => received.length === 2);
for (const secret of [createWebhook.secret, rotateWebhookSecret.secret]) {
  assert.equal(new Webhook(secret).verify(received[1].body, received[1].headers).data.trip.title, "Bari");
}
assert.throws(
  () => new Webhook(rotateWebhookSecret.secret).verify(received[0].body, received[0].headers),
  WebhookVerificationError,
);
assert.throws(
  () => new Webhook(createWebhook.secret).verify(received[0].body.replace("Oslo", "Bari"), received[0].headers),
  WebhookVerificationError,
);
server.close();
server.closeAllConnections();
