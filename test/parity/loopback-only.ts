// Preloaded into agents that would listen on every interface: they are tested on this machine only.
import { Server } from 'node:net';

type Listen = (this: Server, ...args: unknown[]) => Server;

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its server below
const listen = Server.prototype.listen as Listen;

Server.prototype.listen = function onLoopback(this: Server, port: unknown, ...rest: unknown[]) {
  return typeof port === 'number' && typeof rest[0] !== 'string'
    ? listen.call(this, port, '127.0.0.1', ...rest)
    : listen.call(this, port, ...rest);
};
