// Builds the page into files that the gateway serves: `npm ci && npm run build` in this folder, then commit what it made.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { build } from 'esbuild';

const RESOURCES = '../main/resources';
const FILES = `${RESOURCES}/static/graphiql`;
const PAGE = `${RESOURCES}/graphiql.html`;
const SOURCES = ['build.mjs', 'package.json', 'package-lock.json', 'examples', 'page'];

const WORKERS = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
};

const options = {
  outdir: FILES,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  target: ['chrome120', 'firefox121', 'safari17.2'],
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  chunkNames: 'part-[hash]',
  loader: { '.graphql': 'text', '.svg': 'copy', '.ttf': 'file', '.woff2': 'file' },
};

/** The name of what was made of a source. */
function made({ metafile: { outputs } }, source, extension) {
  return basename(
    Object.entries(outputs).find(([file, { entryPoint }]) => entryPoint?.endsWith(source) && file.endsWith(extension))[0],
  );
}

await rm(FILES, { recursive: true, force: true });
await mkdir(FILES, { recursive: true });

const workers = await build({
  ...options,
  format: 'iife',
  entryPoints: Object.entries(WORKERS).map(([label, file]) => ({ in: `node_modules/${file}`, out: `${label}-worker` })),
});
const workerNames = Object.fromEntries(
  Object.entries(WORKERS).map(([label, file]) => [label, made(workers, file, '.js')]),
);
const page = await build({
  ...options,
  format: 'esm',
  splitting: true,
  jsx: 'automatic',
  entryPoints: { page: 'page/main.jsx', icon: 'page/icon.svg' },
  define: { 'process.env.NODE_ENV': '"production"', WORKERS: JSON.stringify(workerNames) },
});
const script = made(page, 'page/main.jsx', '.js');
const style = basename(page.metafile.outputs[Object.keys(page.metafile.outputs).find((file) => file.endsWith(script))].cssBundle);
const html = (await readFile('page/index.html', 'utf8'))
  .replace('${icon.svg}', made(page, 'page/icon.svg', '.svg'))
  .replace('${page.css}', style)
  .replace('${page.js}', script);

// The page's own style sheet holds those of its parts.
await Promise.all(
  Object.keys(page.metafile.outputs)
    .filter((file) => /part-.*\.css$/.test(file))
    .map((file) => rm(file)),
);
await writeFile(PAGE, html);
await writeFile(`${RESOURCES}/META-INF/graphiql-licences.txt`, await licences([workers, page]));
await writeFile('built.txt', await fingerprints());

/** The licences of whatever went into the files. */
async function licences(results) {
  const folders = new Set(
    results
      .flatMap(({ metafile }) => Object.values(metafile.outputs))
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1])
      .filter(Boolean),
  );
  const texts = await Promise.all([...folders].sort().map(licence));
  return `GraphiQL's page is made of these packages.\n${texts.join('')}`;
}

async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : `Licensed under ${license}.\n`;
  return `\n${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text.replaceAll('\r\n', '\n').trim()}\n`;
}

/** What was built from, so that a test can tell when the files are older than their sources. */
async function fingerprints() {
  const files = [];
  for (const source of SOURCES) {
    files.push(...(source.includes('.') ? [source] : (await readdir(source)).map((file) => `${source}/${file}`)));
  }
  const lines = await Promise.all(
    files.sort().map(async (file) => `${createHash('sha256').update(await readFile(file)).digest('hex')}  ${file}\n`),
  );
  return lines.join('');
}
