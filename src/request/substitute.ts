import type { Json, JsonObject, JsonPointer } from '../model/json.ts';
import type { TokenBinding } from '../model/request.ts';
import { mapJson, mentions } from '../support/json.ts';
import { valueAt } from '../support/path.ts';

/** Where the tokens of a request get their values. */
export interface TokenSources {
  readonly context: JsonObject;
  /** In words, by context name: who captured it from where. */
  readonly origins: ReadonlyMap<string, string>;
  /** Context names that still have the value the storyboard itself wrote for them; missing for none. */
  readonly constants?: ReadonlySet<string>;
  /** The kit's document; null where the storyboard has none. */
  readonly testKit: JsonObject | null;
  readonly agentUrl: string;
  /** A generated value: the same for the same alias all through the storyboard, fresh without one. */
  readonly generate: (generator: Generator, alias: string | null) => string;
  /** The values of `{{runner.…}}` and `{{prior_step.…}}`; null where this run has no such thing. */
  readonly runner: (expression: string) => string | null;
}

/** The generators the language knows; both give a random UUID. */
export type Generator = 'uuid_v4' | 'opaque_id';

/** A token that has no value now. */
export interface Unresolved {
  readonly token: string;
  readonly pointer: JsonPointer;
}

/** A value with its tokens replaced, and what could not be. */
export interface Substituted {
  readonly value: Json;
  readonly bindings: readonly TokenBinding[];
  readonly unresolved: readonly Unresolved[];
}

/**
 * Replaces the tokens of the storyboard language. A token that is a whole string takes the JSON value with its type;
 * `{{…}}` may also stand inside a longer string. What looks like a token and has no value is unresolved, never text.
 */
export function substitute(value: Json, sources: TokenSources): Substituted {
  if (!mentions(value, '$', '{{')) return { value, bindings: [], unresolved: [] };
  const bindings: TokenBinding[] = [];
  const unresolved: Unresolved[] = [];
  const replaced = mapJson(value, (part, pointer) => {
    if (typeof part !== 'string' || !looksLikeToken(part)) return undefined;
    const found = resolve(part, sources);
    if (found === null) {
      unresolved.push({ token: part, pointer });
      return undefined;
    }
    bindings.push({ pointer, token: part, origin: found.origin });
    return found.value;
  });
  return { value: replaced, bindings, unresolved };
}

/**
 * Replaces the tokens that stand for what the suite itself wrote, in the kit or in the storyboard's own context: a
 * literal in another place. All others, and those without a value, stay as they are.
 */
export function substituteConstants(value: Json, sources: ConstantSources): Json {
  const hasConstants = (sources.constants?.size ?? 0) > 0;
  if (!mentions(value, '$test_kit.', ...(hasConstants ? ['$context.'] : []))) return value;
  return mapJson(value, (part) =>
    typeof part === 'string' ? constantOf(part, sources)?.value : undefined,
  );
}

/** Where constants get their values. */
export type ConstantSources = Pick<TokenSources, 'context' | 'origins' | 'constants' | 'testKit'>;

function constantOf(text: string, sources: ConstantSources): Found | null {
  if (text.startsWith('$test_kit.')) return fromKit(text.slice('$test_kit.'.length), sources);
  const name = contextNameOf(text);
  if (name === null || sources.constants?.has(name) !== true) return null;
  return fromContext(text.slice('$context.'.length), sources);
}

/** The context name a token reads, or null when it reads something else. */
export function contextNameOf(token: string): string | null {
  return /^\$context\.([A-Za-z0-9_]+)/.exec(token)?.[1] ?? null;
}

const tokenStart =
  /\$context\.|\$generate:|\$test_kit\.|\{\{\s*(?:runner|prior_step)\.|^\$agent_url$/;

/** True for a string that carries a token of the language. */
export function looksLikeToken(text: string): boolean {
  return tokenStart.test(text);
}

interface Found {
  readonly value: Json;
  readonly origin: string;
}

function resolve(text: string, sources: TokenSources): Found | null {
  if (text.startsWith('$context.')) return fromContext(text.slice('$context.'.length), sources);
  if (text.startsWith('$generate:')) return generated(text.slice('$generate:'.length), sources);
  if (text.startsWith('$test_kit.')) return fromKit(text.slice('$test_kit.'.length), sources);
  if (text === '$agent_url') return { value: sources.agentUrl, origin: "the agent's URL" };
  return fromRunner(text, sources);
}

function fromContext(path: string, { context, origins }: ConstantSources): Found | null {
  const name = /^[A-Za-z0-9_]+/.exec(path)?.[0] ?? '';
  const value = valueAt(context, path);
  if (value === undefined || !Object.hasOwn(context, name)) return null;
  return { value, origin: origins.get(name) ?? 'context' };
}

function generated(expression: string, { generate }: TokenSources): Found | null {
  const match = /^(uuid_v4|opaque_id)(?:#(.+))?$/.exec(expression);
  if (!match) return null;
  const alias = match[2] ?? null;
  const value = generate(match[1] as Generator, alias);
  return { value, origin: alias === null ? 'generated' : `generated once for #${alias}` };
}

function fromKit(path: string, { testKit }: ConstantSources): Found | null {
  const value = testKit === null ? undefined : valueAt(testKit, path);
  return value === undefined ? null : { value, origin: `test kit, ${path}` };
}

function fromRunner(text: string, { runner }: TokenSources): Found | null {
  const missing: string[] = [];
  const value = text.replaceAll(
    /\{\{\s*((?:runner|prior_step)\.[^}]*?)\s*\}\}/g,
    (_, expression: string) => {
      const found = runner(expression);
      if (found === null) missing.push(expression);
      return found ?? '';
    },
  );
  return missing.length > 0 || looksLikeToken(value) ? null : { value, origin: 'the runner' };
}
