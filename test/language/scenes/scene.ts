import type { Protocol } from '../../../src/model/exchange.ts';
import type { AgentScript } from '../../support/agent.ts';
import type { TestRun } from '../../support/run-suite.ts';
import type { Asked, Served } from '../../support/site.ts';

/** A JSON object as scenes write it. */
export type Body = Readonly<Record<string, unknown>>;

/** What an agent answers: fixed, or made of what it was sent. */
export type Answer = Body | ((args: Body) => Body);

/** What differs from one run of a storyboard to another. */
export interface Cast {
  /** Made anew for each run, because agents remember. */
  readonly agent: () => AgentScript;
  /** Agents besides `agent`, by routing name; given, the run routes its steps among them. */
  readonly crew?: readonly string[];
  readonly protocol?: Protocol;
  /** A web site besides the agent; `$site` in an answer stands for its origin. */
  readonly site?: (asked: Asked, origin: string) => Served | undefined;
  /** What differs in the run; told the origin of the site, empty where there is none. */
  readonly run?: (site: string) => Partial<TestRun>;
}

/** One storyboard of the suite, with an agent that passes it and agents that do not. */
export interface Scene {
  readonly storyboard: string;
  /** By step: `passed`, or the reason why it is skipped. */
  readonly honest: Cast & { readonly steps: Readonly<Record<string, string>> };
  /** Each fails at this step, or by the assertion of this id. */
  readonly broken: readonly (Cast & {
    readonly name: string;
    readonly fails: string;
    /** What else must come of it, by step. */
    readonly steps?: Readonly<Record<string, string>>;
  })[];
  /** Agents the storyboard as a whole says nothing about. */
  readonly moot?: readonly (Cast & {
    readonly name: string;
    readonly reason: string;
    readonly detail: RegExp;
  })[];
  /** Agents the storyboard is not selected for. */
  readonly notFor?: readonly (Cast & { readonly name: string; readonly detail: RegExp })[];
}

/** An agent with these tools that answers by what a request asks for, else by the tool. */
export function answering(answers: Readonly<Record<string, Answer>>, tools = ''): AgentScript {
  return {
    tools: ['get_adcp_capabilities', ...usualTools, ...tools.split(' ').filter(Boolean)],
    tool: (name, args) => {
      const answer = answers[String(args['ask'])] ?? answers[name] ?? {};
      return { ...(typeof answer === 'function' ? answer(args) : answer) };
    },
  };
}

const usualTools = ['read', 'write', 'comply_test_controller'];

/** An agent that answers so, and so where one thing is wrong with it. */
export function agents(answers: Readonly<Record<string, Answer>>, tools = '') {
  return {
    honest: () => answering(answers, tools),
    but: (wrong: Readonly<Record<string, Answer>>) => () =>
      answering({ ...answers, ...wrong }, tools),
  };
}

/** A refusal. */
export function refusal(code: string, more: Body = {}): Body {
  return {
    isError: true,
    structuredContent: { adcp_error: { code, message: 'no' }, ...more },
  };
}

/** The same verdict for each of these steps. */
export function all(verdict: string, steps: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    steps
      .trim()
      .split(/\s+/)
      .map((step) => [step, verdict]),
  );
}
