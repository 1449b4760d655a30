import type { Probed } from '../dispatch/probe.ts';
import type { UnansweredReason, WireResponse } from '../model/exchange.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { probe } from './probing.ts';
import type { StepScope } from './scope.ts';

/** A preview's HTML, or why there is none to look at. */
type Preview =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'aborted' }
  | {
      readonly kind: 'fault';
      readonly code: 'preview_source_unavailable' | 'preview_url_unusable';
      readonly detail: string;
    };

/** Largest preview that is read, in bytes. */
const largestPage = 256 * 1024;

/** Gets the preview an answer holds or points to. */
export async function previewOf(
  source: Json | undefined,
  { source: mode, source_path: path }: JsonObject,
  scope: StepScope,
): Promise<Preview> {
  if (typeof source !== 'string' || source === '') {
    const detail = `the step before has nothing at ${JSON.stringify(path ?? null)}`;
    return { kind: 'fault', code: 'preview_source_unavailable', detail };
  }
  if (mode !== 'url_fetch') return { kind: 'html', html: source };
  const headers = { accept: 'text/html, application/xhtml+xml' };
  const request = { method: 'GET', url: source, trust: 'agent', headers } as const;
  return pageOf(await probe(scope, { ...request, maxBytes: largestPage }));
}

function pageOf(probed: Probed): Preview {
  switch (probed.kind) {
    case 'blocked':
      return unusable('ssrf_blocked', probed.detail);
    case 'unanswered':
      return probed.reason === 'aborted'
        ? { kind: 'aborted' }
        : unusable(reasons[probed.reason] ?? 'http_status', probed.detail);
    case 'answered':
      return htmlOf(probed.response);
  }
}

const reasons: Readonly<Partial<Record<UnansweredReason, string>>> = {
  too_large: 'size_exceeded',
  timed_out: 'fetch_timeout',
};

const htmlTypes = ['text/html', 'application/xhtml+xml'];

function htmlOf({ status, headers, body }: WireResponse): Preview {
  const isRedirect = status !== null && status >= 300 && status < 400;
  if (isRedirect) return unusable('redirect_returned', `HTTP ${status}`);
  if (status !== 200) return unusable('http_status', `HTTP ${String(status)}`);
  const type = (headers['content-type'] ?? '').replace(/;.*$/, '').trim().toLowerCase();
  return htmlTypes.includes(type) && typeof body === 'string'
    ? { kind: 'html', html: body }
    : unusable('content_type', `the media type is "${type}"`);
}

function unusable(reason: string, detail: string): Preview {
  return { kind: 'fault', code: 'preview_url_unusable', detail: `${reason}: ${detail}` };
}
