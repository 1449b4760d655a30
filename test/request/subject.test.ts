import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Storyboard } from '../../src/model/storyboard.ts';
import type { Subject } from '../../src/model/subject.ts';
import { resolveSubject, type SubjectOptions } from '../../src/request/subject.ts';
import { load } from '../support/run-suite.ts';
import { aStoryboardWith, writeSuite } from '../support/written-suite.ts';

const kit =
  'id: acme\nname: A\nbrand: { house: { domain: kit.example } }\nauth: { api_key: demo-acme }\n';
const withKit = 'prerequisites: { description: d, test_kit: test-kits/acme.yaml }\n';

/** A storyboard that sends these bodies, one a step. */
function storyboardOf(bodies: readonly JsonObject[], head = ''): Storyboard {
  const steps = bodies.map(
    (body, index) =>
      `      - { id: s${index}, title: t, task: read, sample_request: ${JSON.stringify(body)} }\n`,
  );
  const board = aStoryboardWith(`  - id: p\n    title: p\n    steps:\n${steps.join('')}`, head);
  const suite = load(writeSuite({ 's.yaml': board, 'test-kits/acme.yaml': kit }));
  return suite.storyboards[0] as Storyboard;
}

const nothingAsked: SubjectOptions = { brand: null, operator: null, verbatim: false };

function subjectOf(
  bodies: readonly JsonObject[],
  { head = '', ...asked }: Partial<SubjectOptions> & { readonly head?: string } = {},
): Subject {
  return resolveSubject(storyboardOf(bodies, head), { ...nothingAsked, ...asked });
}

const named = (domain: string): JsonObject => ({ brand: { domain } });
const acting = (operator: string, domain = 'acme.example', more: JsonObject = {}): JsonObject => ({
  account: { brand: { domain }, operator, ...more },
});

test.each<{
  name: string;
  bodies: readonly JsonObject[];
  asked?: { readonly brand?: string; readonly head?: string };
  home: string | null;
  brand: string | null;
  origin?: string;
}>([
  { name: 'none where nobody is named', bodies: [{}], home: null, brand: null },
  {
    name: 'the one domain all requests share',
    bodies: [named('acme.example'), { plans: [named('acme.example')] }, acting('o.example')],
    home: 'acme.example',
    brand: 'acme.example',
    origin: 'the one brand its requests name',
  },
  {
    name: 'none where several are named',
    bodies: [named('acme.example'), named('nova.example')],
    home: null,
    brand: null,
  },
  {
    name: 'none where one is named in a nested place and another at the root',
    bodies: [named('acme.example'), { accounts: [named('nova.example')] }],
    home: null,
    brand: null,
  },
  {
    name: "the kit's, whatever the requests name",
    bodies: [named('acme.example')],
    asked: { head: withKit },
    home: 'kit.example',
    brand: 'kit.example',
    origin: 'test kit acme',
  },
  {
    name: 'read past tokens',
    bodies: [named('$context.domain'), named('acme.example')],
    home: 'acme.example',
    brand: 'acme.example',
    origin: 'the one brand its requests name',
  },
  {
    name: "--brand's, at home where it was",
    bodies: [named('acme.example')],
    asked: { brand: 'other.example' },
    home: 'acme.example',
    brand: 'other.example',
    origin: '--brand',
  },
  {
    name: "--brand's before the kit's",
    bodies: [{}],
    asked: { brand: 'other.example', head: withKit },
    home: 'kit.example',
    brand: 'other.example',
    origin: '--brand',
  },
  {
    name: "--brand's where several are named, none of which is home",
    bodies: [named('acme.example'), named('nova.example')],
    asked: { brand: 'other.example' },
    home: null,
    brand: 'other.example',
    origin: '--brand',
  },
])('the brand is $name', ({ bodies, asked = {}, home, brand, origin }) => {
  const subject = subjectOf(bodies, asked);
  expect(subject.home?.value ?? null).toBe(home);
  expect(subject.brand).toEqual(brand === null ? null : { value: brand, origin });
});

test.each<{
  name: string;
  bodies: readonly JsonObject[];
  asked?: Partial<SubjectOptions>;
  home: string | null;
  operator: string | null;
  origin?: string;
}>([
  { name: 'none where nobody is named', bodies: [{}], home: null, operator: null },
  {
    name: 'the one the requests name',
    bodies: [acting('agency.example'), { accounts: [{ operator: 'agency.example' }] }],
    home: 'agency.example',
    operator: 'agency.example',
    origin: 'the one operator its requests name',
  },
  {
    name: 'the brand where several are named',
    bodies: [acting('agency.example'), acting('rival.example')],
    home: null,
    operator: 'acme.example',
    origin: 'the brand itself (the one brand its requests name)',
  },
  {
    name: "--brand's where none is named",
    bodies: [named('acme.example')],
    asked: { brand: 'other.example' },
    home: null,
    operator: 'other.example',
    origin: 'the brand itself (--brand)',
  },
  {
    name: 'the one the requests name, also under --brand',
    bodies: [acting('agency.example')],
    asked: { brand: 'other.example' },
    home: 'agency.example',
    operator: 'agency.example',
    origin: 'the one operator its requests name',
  },
  {
    name: "--operator's, at home where it was",
    bodies: [acting('agency.example')],
    asked: { operator: 'new.example' },
    home: 'agency.example',
    operator: 'new.example',
    origin: '--operator',
  },
  {
    name: "--operator's where several are named",
    bodies: [acting('agency.example'), acting('rival.example')],
    asked: { operator: 'new.example' },
    home: null,
    operator: 'new.example',
    origin: '--operator',
  },
])('the operator is $name', ({ bodies, asked = {}, home, operator, origin }) => {
  const subject = subjectOf(bodies, asked);
  expect(subject.homeOperator).toBe(home);
  expect(subject.operator).toEqual(operator === null ? null : { value: operator, origin });
});

const natural = (domain: string, operator: string, more: JsonObject = {}): JsonObject => ({
  brand: { domain },
  operator,
  ...more,
});
const stated = 'the one account its requests name';
const made = 'the brand and its operator';

test.each<{
  name: string;
  bodies: readonly JsonObject[];
  asked?: Partial<SubjectOptions> & { readonly head?: string };
  account: JsonObject | null;
  origin?: string;
}>([
  { name: 'none without a brand', bodies: [{}], account: null },
  {
    name: 'the natural key where the requests name none',
    bodies: [named('acme.example')],
    account: natural('acme.example', 'acme.example'),
    origin: made,
  },
  {
    name: 'the natural key of kit and operator where the requests name none',
    bodies: [{ accounts: [{ operator: 'agency.example' }] }],
    asked: { head: withKit },
    account: natural('kit.example', 'agency.example'),
    origin: made,
  },
  {
    name: 'the one account, named by brand and operator',
    bodies: [acting('agency.example'), acting('agency.example'), {}],
    account: natural('acme.example', 'agency.example'),
    origin: stated,
  },
  {
    name: "the one account, named by the seller's id",
    bodies: [{ account: { account_id: 'acc-1' } }, named('acme.example')],
    asked: { brand: 'other.example' },
    account: { account_id: 'acc-1' },
    origin: stated,
  },
  {
    name: 'the natural key where two accounts differ in the operator',
    bodies: [acting('agency.example'), acting('rival.example')],
    account: natural('acme.example', 'acme.example'),
    origin: made,
  },
  {
    name: 'the natural key where two accounts differ in the form',
    bodies: [acting('agency.example'), { account: { account_id: 'acc-1' } }],
    account: natural('acme.example', 'agency.example'),
    origin: made,
  },
  {
    name: 'none where two accounts differ in the brand and nothing else names one',
    bodies: [acting('agency.example', 'acme.example'), acting('agency.example', 'nova.example')],
    account: null,
  },
  {
    name: 'one account although only one request says sandbox, which it then has',
    bodies: [
      acting('agency.example'),
      acting('agency.example', 'acme.example', { sandbox: true }),
      acting('agency.example'),
    ],
    account: natural('acme.example', 'agency.example', { sandbox: true }),
    origin: stated,
  },
  {
    name: 'read past tokens and fragments',
    bodies: [
      { account: { account_id: '$context.account' } },
      { account: { operator: 'agency.example' } },
      { account: null },
      { account: [] },
      acting('agency.example'),
    ],
    account: natural('acme.example', 'agency.example'),
    origin: stated,
  },
  {
    name: 'under --brand and --operator',
    bodies: [acting('agency.example', 'acme.example', { sandbox: false })],
    asked: { brand: 'other.example', operator: 'new.example' },
    account: natural('other.example', 'new.example', { sandbox: false }),
    origin: stated,
  },
  {
    name: 'as written where its brand is not the home brand',
    bodies: [acting('agency.example')],
    asked: { brand: 'other.example', head: withKit },
    account: natural('acme.example', 'agency.example'),
    origin: stated,
  },
])('the account is $name', ({ bodies, asked = {}, account, origin }) => {
  expect(subjectOf(bodies, asked).account).toEqual(
    account === null ? null : { value: account, origin },
  );
});

test('two command lines have two subjects of one storyboard', () => {
  const storyboard = storyboardOf([named('acme.example')]);
  const brands = ['a.example', 'b.example'].map(
    (brand) => resolveSubject(storyboard, { brand, operator: null, verbatim: false }).brand?.value,
  );
  expect(brands).toEqual(['a.example', 'b.example']);
});

test.each([
  { name: 'the brand of the kit it was written with', domain: 'acme.example' },
  { name: 'the brand of the kit it runs with', domain: 'mine.example' },
  { name: 'a brand of its own', domain: 'foreign.example', account: 'foreign.example' },
])(
  'with --kit and --brand the account of $name is in line with the requests',
  ({ domain, account = 'other.example' }) => {
    const kitOf = (brandDomain: string) => ({ id: 'k', brandDomain }) as Storyboard['testKit'];
    const storyboard: Storyboard = {
      ...storyboardOf([acting('agency.example', domain)]),
      testKit: kitOf('mine.example'),
      authoredKit: kitOf('acme.example'),
    };
    const subject = resolveSubject(storyboard, { ...nothingAsked, brand: 'other.example' });
    expect(subject.account?.value).toEqual(natural(account, 'agency.example'));
  },
);
