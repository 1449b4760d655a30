// Sends recorded requests again over kept-alive connections, in the same order and as much at once as they were, and
// does nothing with the answers; answers webhooks as they were answered, and goes on when they have come in. The least
// time any runner could take.
// Usage: node replay.js RECORDING ORIGIN. Prints how many answers had another status than the recorded one.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Pool from 'undici/lib/dispatcher/pool.js';

const [, , file, origin] = process.argv;
const { requests, received, events } = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const answers = [];
const webhooks = await listen(received);

for (const event of events) {
  if ('start' in event) answers[event.start] = send(requests[event.start]);
  else if ('end' in event) await answers[event.end];
  else await webhooks.came(event.received + 1);
}
const statuses = await Promise.all(answers);
await pool.destroy();
webhooks.close();
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

/** Listens where the recorded webhooks came in, and answers each path's webhooks with the recorded statuses in turn. */
async function listen(recorded) {
  const statuses = new Map(recorded.map(({ path }) => [path, []]));
  for (const webhook of recorded) statuses.get(webhook.path).push(webhook);
  let count = 0;
  let heard = () => undefined;
  const servers = await Promise.all(
    [...new Set(recorded.map(({ port }) => port))].map(
      (port) =>
        new Promise((resolve, reject) => {
          const server = createServer((request, response) => {
            request.resume().once('end', () => {
              response.statusCode = statuses.get(request.url)?.shift()?.status ?? 200;
              response.end();
              count += 1;
              heard();
            });
          });
          server.once('error', reject);
          server.listen(port, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return {
    came: (wanted) =>
      new Promise((resolve) => {
        heard = () => count >= wanted && resolve();
        heard();
      }),
    close: () => servers.forEach((server) => server.close().closeAllConnections()),
  };
}
