// The gateway under test and somebody it lets in, as the environment names them.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { getOperationAST, parse } from "graphql";

export const url = required("GATEWAY_URL");

export const token = required("GATEWAY_TOKEN");

const contract = parse(
  ["web.graphql", "live.graphql"].map((file) => readFileSync(join(required("GATEWAY_CONTRACT"), file), "utf8")).join(""),
);

/** fetch, with the token. */
export function authorizedFetch(input, init) {
  const headers = new Headers(init?.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(input, { ...init, headers });
}

/** An operation's data; throws when there are errors. */
export async function execute(query, variables = {}) {
  const response = await authorizedFetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) {
    throw new Error(JSON.stringify(errors, null, 2));
  }
  return data;
}

/** An operation of the contract, as clients send it. */
export function operation(name) {
  const definition = getOperationAST(contract, name);
  if (!definition) {
    throw new Error(`The contract has no operation ${name}`);
  }
  return { kind: contract.kind, definitions: [definition] };
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}
