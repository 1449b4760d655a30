import { json, text, type AgentScript } from '../../support/agent.ts';
import { all, answering, type Body, type Scene } from './scene.ts';

const basic = `Basic ${Buffer.from('acme:demo-acme-password').toString('base64')}`;
const known = ['Bearer demo-acme-key-0001', 'Bearer demo-acme-second-0002', basic];

/** Lets in who has one of these credentials; a 401 has this challenge. */
const guarded =
  (
    accepted: readonly string[],
    challenge: Record<string, string> = { 'www-authenticate': 'Bearer' },
  ) =>
  (): AgentScript => ({
    ...answering({}, 'list_creatives get_signals'),
    on: ({ tool, headers }) => {
      const isOpen = tool === '' || tool === 'get_adcp_capabilities';
      const isIn = accepted.includes('*') || accepted.includes(headers.authorization ?? '');
      return isOpen || isIn ? undefined : text(401, 'who are you?', challenge);
    },
  });

const refused = 'nobody wrong_key wrong_jwt wrong_password';
const auth: Scene = {
  storyboard: 'auth',
  honest: {
    agent: guarded(known),
    steps: all('passed', `${refused} by_key by_second_key by_password`),
  },
  broken: [
    {
      name: 'lets everybody in',
      agent: guarded(['*']),
      fails: 'nobody',
      steps: { ...all('failed', refused), by_key: 'passed' },
    },
    { name: 'gives no challenge', agent: guarded(known, {}), fails: 'nobody' },
    { name: 'knows no passwords', agent: guarded(known.slice(0, 2)), fails: 'by_password' },
    {
      name: 'knows one principal',
      agent: guarded([known[0] ?? '', basic]),
      fails: 'by_second_key',
    },
  ],
};

const pair: Scene = {
  storyboard: 'pair',
  honest: { agent: guarded(known), steps: { by_pair: 'passed' } },
  broken: [{ name: 'knows no passwords', agent: guarded([]), fails: 'by_pair' }],
};

/** Serves documents by path; `$origin` stands for the agent's own. */
const serving =
  (documents: Readonly<Record<string, Body>>, capabilities: Body = {}) =>
  (): AgentScript => ({
    ...answering({ get_adcp_capabilities: capabilities }),
    on: ({ path, headers }) => {
      const document = documents[path];
      const origin = `http://${headers.host ?? ''}`;
      if (document === undefined) return undefined;
      return json(JSON.parse(JSON.stringify(document).replaceAll('$origin', origin)));
    },
  });

const resourcePath = '/.well-known/oauth-protected-resource/mcp';
const serverPath = '/.well-known/oauth-authorization-server';
const resource: Body = { resource: '$origin/mcp', authorization_servers: ['$origin'] };
const server: Body = {
  issuer: '$origin',
  authorization_endpoint: '$origin/authorize',
  token_endpoint: '$origin/token',
  jwks_uri: '$origin/jwks',
  response_types_supported: ['code'],
};
const documents = {
  [resourcePath]: resource,
  [serverPath]: server,
  '/authorize': {},
  '/token': {},
  '/jwks': { keys: [] },
};
const oauthBut = (wrong: Readonly<Record<string, Body>>) => serving({ ...documents, ...wrong });

const oauth: Scene = {
  storyboard: 'oauth',
  honest: { agent: serving(documents), steps: all('passed', 'resource server whole') },
  broken: [
    {
      name: 'speaks for another resource',
      agent: oauthBut({ [resourcePath]: { ...resource, resource: '$origin/other' } }),
      fails: 'resource',
      steps: { whole: 'failed' },
    },
    {
      name: 'has a server without tokens',
      agent: oauthBut({ [serverPath]: { ...server, token_endpoint: undefined } }),
      fails: 'server',
      steps: { resource: 'passed', whole: 'failed' },
    },
    {
      name: 'has a server by another name',
      agent: oauthBut({ [serverPath]: { ...server, issuer: 'https://else.example' } }),
      fails: 'whole',
      steps: { resource: 'passed', server: 'passed' },
    },
    {
      name: 'has no metadata',
      agent: serving({}),
      fails: 'whole',
      steps: all('not_applicable', 'resource server'),
    },
  ],
};

const brand: Body = { agents: [{ url: '$origin/mcp', jwks_uri: '$origin/keys' }] };
const signing = { kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'x', adcp_use: 'request-signing' };
const published = (keys: readonly Body[], document = brand) =>
  serving(
    { '/brand.json': document, '/keys': { keys } },
    { identity: { brand_json_url: '$origin/brand.json' } },
  );

const keys: Scene = {
  storyboard: 'keys',
  honest: { agent: published([signing]), steps: all('passed', 'fetched purpose') },
  broken: [
    { name: 'names no key set', agent: published([signing], { agents: [{}] }), fails: 'fetched' },
    {
      name: 'has keys for something else',
      agent: published([{ ...signing, adcp_use: 'governance-signing' }]),
      fails: 'purpose',
    },
    {
      name: 'has revoked its keys',
      agent: published([{ ...signing, revoked: true }]),
      fails: 'purpose',
    },
    { name: 'publishes no keys', agent: published([]), fails: 'purpose' },
  ],
};

/** Verifies nothing but that there is a signature, and where it must it says so. */
const verifying =
  (status: (isSigned: boolean) => number, code = 'request_signature_required') =>
  (): AgentScript => ({
    ...answering(
      {
        get_adcp_capabilities: {
          request_signing: { supported: true, required_for: ['create_media_buy'] },
        },
      },
      'create_media_buy',
    ),
    on: ({ tool, headers }) => {
      const answer = tool === 'create_media_buy' ? status('signature-input' in headers) : 200;
      const challenge = { 'www-authenticate': `Signature error="${code}"` };
      return answer === 200 ? undefined : text(answer, 'no', challenge);
    },
  });

const strict = (isSigned: boolean) => (isSigned ? 200 : 401);
const vectors = 'positive-001-plain negative-001-unsigned';
const signed: Scene = {
  storyboard: 'signed_requests',
  honest: { agent: verifying(strict), steps: all('passed', vectors) },
  broken: [
    { name: 'takes everything', agent: verifying(() => 200), fails: 'negative-001-unsigned' },
    { name: 'takes nothing', agent: verifying(() => 401), fails: 'positive-001-plain' },
    {
      name: 'refuses for another reason',
      agent: verifying(strict, 'request_signature_invalid'),
      fails: 'negative-001-unsigned',
    },
  ],
  moot: [
    {
      name: 'verifies no signatures',
      agent: () => answering({}, 'create_media_buy'),
      reason: 'not_applicable',
      detail: /request_signing.supported/,
    },
  ],
};

/** Who may come in, and who is sent away. */
export const accessScenes: readonly Scene[] = [auth, pair, oauth, keys, signed];
