import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemaDocuments } from '../../src/judge/schema-documents.ts';
import { schemaEngines } from '../../src/judge/schema-engines.ts';
import { keywords } from '../../src/judge/schema-keywords.ts';
import { SchemaTests } from '../../src/judge/schema-tests.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const ajv = schemaEngines(() => undefined)({});

function holds(schema: JsonObject, value: Json): boolean | undefined {
  const source = { root: '', read: () => schema, requestRefOf: () => null };
  return new SchemaTests(schemaDocuments(source)).at('a.json')?.test(value);
}

const definitions = { text: { type: 'string' } };

/** For each keyword a schema, values it accepts and values it refuses. */
const cases: readonly {
  readonly keyword: string;
  readonly schema: JsonObject;
  readonly accepts: readonly Json[];
  readonly refuses: readonly Json[];
}[] = [
  {
    keyword: '$ref',
    schema: { definitions, $ref: '#/definitions/text', maxLength: 2 },
    accepts: ['ab'],
    refuses: [1, 'abc'],
  },
  {
    keyword: '$ref',
    schema: { definitions: { 'a/b~c d': { const: 1 } }, $ref: '#/definitions/a~1b~0c%20d' },
    accepts: [1],
    refuses: [2],
  },
  { keyword: 'type', schema: { type: 'integer' }, accepts: [1, 1.0, -3], refuses: [1.5, '1'] },
  { keyword: 'type', schema: { type: 'object' }, accepts: [{}], refuses: [[], null, 'a'] },
  {
    keyword: 'type',
    schema: { type: ['array', 'null'] },
    accepts: [[], null],
    refuses: [{}, 0, false],
  },
  {
    keyword: 'type',
    schema: { type: ['string', 'number', 'boolean'] },
    accepts: ['', 1.5, false],
    refuses: [null, [], {}],
  },
  {
    keyword: 'const',
    schema: { const: { a: [1], b: 2 } },
    accepts: [{ b: 2, a: [1] }],
    refuses: [{ a: [1] }, null],
  },
  { keyword: 'enum', schema: { enum: [1, [2], null] }, accepts: [[2], null], refuses: [2, '1'] },
  { keyword: 'minimum', schema: { minimum: 2 }, accepts: [2, 'a'], refuses: [1.9] },
  { keyword: 'maximum', schema: { maximum: 2 }, accepts: [2, null], refuses: [2.1] },
  { keyword: 'exclusiveMinimum', schema: { exclusiveMinimum: 2 }, accepts: [2.1], refuses: [2] },
  { keyword: 'exclusiveMaximum', schema: { exclusiveMaximum: 2 }, accepts: [1.9], refuses: [2] },
  { keyword: 'multipleOf', schema: { multipleOf: 0.5 }, accepts: [1.5, 'a'], refuses: [1.3] },
  {
    keyword: 'multipleOf',
    schema: { multipleOf: 0.01 },
    accepts: [19.99, 4.35, 0, -1.1, 1e21, 123456789012.34],
    refuses: [19.999, 4.3500001, 1e-7],
  },
  {
    keyword: 'multipleOf',
    schema: { multipleOf: 1000000 },
    accepts: [3e6, 1e300],
    refuses: [1000000.5, 1500000],
  },
  { keyword: 'multipleOf', schema: { multipleOf: 1e-7 }, accepts: [3e-7], refuses: [3.5e-7] },
  { keyword: 'minLength', schema: { minLength: 2 }, accepts: ['ab', 1], refuses: ['😀', ''] },
  { keyword: 'maxLength', schema: { maxLength: 1 }, accepts: ['😀', []], refuses: ['ab'] },
  { keyword: 'pattern', schema: { pattern: '^.$' }, accepts: ['a', '😀', 7], refuses: ['ab'] },
  {
    keyword: 'format',
    schema: { format: 'date-time' },
    accepts: ['2026-01-01T00:00:00Z', 7],
    refuses: ['soon'],
  },
  { keyword: 'format', schema: { format: 'email' }, accepts: ['a@b.example'], refuses: ['a'] },
  { keyword: 'format', schema: { format: 'int32' }, accepts: [7, 'a'], refuses: [7.5] },
  { keyword: 'format', schema: { format: 'uri' }, accepts: ['https://a.example'], refuses: ['a'] },
  { keyword: 'minItems', schema: { minItems: 1 }, accepts: [[1], {}], refuses: [[]] },
  { keyword: 'maxItems', schema: { maxItems: 1 }, accepts: [[1], 'ab'], refuses: [[1, 2]] },
  {
    keyword: 'uniqueItems',
    schema: { uniqueItems: true },
    accepts: [[1, '1', { a: 1 }], 'aa'],
    refuses: [[{ a: 1, b: 2 }, 1, { b: 2, a: 1 }]],
  },
  { keyword: 'uniqueItems', schema: { uniqueItems: false }, accepts: [[1, 1]], refuses: [] },
  { keyword: 'contains', schema: { contains: { const: 1 } }, accepts: [[2, 1], 1], refuses: [[]] },
  { keyword: 'items', schema: { items: definitions.text }, accepts: [['a'], 1], refuses: [[1]] },
  {
    keyword: 'additionalItems',
    schema: { items: [definitions.text, true], additionalItems: { const: 1 } },
    accepts: [['a'], ['a', {}, 1, 1]],
    refuses: [[7], ['a', {}, 1, 2]],
  },
  {
    keyword: 'additionalItems',
    schema: { items: true, additionalItems: false },
    accepts: [[1, 2]],
    refuses: [],
  },
  {
    keyword: 'required',
    schema: { required: ['a'] },
    accepts: [{ a: null }, []],
    refuses: [{ b: 1 }],
  },
  {
    keyword: 'minProperties',
    schema: { minProperties: 1 },
    accepts: [{ a: 1 }, []],
    refuses: [{}],
  },
  {
    keyword: 'maxProperties',
    schema: { maxProperties: 0 },
    accepts: [{}, [1]],
    refuses: [{ a: 1 }],
  },
  {
    keyword: 'properties',
    schema: { properties: { a: definitions.text, b: false } },
    accepts: [{ a: 'x', c: 1 }, 'a'],
    refuses: [{ a: 1 }, { b: 1 }],
  },
  {
    keyword: 'patternProperties',
    schema: { patternProperties: { '^x-': definitions.text } },
    accepts: [{ 'x-a': 'x', a: 1 }],
    refuses: [{ 'x-a': 1 }],
  },
  {
    keyword: 'additionalProperties',
    schema: {
      properties: { a: {} },
      patternProperties: { '^x-': {} },
      additionalProperties: false,
    },
    accepts: [{ a: 1, 'x-a': 1 }, [1]],
    refuses: [{ a: 1, b: 1 }],
  },
  {
    keyword: 'additionalProperties',
    schema: { additionalProperties: definitions.text },
    accepts: [{ a: 'x' }],
    refuses: [{ a: 'x', b: 1 }],
  },
  {
    keyword: 'propertyNames',
    schema: { propertyNames: { maxLength: 1 } },
    accepts: [{ a: 1 }],
    refuses: [{ ab: 1 }],
  },
  {
    keyword: 'dependencies',
    schema: { dependencies: { a: ['b'], c: { required: ['d'] } } },
    accepts: [{}, { a: 1, b: 1 }, { c: 1, d: 1 }],
    refuses: [{ a: 1 }, { c: 1 }],
  },
  {
    keyword: 'allOf',
    schema: { allOf: [{ minimum: 1 }, { maximum: 2 }] },
    accepts: [1],
    refuses: [0, 3],
  },
  {
    keyword: 'anyOf',
    schema: { anyOf: [{ const: 1 }, { type: 'string' }] },
    accepts: [1, 'a'],
    refuses: [2],
  },
  {
    keyword: 'oneOf',
    schema: { oneOf: [{ minimum: 1 }, { maximum: 2 }, { const: 7 }] },
    accepts: [0, 3],
    refuses: [1, 7],
  },
  { keyword: 'not', schema: { not: { type: 'string' } }, accepts: [1], refuses: ['a'] },
  {
    keyword: 'if',
    schema: { if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } },
    accepts: ['ab', 2],
    refuses: ['a', 1],
  },
  { keyword: 'if', schema: { if: { const: 1 } }, accepts: [1, 2], refuses: [] },
];

test.each(cases)('$keyword in $schema', ({ schema, accepts, refuses }) => {
  expect(accepts.filter((value) => holds(schema, value) !== true)).toEqual([]);
  expect(refuses.filter((value) => holds(schema, value) !== false)).toEqual([]);
  // The engine is of the same opinion.
  const validate = ajv.compile(schema);
  expect(accepts.filter((value) => !validate(value))).toEqual([]);
  expect(refuses.filter((value) => validate(value))).toEqual([]);
});

test('every keyword has a value it refuses, and every keyword of the engine is known', () => {
  const refusing = new Set(cases.filter(({ refuses }) => refuses.length > 0).map((c) => c.keyword));
  const left = [...keywords.keys()].filter((keyword) => !refusing.has(keyword));
  expect(left.filter((keyword) => !keyword.startsWith('format'))).toEqual([]);
  for (const keyword of left) expect(() => holds({ [keyword]: 'a' }, 'b')).toThrow('engine');
  const cannotRefuse =
    /^(\$(schema|id|defs|vocabulary|comment)|definitions|then|else|id|nullable)$/;
  const validating = Object.values(ajv.RULES.all)
    .filter((rule) => typeof rule === 'object')
    .map(({ keyword }) => keyword);
  expect(
    validating.filter((keyword) => !keywords.has(keyword) && !cannotRefuse.test(keyword)),
  ).toEqual([]);
});

const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, false, '', 'a', 'ab', 'abc', 0, 1, 2, 2.5),
  fc.integer({ min: -2, max: 4 }),
);
const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));
const small = fc.integer({ min: 0, max: 3 });
const someNames = fc.uniqueArray(fc.constantFrom('a', 'b', 'ab'), { maxLength: 2 });
const { schema: anySchema } = fc.letrec<{ schema: Json }>((tie) => {
  const each = tie('schema');
  const several = fc.array(each, { minLength: 1, maxLength: 3 });
  const byName = fc.dictionary(fc.constantFrom('a', 'b'), each, {
    maxKeys: 2,
    noNullPrototype: true,
  });
  const schema = fc.record(
    {
      type: fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null'),
      const: scalar,
      enum: fc.uniqueArray(anyValue, { minLength: 1, maxLength: 4 }),
      minimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 0.5),
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('a', '^a', 'b$'),
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      contains: each,
      items: fc.oneof(each, several),
      additionalItems: each,
      required: someNames,
      minProperties: small,
      properties: byName,
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), each, {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      additionalProperties: each,
      propertyNames: each,
      dependencies: fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(each, someNames), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      allOf: several,
      anyOf: several,
      oneOf: several,
      not: each,
      if: each,
      then: each,
      else: each,
    },
    { requiredKeys: [] },
  );
  return {
    schema: fc.oneof({ depthSize: 'small', maxDepth: 2 }, fc.boolean(), schema),
  };
});

test('on any schema and value the engine is of the same opinion', () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(anySchema, anyValue, (schema, value) => {
      const document = { allOf: [schema] };
      const ours = holds(document, value);
      seen[ours === true ? 'accepted' : 'refused'] += 1;
      expect(ours).toBe(ajv.compile(document)(value));
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
});
