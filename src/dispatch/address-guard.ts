import { BlockList, isIP, isIPv4 } from 'node:net';

/** Who wrote a URL: the user who started the run, or the agent under test. */
export type Trust = 'operator' | 'agent';

/** What a guard allows. */
export interface GuardPolicy {
  readonly trust: Trust;
  /** True where the agent under test is on this machine, so that what it points to may be there too. */
  readonly loopback: boolean;
}

/** The rule that keeps a URL from being asked at all, by its form; null where there is none. */
export function ruleAgainstUrl(url: URL, policy: GuardPolicy): string | null {
  if (url.username !== '' || url.password !== '') return 'credentials_in_url';
  if (metadataNames.has(bareHost(url))) return `metadata_host:${bareHost(url)}`;
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return `scheme:${url.protocol.slice(0, -1)}`;
  return policy.trust === 'operator' || policy.loopback ? null : 'scheme:http';
}

/** The rule that keeps an address from being connected to; null where there is none. */
export function ruleAgainstAddress(address: string, scheme: string, policy: GuardPolicy) {
  const plain = unmapped(address);
  const metadata = denyingRange(plain, metadataRanges);
  if (metadata !== null) return metadata;
  if (policy.trust === 'operator') return null;
  const isLocal = denyingRange(plain, loopbackRanges) !== null;
  if (isLocal && policy.loopback) return null;
  if (scheme === 'http:') return 'scheme:http';
  return denyingRange(plain, [...loopbackRanges, ...nonPublicRanges]);
}

/** A URL's host without the brackets of an IPv6 address. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Names under which clouds serve the credentials of the machine that asks. */
const metadataNames = new Set(['metadata', 'metadata.google.internal', 'metadata.packet.net']);

/** Their addresses. */
const metadataRanges = ['169.254.0.0/16', 'fd00:ec2::254/128', '100.100.100.200/32'];

const loopbackRanges = ['127.0.0.0/8', '::1/128'];

/** What is no public unicast address (IANA special-purpose registries). */
const nonPublicRanges = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
];

function denyingRange(address: string, ranges: readonly string[]): string | null {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  return ranges.find((range) => holds(range, address, family)) ?? null;
}

function holds(range: string, address: string, family: 'ipv4' | 'ipv6'): boolean {
  const [network = '', prefix = ''] = range.split('/');
  const own = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  if (own !== family) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), own);
  return list.check(address, family);
}

/** An IPv4 address in IPv6 clothes is the IPv4 address. */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (!hex) return address;
  const [high, low] = [hex[1], hex[2]].map((part) => Number.parseInt(part ?? '0', 16));
  return [high, low].flatMap((part = 0) => [part >> 8, part & 255]).join('.');
}
