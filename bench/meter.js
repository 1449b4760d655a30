// Loaded into a measured process with `node --import`: notes what it sends and, at its end, what it cost.
// Plain JavaScript, because a loader would weigh on what is measured.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';

/** Requests in the order they were made, as `bench/replay.js` sends them again. */
const requests = [];
/** Requests others made to this process: webhooks. */
const received = [];
/** What happened, in its order: `{ start: index }` and `{ end: index }` of a request, `{ received: index }`. */
const events = [];
const indexes = new Map();
let firstAt = null;
let lastAt = null;

subscribe('undici:request:create', ({ request }) => {
  firstAt ??= performance.now();
  indexes.set(request, requests.length);
  events.push({ start: requests.length });
  requests.push({
    at: Date.now(),
    method: request.method,
    path: request.path,
    headers: pairs(request.headers),
    body: request.body === null ? null : String(request.body),
    status: null,
  });
});
subscribe('undici:request:headers', ({ request, response }) => {
  requests[indexes.get(request)].status = response.statusCode;
});
subscribe('undici:request:trailers', ({ request }) => ended(request));
subscribe('undici:request:error', ({ request }) => ended(request));

subscribe('http.server.response.finish', ({ request, response, socket }) => {
  events.push({ received: received.length });
  received.push({ path: request.url, port: socket.localPort, status: response.statusCode });
});

// A process told to end still says what it cost so far.
if (process.env.BENCH_BOUNDED) process.once('SIGTERM', () => process.exit(143));

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cost = {
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    // Kilobytes, by Node's documentation.
    rssMiB: maxRSS / 1024,
    spanMs: firstAt === null ? 0 : lastAt - firstAt,
    requests: requests.length,
  };
  const { BENCH_COST: file, BENCH_RECORD: record } = process.env;
  writeFileSync(file, JSON.stringify(cost));
  if (record) writeFileSync(record, JSON.stringify({ requests, received, events }));
});

function ended(request) {
  lastAt = performance.now();
  events.push({ end: indexes.get(request) });
}

/** The flat list of names and values the client keeps, in pairs. */
function pairs(flat) {
  const found = [];
  for (let at = 0; at < flat.length; at += 2) found.push([flat[at], flat[at + 1]]);
  return found;
}
