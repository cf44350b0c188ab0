import './strict-csp.js';
import './monaco.js';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';

import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import 'graphiql/graphiql.css';
import './page.css';

import { EXAMPLES } from './examples.js';
import { fetcher } from './fetcher.js';
import { TokenBar } from './token-bar.jsx';
import { storedToken, storeToken } from './token.js';

const PLUGINS = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false })];

function Page() {
  const [token, setToken] = useState(storedToken);
  // A new fetcher has GraphiQL ask for the schema; without a token there is nothing to ask.
  const fetchAsCaller = useMemo(() => fetcher(token), [token]);

  function change(pasted) {
    const changed = storeToken(pasted);
    setToken(changed);
    return changed;
  }

  return (
    <>
      <TokenBar token={token} onChange={change} />
      <main>
        <GraphiQL
          fetcher={fetchAsCaller}
          schema={token ? undefined : null}
          plugins={PLUGINS}
          defaultTabs={EXAMPLES}
          defaultQuery=""
          defaultEditorToolsVisibility={window.innerWidth > 640 ? 'variables' : false}
          schemaDescription
          inputValueDeprecation
          shouldPersistHeaders={false}
          showPersistHeadersSettings={false}
        />
      </main>
    </>
  );
}

createRoot(document.getElementById('page')).render(<Page />);
