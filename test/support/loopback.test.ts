import { expect, test } from 'vitest';
import { isLoopbackHost } from '../../src/support/loopback.ts';

test.each([
  { url: 'http://127.0.0.1:4100/mcp', is: true },
  { url: 'http://127.8.9.1/mcp', is: true },
  { url: 'http://127.1/mcp', is: true },
  { url: 'http://localhost:4100/mcp', is: true },
  { url: 'http://LOCALHOST/mcp', is: true },
  { url: 'http://[::1]:4100/mcp', is: true },
  { url: 'http://[0:0:0:0:0:0:0:1]/mcp', is: true },
  { url: 'http://127.seller.example/mcp', is: false },
  { url: 'http://127.0.0.1.seller.example/mcp', is: false },
  { url: 'http://localhost.seller.example/mcp', is: false },
  { url: 'http://seller.localhost.example/mcp', is: false },
  { url: 'http://0.0.0.0/mcp', is: false },
  { url: 'http://10.0.0.1/mcp', is: false },
  { url: 'http://192.168.0.127/mcp', is: false },
  { url: 'http://128.0.0.1/mcp', is: false },
  { url: 'http://1270.example/mcp', is: false },
  { url: 'http://[::2]/mcp', is: false },
  { url: 'http://[fe80::1]/mcp', is: false },
  { url: 'https://agent.example/mcp?at=127.0.0.1', is: false },
])('$url is on this machine: $is', ({ url, is }) => {
  expect(isLoopbackHost(new URL(url).hostname)).toBe(is);
});

test.each(['::1', '', '127.', '127.0.0.1 '])('"%s" is no host name of a URL', (name) => {
  expect(isLoopbackHost(name)).toBe(false);
});
