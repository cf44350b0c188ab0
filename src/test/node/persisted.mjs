// Apollo Client and urql name a document by its hash first, send it once where the gateway does not know it, and never again.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

import { authorizedFetch, url } from "./gateway.mjs";

const DOCUMENT = "query Persisted { viewer { id } }";

for (const useGETForHashedQueries of [false, true]) {
  const { sent, fetch } = recorder();
  const client = new ApolloClient({
    link: new PersistedQueryLink({
      sha256: (text) => createHash("sha256").update(text).digest("hex"),
      useGETForHashedQueries,
    }).concat(new HttpLink({ uri: url, fetch })),
    cache: new InMemoryCache(),
  });
  for (let time = 0; time < 3; time++) {
    const { data } = await client.query({ query: gql(DOCUMENT), fetchPolicy: "network-only" });
    assert.match(data.viewer.id, /^[0-9a-f-]{36}$/);
  }
  assert.deepEqual(sent, expected(useGETForHashedQueries));
}

for (const preferGetForPersistedQueries of [false, true]) {
  const { sent, fetch } = recorder();
  const client = new Client({
    url,
    fetch,
    preferGetMethod: false,
    exchanges: [persistedExchange({ preferGetForPersistedQueries }), fetchExchange],
  });
  for (let time = 0; time < 3; time++) {
    const { data, error } = await client.query(DOCUMENT, {}).toPromise();
    assert.equal(error, undefined, String(error));
    assert.match(data.viewer.id, /^[0-9a-f-]{36}$/);
  }
  assert.deepEqual(sent, expected(preferGetForPersistedQueries));
}

/** What a client sends: the first of its kind brings the document, which each writes in its own way. */
function expected(isKnown) {
  return isKnown ? ["hash", "hash", "hash"] : ["hash", "document", "hash", "hash"];
}

/** A fetch that tells whether a document was sent, or its hash alone. */
function recorder() {
  const sent = [];
  return {
    sent,
    fetch(input, init) {
      const parameters = init.body ? JSON.parse(init.body) : Object.fromEntries(new URL(input, url).searchParams);
      sent.push(parameters.query ? "document" : "hash");
      return authorizedFetch(input, init);
    },
  };
}
