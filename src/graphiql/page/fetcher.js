// How GraphiQL reaches the gateway: subscriptions over a WebSocket, everything else over HTTP, both with the caller's token.

import { Kind, parse } from 'graphql';

import { subscription } from './subscription.js';

export function fetcher(token) {
  return (operation, { headers = {} } = {}) => {
    const credentials = { Authorization: `Bearer ${token}`, ...headers };
    const chosen = choose(operation);
    return chosen.kind === 'subscription' ? subscription(chosen.operation, credentials) : post(chosen.operation, credentials);
  };
}

/** What is to be run. Just after a change, GraphiQL still has the name and the syntax tree of what was there before. */
function choose(operation) {
  const definitions = definitionsOf(operation.query);
  const named = definitions.find(({ name }) => name?.value === operation.operationName);
  const definition = named ?? (definitions.length === 1 ? definitions[0] : undefined);
  return definition
    ? { kind: definition.operation, operation: { ...operation, operationName: definition.name?.value } }
    : { kind: undefined, operation };
}

function definitionsOf(query) {
  try {
    return parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch {
    // the gateway says what is wrong with it
    return [];
  }
}

async function post(operation, credentials) {
  const response = await fetch('graphql', {
    method: 'POST',
    headers: {
      Accept: 'application/graphql-response+json, application/json;q=0.9',
      'Content-Type': 'application/json',
      ...credentials,
    },
    body: JSON.stringify(operation),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The answer is no JSON: ${response.status} ${response.statusText}`);
  }
}
