import { expect, test } from 'vitest';
import { align, schemeOf } from '../../../src/judge/substitution/align.ts';
import { encoded, encodesAs, onlyUnreserved } from '../../../src/judge/substitution/encoding.ts';
import { judgeBindings } from '../../../src/judge/substitution/judge-bindings.ts';
import { trackerUrls } from '../../../src/judge/substitution/tracker-urls.ts';

test.each([
  { raw: 'a&b=c', due: 'a%26b%3Dc' },
  { raw: 'x-{DEVICE_ID}', due: 'x-%7BDEVICE_ID%7D' },
  { raw: 'a\r\nB: c', due: 'a%0D%0AB%3A%20c' },
  { raw: 'cafe\u0301', due: 'caf%C3%A9' },
  { raw: 'v\u202e1', due: 'v%E2%80%AE1' },
  { raw: "j:a(0)!'*", due: 'j%3Aa%280%29%21%27%2A' },
  { raw: 'A-z_0.9~', due: 'A-z_0.9~' },
])('$raw is due as $due', ({ raw, due }) => {
  expect(encoded(raw)).toBe(due);
  expect(onlyUnreserved(due)).toBe(true);
});

test.each([
  { observed: 'caf%c3%a9', expected: 'caf%C3%A9', same: true },
  { observed: 'CAF%C3%A9', expected: 'caf%C3%A9', same: false },
  { observed: '%g7', expected: '%G7', same: false },
])('$observed counts as $expected: $same', ({ observed, expected, same }) => {
  expect(encodesAs(observed, expected)).toBe(same);
});

test.each([
  { html: '<a href="https://t.test/?a=1&amp;b=2">x</a>', urls: ['https://t.test/?a=1&b=2'] },
  { html: "<IMG SRC='/p.gif' data-other-url='no'>", urls: ['/p.gif'] },
  {
    html: '<img srcset="/a.jpg?x=1,2 1x, /b.jpg 2x,/c.jpg">',
    urls: ['/a.jpg?x=1,2', '/b.jpg', '/c.jpg'],
  },
  {
    html: '<meta http-equiv=refresh content="0; url=https://t.test/x">',
    urls: ['https://t.test/x'],
  },
  {
    html: `<meta content=" 5 ; URL = 'https://t.test/a b' "><meta content="0;url="><meta content=" x ">`,
    urls: ['https://t.test/a b', '', 'x'],
  },
  {
    html: '<div data-click-url=https://t.test/c data-vast-url="v"></div>',
    urls: ['https://t.test/c', 'v'],
  },
  { html: '<!-- <a href="no"> --><script>"<a href=no>"</script><a href=yes>', urls: ['yes'] },
  { html: '<p title="<a href=no>">1 < 2 <iframe src="&#x68;&#105;"></iframe>', urls: ['hi'] },
  { html: '<noscript><img src="n"></noscript><div href="no" src="no">', urls: ['n'] },
])('the URLs of $html are $urls', ({ html, urls }) => {
  expect(trackerUrls(html)).toEqual(urls);
});

test('a page may nest deeper than calls can, and its URLs keep their order', () => {
  const html = `<a href=1></a>${'<div>'.repeat(20_000)}<a href=2></a><template><a href=3></a></template>`;
  expect(trackerUrls(html).slice(0, 3)).toEqual(['1', '2', '3']);
});

test.each([
  { template: 'https://t.test/i?s={S}', url: 'https://t.test/i?x=1&s=v', values: ['v'] },
  { template: 'https://t.test/i?s={S}', url: 'https://T.test:443/i?%73=v#f', values: ['v'] },
  { template: 'https://t.test/i?s={S}&s={T}', url: 'https://t.test/i?s=1&s=2', values: ['1', '2'] },
  {
    template: 'https://t.test/{A}/p?c={A}',
    url: 'https://t.test/a%2Fb/p?c=d',
    values: ['a%2Fb', 'd'],
  },
  { template: 'https://t.test/i?s=id-{S}.x', url: 'https://t.test/i?s=id-v.x', values: ['v'] },
  { template: 'https://t.test/i?s={S}', url: 'https://other.test/i?s=v', values: [] },
  { template: 'https://t.test/i?s={S}', url: 'https://t.test/j?s=v', values: [] },
  { template: 'https://t.test/i?s={S}', url: 'https://t.test/i?q=v', values: [] },
  { template: '{CLICK}', url: 'javascript%3Ax', values: ['javascript%3Ax'] },
])('in $url the macros of $template are $values', ({ template, url, values }) => {
  expect(align(template, url).map(({ value }) => value)).toEqual(values);
});

test('a URL that is relative has the scheme of the page', () => {
  expect([schemeOf('a%3Ab'), schemeOf('javascript:x')]).toEqual(['https:', 'javascript:']);
});

const bound = (raw: string, macro = '{S}') => ({
  macro,
  itemId: 'item',
  raw,
  encoded: encoded(raw),
});

interface Row {
  readonly name: string;
  readonly raw: string;
  readonly values: readonly string[];
  readonly code: string | null;
}

const rows: readonly Row[] = [
  { name: 'encoded', raw: 'a&b=c', values: ['a%26b%3Dc'], code: null },
  { name: 'encoded in lower case', raw: 'café', values: ['caf%c3%a9'], code: null },
  { name: 'encoded beside other items', raw: 'café', values: ['42', 'caf%C3%A9'], code: null },
  {
    name: 'cut off by its own ampersand',
    raw: '00013&cmd=drop',
    values: ['00013&cmd=drop'],
    code: 'substitution_encoding_violation',
  },
  { name: 'left raw', raw: 'café', values: ['café'], code: 'substitution_encoding_violation' },
  {
    name: 'encoded as a form',
    raw: 'a b&c',
    values: ['a+b%26c'],
    code: 'substitution_encoding_violation',
  },
  {
    name: 'encoded twice',
    raw: 'a&b',
    values: ['a%2526b'],
    code: 'substitution_encoding_violation',
  },
  {
    name: 'not normalised',
    raw: 'cafe\u0301',
    values: ['cafe%CC%81'],
    code: 'substitution_encoding_violation',
  },
  {
    name: 'encoded but for its parentheses',
    raw: 'a(0)',
    values: ['a(0)'],
    code: 'substitution_encoding_violation',
  },
  {
    name: 'right in one place and raw in another',
    raw: 'café',
    values: ['caf%C3%A9', 'café'],
    code: 'substitution_encoding_violation',
  },
  { name: 'kept literally', raw: 'v-{ID}-4', values: ['v-%7BID%7D-4'], code: null },
  {
    name: 'expanded again',
    raw: 'v-{ID}-4',
    values: ['v-abc-4'],
    code: 'nested_macro_re_expansion',
  },
  {
    name: 'left with its braces',
    raw: 'v-{ID}-4',
    values: ['v-{ID}-4'],
    code: 'substitution_encoding_violation',
  },
  { name: 'stripped', raw: 'café', values: [''], code: 'substitution_binding_missing' },
  { name: 'never filled in', raw: 'café', values: ['{S}'], code: 'substitution_binding_missing' },
  { name: 'not there', raw: 'café', values: [], code: 'substitution_binding_missing' },
];

test.each(rows)('a value that is $name gives $code', ({ raw, values, code }) => {
  const faults = judgeBindings({
    urls: values.map((value) => `https://t.test/i?s=${value}`),
    template: 'https://t.test/i?s={S}',
    bindings: [bound(raw)],
    everyBinding: true,
  });
  expect(faults.map((fault) => fault.code)).toEqual(code === null ? [] : [code]);
});

test('a value that brings a scheme of its own is an injection where it is the whole URL', () => {
  const judge = (url: string) =>
    judgeBindings({
      urls: [url],
      template: '{CLICK}',
      bindings: [bound('javascript:alert(0)', '{CLICK}')],
      everyBinding: true,
    }).map(({ code }) => code);
  expect(judge('javascript:alert(0)')).toEqual(['substitution_scheme_injection']);
  expect(judge('javascript%3Aalert%280%29')).toEqual([]);
});

test('a binding that need not be there is not missed', () => {
  const faults = judgeBindings({
    urls: [],
    template: 'https://t.test/i?s={S}',
    bindings: [bound('a')],
    everyBinding: false,
  });
  expect(faults).toEqual([]);
});
