import type { JsonObject } from '../model/json.ts';
import type { Notice } from '../model/notice.ts';

/** A notice in the contract's shape. */
export function noticeJson(notice: Notice): JsonObject {
  const { severity, code, message, capabilityPath, capabilityPointer } = notice;
  const version = 'effectiveVersion' in notice ? notice.effectiveVersion : undefined;
  return {
    severity,
    code,
    message,
    ...(version === undefined ? {} : { effective_version: version }),
    ...(capabilityPath === undefined ? {} : { capability_path: capabilityPath }),
    ...(capabilityPointer === undefined ? {} : { capability_pointer: capabilityPointer }),
  };
}

/** A notice as a line; what is no mere information says so. */
export function noticeLine({ severity, code, message }: Notice): string {
  return severity === 'info' ? message : `[${severity}] ${message} (${code})`;
}
