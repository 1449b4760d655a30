import type { AgentScript } from '../../support/agent.ts';

/** A webhook body that every rule accepts. */
export const aBody = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  idempotency_key: 'whk_0123456789abcdef',
  task_id: 'task_1',
  task_type: 'create_media_buy',
  status: 'completed',
  timestamp: '2026-05-04T12:00:00Z',
  ...over,
});

/** What an agent may post, and where it was told to. */
export interface Target {
  /** The URL of the request's push_notification_config. */
  readonly url: string;
  /** Counts the calls that brought a URL, from 1. */
  readonly call: number;
}

/** Posts a body; gives the status of the answer, 0 when there was none. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

/** Posts until it is taken or it has tried so often; each attempt may have a body of its own. */
export async function persist(
  url: string,
  bodyOf: (attempt: number) => unknown,
  attempts = 5,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const status = await post(url, bodyOf(attempt));
    if (status < 400 && status > 0) return;
  }
}

/** An agent that answers every call and then does what the test says with the URL it was given. */
export function sending(send: (target: Target) => Promise<unknown>): AgentScript {
  let call = 0;
  return {
    tool: (_name, args) => {
      const config = args['push_notification_config'] as { url?: string } | undefined;
      if (config?.url !== undefined) {
        call += 1;
        const target = { url: config.url, call };
        setImmediate(() => void send(target));
      }
      return { media_buy_id: 'mb_1' };
    },
  };
}
