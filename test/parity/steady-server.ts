// Preloaded into the agents of others and their mock platforms. They would listen on every interface, and they are
// tested on this machine only. They would also close idle connections after five seconds, just as the other side
// uses one again: a call lost that way says nothing about either runner.
import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';

type Listen = (this: Server, ...args: unknown[]) => Server;

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its server below
const listen = Server.prototype.listen as Listen;

Server.prototype.listen = function onLoopback(this: Server, port: unknown, ...rest: unknown[]) {
  if (this instanceof HttpServer) this.keepAliveTimeout = 0;
  return typeof port === 'number' && typeof rest[0] !== 'string'
    ? listen.call(this, port, '127.0.0.1', ...rest)
    : listen.call(this, port, ...rest);
};
