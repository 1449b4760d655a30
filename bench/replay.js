// Sends recorded requests again over kept-alive connections, in the same order and as much at once as they were, and
// does nothing with the answers: the least time any runner could take.
// Usage: node replay.js RECORDING ORIGIN. Prints how many answers had another status than the recorded one.
import { readFileSync } from 'node:fs';
import Pool from 'undici/lib/dispatcher/pool.js';

const [, , file, origin] = process.argv;
const { requests, events } = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const answers = [];

for (const event of events) {
  if ('start' in event) answers[event.start] = send(requests[event.start]);
  else await answers[event.end];
}
const statuses = await Promise.all(answers);
await pool.destroy();
process.stdout.write(`${statuses.filter((status, at) => status !== requests[at].status).length}\n`);

function send({ method, path, headers, body }) {
  return new Promise((resolve) => {
    let status = null;
    pool.dispatch(
      { method, path, headers: headers.flat(), body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => resolve(status),
        onResponseError: () => resolve(status),
      },
    );
  });
}
