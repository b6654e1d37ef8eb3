import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { Simulator } from "../carriers/index.ts";
import { recentEntries } from "../ledger/index.ts";
import type { MissionAnswer, MissionDeps } from "../missions/index.ts";
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
  readonly deps: MissionDeps;
  readonly simulator: Simulator;
  readonly cast: DemoCast;
};

/** How often the page is told what is new: often enough to feel live, rare enough to cost nothing. */
const TELL_MS = 250;
const RECENT = 50;
/** Browsers that watch at once. It is a page for one person at a desk, and each costs a timer. */
const MAX_WATCHERS = 20;
const MISSION_ACTS = /^\/v1\/missions\/:id\/(close|reopen|cancel|on-my-way|disclosures)$/;

/** The demo page's own copies of the acts on a mission: the page holds no key, and exists beside the simulator only. */
export function phonesRoutes(parts: PhonesParts, native: readonly Route[]): readonly Route[] {
  const acts = native
    .filter(({ path }) => MISSION_ACTS.test(path))
    .map((act): Route => ({
      ...act,
      id: `phones.${act.id.split(".")[1]}`,
      path: act.path.replace("/v1/", "/phones/"),
      audience: "simulator",
    }));
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
  const handsetOf = (role: "staff" | "customer") =>
    (person: { readonly phone: string; readonly displayName: string }) => ({ role, phone: person.phone, name: person.displayName });
  const [now, offsetMs, missions] = [await store.now(), await clockOffsetMs(store), await cast.missions()];
  return {
    now: now.toISOString(),
    offsetMs,
    missions: missions.flatMap((mission) => phoneMission(cast, mission)),
    handsets: [...cast.staff.map(handsetOf("staff")), ...cast.customers.map(handsetOf("customer"))],
  };
}

function phoneMission(cast: DemoCast, mission: MissionAnswer) {
  const staff = cast.staff.find(({ reference }) => reference === mission.lines[0]?.staff);
  const customer = cast.customers.find(({ reference }) => reference === mission.customer.reference);
  if (staff === undefined || customer === undefined) return [];
  const people = {
    staffPhone: staff.phone,
    staffName: staff.displayName,
    customerPhone: customer.phone,
    customerName: customer.displayName,
  };
  return [{ ...mission, ...people, hasAddress: true, isOnMyWay: mission.onMyWayAt !== null }];
}

type Told = { readonly type: string; readonly id: string; readonly data: unknown };

/** Server-sent events: what is new since the browser last heard, and the latest of everything when it never did. */
export function mountPhonesEvents(server: FastifyInstance, parts: PhonesParts): void {
  let watchers = 0;
  server.get("/phones/events", { config: { id: "phones.watch" } }, (_request, reply) => {
    if (watchers >= MAX_WATCHERS) return reply.code(429).header("retry-after", "5").send();
    watchers += 1;
    const watcher = watch(parts, reply);
    reply.raw.on("close", () => {
      watchers -= 1;
      watcher.stop();
    });
    return reply;
  });
}

function watch(parts: PhonesParts, reply: FastifyReply): { stop: () => void } {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
  const told = new Map<string, string>();
  const tell = ({ type, id, data }: Told) => {
    const json = JSON.stringify(data);
    if (told.get(`${type} ${id}`) === json) return;
    told.set(`${type} ${id}`, json);
    out.write(`event: ${type}\nid: ${type}-${id}\ndata: ${json}\n\n`);
  };
  const stopMessages = parts.simulator.onMessage(({ id, to, from, text, at }) => {
    tell({ type: "message", id, data: { to, from, text, at } });
  });
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    // While the database is away there is nothing to tell; the page shows its own clock and stays connected.
    void news(parts)
      .then((all) => all.forEach(tell), () => out.write(": waiting\n\n"))
      .finally(() => {
        isAsking = false;
      });
  }, TELL_MS);
  out.write("retry: 1000\n\n");
  return {
    stop() {
      clearInterval(timer);
      stopMessages();
    },
  };
}

async function news({ store, cast }: PhonesParts): Promise<readonly Told[]> {
  const [attempts, entries, missions, now] = [
    await recentAttempts(store, RECENT),
    await recentEntries(store, RECENT),
    await cast.missions(),
    await store.now(),
  ];
  return [
    ...entries.map((entry) => ({ type: "entry", id: entry.hash, data: entry })),
    ...attempts.map((attempt) => ({ type: "attempt", id: attempt.id, data: attempt })),
    ...missions.flatMap((mission) => phoneMission(cast, mission)).map((data) => ({ type: "mission", id: data.id, data })),
    { type: "clock", id: "now", data: { now: now.toISOString() } },
  ];
}
