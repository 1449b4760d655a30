import { isIPv4 } from 'node:net';

/** True for the host name, as URLs give it, of an agent on this machine; names that only begin like one are others'. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}
