/* global React, ReactDOM, GraphiQL */
'use strict';

// The token lives as long as the tab: sessionStorage is neither shared with other tabs nor kept after this one.
const KEY = 'tripsage.token';
const form = document.getElementById('caller');
const input = document.getElementById('token');
const state = document.getElementById('state');
const root = ReactDOM.createRoot(document.getElementById('graphiql'));

const HELLO = `# Put your token above, then run this.
query WhoAmI {
  __typename
}
`;

async function fetcher(operation, options) {
  const response = await fetch('graphql', {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...options?.headers,
      'content-type': 'application/json',
      authorization: `Bearer ${sessionStorage.getItem(KEY)}`,
    },
    body: JSON.stringify(operation),
  });
  return response.json();
}

// Without a token there is nothing to ask: a null schema keeps GraphiQL from trying. A new key starts it afresh.
function show() {
  const token = sessionStorage.getItem(KEY) ?? '';
  input.value = token;
  state.textContent = token ? 'in use for this tab' : 'needed for every request';
  root.render(
    React.createElement(GraphiQL, {
      key: token,
      fetcher,
      schema: token ? undefined : null,
      defaultQuery: HELLO,
      shouldPersistHeaders: false,
    }),
  );
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const token = input.value.trim().replace(/^Bearer\s+/i, '');
  if (token) {
    sessionStorage.setItem(KEY, token);
  } else {
    sessionStorage.removeItem(KEY);
  }
  show();
});

show();
