// What the editors of GraphiQL are given by the page: their workers, and HTML that the policy allows.

import { createTrustedTypesPolicy } from './strict-csp.js';

globalThis.MonacoEnvironment = {
  createTrustedTypesPolicy,
  getWorker: (id, label) => new Worker(new URL(WORKERS[label] ?? WORKERS.editor, import.meta.url), { name: label }),
};
