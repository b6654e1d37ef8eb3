import { useEffect, useReducer, useRef, useState } from "react";
import {
  type Attempt,
  type Entry,
  type Handset,
  type PageEvent,
  type PhoneMission,
  type PhonesState,
  type Received,
  readMessages,
  readState,
} from "./api.ts";
import { ANOTHER_PHONE, type Note, type SentNote } from "./rules.ts";

export type Connection = "loading" | "live" | "lost" | "absent";

export type Live = {
  readonly connection: Connection;
  /** The server's instant and this page's own monotonic instant when it was told. */
  readonly clock: { readonly serverMs: number; readonly toldAtMs: number } | undefined;
  readonly missions: readonly PhoneMission[];
  readonly handsets: readonly Handset[];
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly notes: readonly Note[];
};

export type Change =
  | PageEvent
  | { readonly type: "connection"; readonly data: Connection }
  | { readonly type: "state"; readonly data: PhonesState }
  | { readonly type: "note"; readonly data: Note }
  | { readonly type: "sent"; readonly data: SentNote };

export const NOTHING: Live = {
  connection: "loading",
  clock: undefined,
  missions: [],
  handsets: [],
  attempts: [],
  entries: [],
  notes: [],
};

/** More than an event takes to arrive, less than the smallest move of the clock. */
const LATE_MS = 10_000;
/** A page left open for days stays light; the server has the rest. */
const KEPT = 500;

/** Applies one change. The server repeats itself after a reconnection: what is known already changes nothing. */
export function apply(live: Live, change: Change): Live {
  switch (change.type) {
    case "connection":
      return { ...live, connection: change.data };
    case "state":
      return {
        ...live,
        connection: "live",
        clock: clockAt(change.data.now),
        missions: change.data.missions,
        handsets: change.data.handsets,
      };
    case "clock":
      return isOldNews(live.clock, change.data.now) ? live : { ...live, clock: clockAt(change.data.now) };
    case "mission":
      return { ...live, missions: put(live.missions, change.data, ({ id }) => id, "last") };
    case "attempt":
      return { ...live, attempts: put(live.attempts, change.data, ({ id }) => id, "first") };
    case "entry":
      return { ...live, entries: put(live.entries, change.data, ({ hash }) => hash, "first") };
    case "message":
      return { ...live, notes: put(live.notes, { kind: "received", ...change.data }, noteKey, "last") };
    case "note":
    case "sent":
      return { ...live, notes: put(live.notes, change.data, noteKey, "last") };
  }
}

function put<T>(items: readonly T[], item: T, key: (item: T) => string, place: "first" | "last"): readonly T[] {
  const known = items.findIndex((other) => key(other) === key(item));
  if (known >= 0) return items.with(known, item);
  return place === "first" ? [item, ...items].slice(0, KEPT) : [...items, item].slice(-KEPT);
}

const noteKey = (note: Note): string =>
  note.kind === "received" ? [note.to, note.from, note.at, note.text].join("\n") : note.id;

/** The clock only goes forward: an instant told from before its last move came late. */
const isOldNews = (clock: Live["clock"], now: string): boolean =>
  clock !== undefined && Date.parse(now) < nowOf(clock) - LATE_MS;

const clockAt = (now: string) => ({ serverMs: Date.parse(now), toldAtMs: performance.now() });

/** The simulated instant, in ms. */
export const nowOf = (clock: NonNullable<Live["clock"]>): number => clock.serverMs + performance.now() - clock.toldAtMs;

/** The simulated instant, renewed each second. */
export function useNow(clock: NonNullable<Live["clock"]>): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, []);
  return nowOf(clock);
}

const EVENTS = ["attempt", "entry", "message", "mission", "clock"] as const;
/** From one second, doubling, to a quarter of a minute: a server that restarts is found again soon, and not hammered. */
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;

/** The server's state as it changes; reconnects by itself. `retry` does so at once. */
export function useLive(): {
  readonly live: Live;
  readonly dispatch: (change: Change) => void;
  readonly retry: () => void;
} {
  const [live, dispatch] = useReducer(apply, NOTHING);
  const [round, setRound] = useState(0);
  const failures = useRef(0);
  const retry = (): void => setRound((count) => count + 1);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = follow(dispatch, {
      onFound: () => {
        failures.current = 0;
      },
      onLost: () => {
        dispatch({ type: "connection", data: "lost" });
        timer = setTimeout(retry, Math.min(FIRST_RETRY_MS * 2 ** failures.current, LAST_RETRY_MS));
        failures.current += 1;
      },
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [round]);

  return { live, dispatch, retry };
}

type Following = { readonly onFound: () => void; readonly onLost: () => void };

/** Follows the server until it is lost, which is told once, or until the function it gives back is called. */
function follow(dispatch: (change: Change) => void, { onFound, onLost }: Following): () => void {
  let isOver = false;
  let source: EventSource | undefined;
  const end = (): void => {
    isOver = true;
    source?.close();
  };
  const lose = (): void => {
    if (isOver) return;
    end();
    onLost();
  };
  /** Reads the whole state once the events flow, so that no change falls between the two. */
  const load = async (): Promise<void> => {
    const answer = await readState();
    if (isOver) return;
    if (!answer.ok) return lose();
    onFound();
    dispatch({ type: "state", data: answer.body });
    for (const message of await messagesOf(answer.body.handsets)) dispatch({ type: "message", data: message });
  };
  const connect = async (): Promise<void> => {
    const answer = await readState();
    if (isOver) return;
    if (!answer.ok && answer.problem.kind === "refused" && answer.problem.code === "not_found")
      return dispatch({ type: "connection", data: "absent" });
    if (!answer.ok) return lose();
    source = new EventSource("/phones/events");
    source.addEventListener("open", () => void load());
    source.addEventListener("error", lose);
    for (const type of EVENTS)
      source.addEventListener(type, ({ data }: MessageEvent<string>) =>
        dispatch({ type, data: JSON.parse(data) as unknown } as PageEvent),
      );
  };
  void connect();
  return end;
}

/**
 * What each handset, and the other phone its owner may borrow, received so far. A phone the server does not
 * know received nothing; a server that is gone is noticed by the event stream.
 */
async function messagesOf(handsets: readonly Handset[]): Promise<readonly Received[]> {
  const phones = [...new Set([...handsets.map(({ phone }) => phone), ...Object.values(ANOTHER_PHONE)])];
  const answers = await Promise.all(phones.map(async (to) => ({ to, answer: await readMessages(to) })));
  return answers.flatMap(({ to, answer }) => (answer.ok ? answer.body.items.map((item) => ({ ...item, to })) : []));
}
