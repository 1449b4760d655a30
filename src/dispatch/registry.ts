import type { Protocol } from '../model/exchange.ts';
import { a2a } from './a2a.ts';
import { mcp } from './mcp.ts';
import type { TransportFactory } from './transport.ts';

/** The protocols that can be spoken today. */
export const transports: readonly TransportFactory[] = [mcp, a2a];

/** The transport of a protocol, or undefined where none speaks it yet. */
export function transportFor(protocol: Protocol): TransportFactory | undefined {
  return transports.find((factory) => factory.protocol === protocol);
}
