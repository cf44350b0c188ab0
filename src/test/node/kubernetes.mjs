// The manifest in docs/deploy, held against Kubernetes' own definitions: fields that there aren't by the compiler, values by the
// schemas.
import { readFileSync, writeFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import ts from 'typescript'

const objects = loadAll(readFileSync(process.env.MANIFEST, 'utf8'))
if (objects.length === 0) throw new Error('The manifest is empty')

for (const object of objects) {
  const models = await import(`kubernetes-models/${object.apiVersion}`)
  new models[object.kind](object).validate()
  console.log(object.apiVersion, object.kind)
}

writeFileSync('manifest.ts', objects.map((object, i) =>
  `import type { I${object.kind} as Type${i} } from 'kubernetes-models/${object.apiVersion}/${object.kind}'\n`
  + `export const object${i}: Type${i} = ${JSON.stringify(object, null, 2)}\n`).join('\n'))
const program = ts.createProgram(['manifest.ts'], {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
})
const faults = ts.getPreEmitDiagnostics(program)
if (faults.length > 0) throw new Error(ts.formatDiagnostics(faults, { getCanonicalFileName: name => name, getCurrentDirectory: () => '', getNewLine: () => '\n' }))
