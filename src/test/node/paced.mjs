// The mixed load of the bench kit at a fixed rate, however long answers take: node src/test/node/paced.mjs KIT RATE SECONDS
// Latencies count from the moment at which a request was due, so that what waited behind a slow answer is slow, too.
import http from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [kit, rate, seconds] = process.argv.slice(2)
const { cases, loadTarget, toHttp } = await import(pathToFileURL(path.resolve(kit, 'lib/targets.mjs')))

const target = loadTarget('tripsage')
const requests = cases('mixed', 2000).map(one => ({ scenario: one.scenario, ...toHttp(target, one) }))
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })
const times = new Map()
let failed = 0

function send ({ scenario, origin, path, method, headers, body }, due) {
  return new Promise(resolve => {
    const done = bad => {
      failed += bad ? 1 : 0
      if (due >= warm) (times.get(scenario) ?? times.set(scenario, []).get(scenario)).push(performance.now() - due)
      resolve()
    }
    const request = http.request(origin + path, { method, agent, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, answer => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', part => { text += part })
      answer.on('end', () => done(answer.statusCode !== 200 || text.includes('"errors":')))
    })
    request.on('error', () => done(true))
    request.end(body)
  })
}

const start = performance.now()
const warm = start + 1000 * Math.min(30, seconds / 3)
const end = start + 1000 * seconds
const pending = []
let sent = 0
await new Promise(resolve => {
  const timer = setInterval(() => {
    const now = performance.now()
    for (let due; (due = start + sent * 1000 / rate) <= Math.min(now, end); sent++) {
      pending.push(send(requests[sent % requests.length], due))
    }
    if (now >= end) {
      clearInterval(timer)
      resolve()
    }
  }, 1)
})
await Promise.all(pending)
agent.destroy()

console.log(`${sent} requests, ${(1000 * sent / (performance.now() - start)).toFixed(0)} a second, ${failed} failed`)
for (const [scenario, all] of [...times].sort()) {
  all.sort((a, b) => a - b)
  const percentile = p => all[Math.min(all.length - 1, Math.floor(all.length * p / 100))].toFixed(1)
  console.log(`${scenario.padEnd(12)} ${String(all.length).padStart(6)}  p50 ${percentile(50)}  p95 ${percentile(95)}  p99 ${percentile(99)} ms`)
}
