import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { MissionId } from "../base/ids.ts";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { Simulator } from "../carriers/index.ts";
import { recentEntries } from "../ledger/index.ts";
import type { ContactEnd, MissionAnswer } from "../missions/index.ts";
import { contactEnds } from "../missions/index.ts";
import { recentAttempts } from "../relay/index.ts";
import type { Store } from "../store/index.ts";
import { clockOffsetMs } from "../store/index.ts";

/** The people of the demo, whose fictitious phones the page shows. */
export type DemoCast = {
  readonly staff: readonly { readonly reference: string; readonly displayName: string; readonly phone: string }[];
  readonly customers: readonly { readonly reference: string; readonly displayName: string; readonly phone: string }[];
  readonly missions: () => Promise<readonly MissionAnswer[]>;
};

export type PhonesParts = {
  readonly store: Store;
  readonly simulator: Simulator;
  readonly cast: DemoCast;
};

/** How often the page is told what is new: often enough to feel live, rare enough to cost nothing. */
const TELL_MS = 250;
const RECENT = 50;
/** Browsers that watch at once. It is a page for one person at a desk, and each costs a timer. */
const MAX_WATCHERS = 20;
const PAGE_ACTS = /^\/v1\/(missions\/:id\/(close|reopen|cancel|on-my-way|disclosures)|screenings)$/;

/** The demo page's own copies of the acts on a mission, and of screening: the page holds no key, and exists beside the simulator only. */
export function phonesRoutes(parts: PhonesParts, native: readonly Route[]): readonly Route[] {
  const acts = native
    .filter(({ path }) => PAGE_ACTS.test(path))
    .map(
      (act): Route => ({
        ...act,
        id: `phones.${act.id.split(".")[1]}`,
        path: act.path.replace("/v1/", "/phones/"),
        audience: "simulator",
      }),
    );
  const state = route({
    id: "phones.read-state",
    method: "GET",
    path: "/phones/state",
    audience: "simulator",
    summary: "What the page of the two handsets shows",
    answers: { 200: z.unknown() },
    act: async () => ({ status: 200, body: await readState(parts) }),
  });
  return [...acts, state];
}

async function readState({ store, cast }: PhonesParts) {
  const handsetOf =
    (role: "staff" | "customer") => (person: { readonly phone: string; readonly displayName: string }) => ({
      role,
      phone: person.phone,
      name: person.displayName,
    });
  const [now, offsetMs, missions] = [await store.now(), await clockOffsetMs(store), await cast.missions()];
  return {
    now: now.toISOString(),
    offsetMs,
    missions: await phoneMissions({ store, cast }, missions),
    handsets: [...cast.staff.map(handsetOf("staff")), ...cast.customers.map(handsetOf("customer"))],
  };
}

async function phoneMissions({ store, cast }: Pick<PhonesParts, "store" | "cast">, missions: readonly MissionAnswer[]) {
  const ends = await contactEnds(
    store,
    missions.map(({ id }) => id as MissionId),
  );
  return missions.flatMap((mission) => phoneMission(cast, mission, ends.get(mission.id as MissionId)));
}

function phoneMission(cast: DemoCast, mission: MissionAnswer, ended: ContactEnd | undefined) {
  const staff = cast.staff.find(({ reference }) => reference === mission.lines[0]?.staff);
  const customer = cast.customers.find(({ reference }) => reference === mission.customer.reference);
  if (staff === undefined || customer === undefined) return [];
  const people = {
    staffPhone: staff.phone,
    staffName: staff.displayName,
    customerPhone: customer.phone,
    customerName: customer.displayName,
  };
  return [{ ...mission, ...people, ended, hasAddress: true, isOnMyWay: mission.onMyWayAt !== null }];
}

/** `isSameAs`: told again only when this changes, where the data change all the time. */
type Told = { readonly type: string; readonly id: string; readonly data: unknown; readonly isSameAs?: string };

/**
 * Server-sent events: the latest of everything, then what is new. A browser that comes back is told the latest again
 * and recognises what it has.
 */
export function mountPhonesEvents(server: FastifyInstance, parts: PhonesParts): void {
  const watchers = new Set<Watcher>();
  // Streams have no end of their own: a server that waits for them would never close.
  server.addHook("preClose", async () => {
    for (const watcher of watchers) watcher.end();
  });
  server.get("/phones/events", { config: { id: "phones.watch" } }, (_request, reply) => {
    if (watchers.size >= MAX_WATCHERS) return reply.code(429).header("retry-after", "5").send();
    const watcher = new Watcher(parts, reply);
    watchers.add(watcher);
    reply.raw.on("close", () => {
      watchers.delete(watcher);
      watcher.end();
    });
    return reply;
  });
}

/** One browser that watches, and what it was told. */
class Watcher {
  readonly #parts: PhonesParts;
  readonly #out: FastifyReply["raw"];
  readonly #told = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;
  readonly #stopMessages: () => void;
  #isAsking = false;

  constructor(parts: PhonesParts, reply: FastifyReply) {
    this.#parts = parts;
    reply.hijack();
    this.#out = reply.raw;
    this.#out.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    this.#out.write("retry: 1000\n\n");
    const { staff, customers } = parts.cast;
    const phones = new Set([...staff, ...customers].map(({ phone }) => phone));
    this.#stopMessages = parts.simulator.onMessage(({ id, to, from, text, at }) => {
      // The page is the demo's: what others on this network are told is none of its business.
      if (phones.has(to)) this.#tell({ type: "message", id, data: { to, from, text, at } });
    });
    this.#timer = setInterval(() => void this.#tellNews(), TELL_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#stopMessages();
    this.#out.end();
  }

  async #tellNews(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      for (const one of await news(this.#parts)) this.#tell(one);
    } catch {
      // The database is away: there is nothing to tell, and the line stays open until it is back.
      this.#out.write(": waiting\n\n");
    } finally {
      this.#isAsking = false;
    }
  }

  #tell({ type, id, data, isSameAs }: Told): void {
    const json = JSON.stringify(data);
    const name = `${type} ${id}`;
    if (this.#told.get(name) === (isSameAs ?? json)) return;
    this.#told.set(name, isSameAs ?? json);
    this.#out.write(`event: ${type}\nid: ${type}-${id}\ndata: ${json}\n\n`);
  }
}

async function news({ store, cast }: PhonesParts): Promise<readonly Told[]> {
  const [attempts, entries, missions, now, offsetMs] = [
    await recentAttempts(store, RECENT),
    await recentEntries(store, RECENT),
    await cast.missions(),
    await store.now(),
    await clockOffsetMs(store),
  ];
  return [
    ...entries.map((entry) => ({ type: "entry", id: entry.hash, data: entry })),
    ...attempts.map((attempt) => ({ type: "attempt", id: attempt.id, data: attempt })),
    ...(await phoneMissions({ store, cast }, missions)).map((data) => ({ type: "mission", id: data.id, data })),
    { type: "clock", id: "now", data: { now: now.toISOString() }, isSameAs: String(offsetMs) },
  ];
}
