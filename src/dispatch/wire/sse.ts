import { createParser } from 'eventsource-parser';
import type { BodyReader } from './http-call.ts';

/** Most events read from one stream before it is taken for endless. */
const mostEvents = 10_000;

/** What to do with the data of each message event: a result ends the reading. */
type OnData<T> = (data: string) => T | null;

/** Reads a stream of events until one of them is what the caller waits for. */
export interface EventReader<T> {
  readonly read: BodyReader;
  /** Null while nothing was found. */
  readonly found: T | null;
  readonly events: number;
}

/** A reader of server-sent events; `tooMany` is the result of a stream that never gets to the point. */
export function readEvents<T>(onData: OnData<T>, tooMany: (events: number) => T): EventReader<T> {
  const state: { found: T | null; events: number } = { found: null, events: 0 };
  const parser = createParser({
    onEvent({ event, data }) {
      if (state.found !== null) return;
      state.events += 1;
      if (state.events > mostEvents) state.found = tooMany(mostEvents);
      else if ((event === undefined || event === 'message') && data !== '')
        state.found = onData(data);
    },
  });
  const withFeeds = lineFeeds();
  return {
    read(text) {
      parser.feed(withFeeds(text));
      return state.found === null ? 'more' : 'enough';
    },
    get found() {
      return state.found;
    },
    get events() {
      return state.events;
    },
  };
}

/** Ends every line of a text that comes in pieces with LF: the parser keeps a CR at the end back until more comes. */
function lineFeeds(): (text: string) => string {
  let endedInReturn = false;
  return (text) => {
    if (text === '') return text;
    const isSplit = endedInReturn && text.startsWith('\n');
    endedInReturn = text.endsWith('\r');
    return (isSplit ? text.slice(1) : text).replaceAll(/\r\n?/g, '\n');
  };
}
