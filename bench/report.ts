/** What the figures need of a JSON report. */
export interface Report {
  readonly targets: readonly {
    readonly target: { readonly url: string };
    /** Put on the wire, handshake and discovery included. */
    readonly requests: number;
    readonly storyboards: readonly ReportedStoryboard[];
  }[];
}

/** A storyboard of a report. */
export interface ReportedStoryboard {
  readonly storyboard_id: string;
  readonly verdict: string;
  readonly step_results: readonly {
    readonly verdict: string;
    readonly request?: unknown;
    readonly response?: { readonly sent_at: string };
  }[];
}

/** Reads a report that this very run wrote. */
export function readReport(text: string): Report {
  return JSON.parse(text) as Report;
}

/** The storyboards of all targets. */
export function storyboardsOf({ targets }: Report): readonly ReportedStoryboard[] {
  return targets.flatMap(({ storyboards }) => storyboards);
}
