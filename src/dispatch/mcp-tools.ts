import type { JsonObject } from '../model/json.ts';
import type { AdvertisedTool } from '../model/plan.ts';
import { isObject } from '../support/json.ts';
import type { RpcOutcome } from './rpc-answer.ts';
import { excerpt, fault, type Fault } from './wire/fault.ts';

/** Most pages of a tool list that are read. */
const mostPages = 100;

/** JSON-RPC's code for a method that does not exist. */
const methodNotFound = -32601;

/** Asks for one page of tools. */
type AskPage = (params: JsonObject) => Promise<RpcOutcome>;

/** The tools of an agent, and what was odd about the list. */
interface ToolList {
  readonly kind: 'tools';
  readonly tools: readonly AdvertisedTool[];
  readonly notices: readonly string[];
}

/** Reads the tool list page by page; a list that does not end is cut off and said so. */
export async function listTools(ask: AskPage): Promise<ToolList | Fault> {
  const tools: AdvertisedTool[] = [];
  const cursors = new Set<string>();
  let params: JsonObject = {};
  for (let page = 1; page <= mostPages; page += 1) {
    const read = readPage(await ask(params));
    if (read.kind !== 'page') return read;
    tools.push(...read.tools);
    if (read.nextCursor === null) return { kind: 'tools', tools, notices: [] };
    if (cursors.has(read.nextCursor))
      return cutOff(tools, `tools/list gave the cursor ${excerpt(read.nextCursor)} twice`);
    cursors.add(read.nextCursor);
    params = { cursor: read.nextCursor };
  }
  return cutOff(tools, `tools/list did not end within ${mostPages} pages`);
}

function cutOff(tools: readonly AdvertisedTool[], fact: string): ToolList {
  return { kind: 'tools', tools, notices: [`${fact}; the rest of the list was not read.`] };
}

interface Page {
  readonly kind: 'page';
  readonly tools: readonly AdvertisedTool[];
  readonly nextCursor: string | null;
}

function readPage(outcome: RpcOutcome): Page | ToolList | Fault {
  if (outcome.kind === 'fault') return outcome;
  const error = outcome.message?.['error'];
  if (isObject(error)) return readError(error);
  const result = outcome.message?.['result'];
  const listed = isObject(result) ? result['tools'] : undefined;
  if (!isObject(result) || !Array.isArray(listed))
    return fault('protocol', 'The answer to tools/list has no array "tools".');
  const next = result['nextCursor'];
  const nextCursor = typeof next === 'string' && next !== '' ? next : null;
  return { kind: 'page', tools: listed.flatMap((tool: unknown) => readTool(tool)), nextCursor };
}

function readError(error: JsonObject): ToolList | Fault {
  const said = excerpt(JSON.stringify(error));
  if (error['code'] !== methodNotFound)
    return fault('protocol', `tools/list was answered with an error: ${said}.`);
  return { kind: 'tools', tools: [], notices: [`The agent has no tools/list: ${said}.`] };
}

function readTool(tool: unknown): readonly AdvertisedTool[] {
  if (!isObject(tool) || typeof tool['name'] !== 'string') return [];
  const schema = tool['inputSchema'];
  return [{ name: tool['name'], inputSchema: isObject(schema) ? schema : null }];
}
