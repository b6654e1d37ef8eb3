import { z } from "zod";
import type { DeskCaller, Duty, Route } from "../base/route.ts";
import { deskOf, DUTIES, route } from "../base/route.ts";
import type { CasesDeps, ToDo } from "../cases/index.ts";
import {
  actorOf,
  casesToHandle,
  casesToSign,
  casesToWatch,
  reassignmentsToDo,
  requestsToAnswer,
} from "../cases/index.ts";
import { civilDate, countUnacknowledged, readActivations } from "../charter/index.ts";
import { readHealth } from "../ledger/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import { countFaultyImports, summariseMissions } from "../missions/index.ts";
import { countInvited } from "../people/index.ts";
import { listReadings } from "../relay/index.ts";
import { countInDangerFor } from "../reports/index.ts";
import type { Store } from "../store/index.ts";

export type DeskHomeDeps = {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly cases: CasesDeps;
  /** Logs that this node does not sign any more. */
  readonly refused: () => Iterable<string>;
  /** Whom the operator asked to vouch for the ledger: nobody waits for others. */
  readonly hasWitnesses: boolean;
  readonly hasAuthority: boolean;
};

/** Everything that can be waiting for somebody of the desk. Each is the name of what a page links to. */
const TO_DO_KINDS = [
  "accounts_invited",
  "accounts_not_accepted",
  "alerts_unseen",
  "cases_overdue",
  "cases_unassigned",
  "imports_with_errors",
  "ledger_entries_waiting",
  "logs_not_stamped",
  "logs_not_witnessed",
  "logs_refused",
  "measures_waiting",
  "missions_today",
  "missions_with_shared_number",
  "missions_without_number",
  "modules_on",
  "my_cases",
  "my_cases_overdue",
  "proposals_waiting",
  "readings_waiting",
  "reassignments",
  "reports_in_danger",
  "requests_due_soon",
  "requests_open",
  "requests_overdue",
  "requests_unassigned",
  "reviews_due",
  "reviews_overdue",
  "staff_without_acknowledgement",
] as const;

const deskHome = z
  .strictObject({
    duty: z.enum(DUTIES),
    now: z.string().meta({ format: "date-time" }),
    items: z.array(
      z.strictObject({
        kind: z.enum(TO_DO_KINDS),
        count: z.int().meta({ description: "0: nothing to do, and it may be said so" }),
        dueAt: z.string().nullable().optional().meta({ description: "the nearest: a day, or an instant" }),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "DeskHome" });

/** More than any desk lets pile up: a count beyond it says no more. */
const MOST = 1_000;
const HOUR_MS = 3_600_000;
/** Without a cosignature for so long a witness is asked after: they are asked every few seconds. */
const WITNESS_STALE_MS = HOUR_MS;
/** Days. Once a day a log is stamped: two days later one is missing. */
const STAMP_STALE_MS = 48 * HOUR_MS;

/**
 * What needs doing now, for each duty. It is put together here, above all rooms: each says what waits in it, as its own lists
 * show it to whoever asks, and none has to know the others.
 */
export function deskHomeRoutes(deps: DeskHomeDeps): readonly Route[] {
  return [
    route({
      id: "doors.read-desk-home",
      method: "GET",
      path: "/v1/desk-home",
      audience: { desk: DUTIES },
      summary: "What waits for whoever is signed in, by their duty; nothing that is about them",
      answers: { 200: deskHome },
      async act(_input, caller) {
        const desk = deskOf(caller);
        const now = await deps.store.now();
        const items = await TO_DO[desk.duty](deps, desk, now);
        return { status: 200, body: { duty: desk.duty, now: now.toISOString(), items, next: null } };
      },
    }),
  ];
}

type Reader = (deps: DeskHomeDeps, desk: DeskCaller, now: Date) => Promise<readonly ToDo[]>;

const TO_DO: { readonly [duty in Duty]: Reader } = {
  dispatcher: dispatching,
  handler: handling,
  approver: ({ cases }, desk, now) => casesToSign(cases, actorOf(desk), now),
  rights_officer: ({ cases }, desk, now) => requestsToAnswer(cases, actorOf(desk), now),
  dpo: watching,
  auditor: auditing,
  admin: administering,
};

async function dispatching({ store, deps, cases }: DeskHomeDeps, _desk: DeskCaller, now: Date) {
  const [reassignments, summary, faulty] = await Promise.all([
    reassignmentsToDo(cases, now),
    summariseMissions(store, deps, undefined, now),
    countFaultyImports(store, now),
  ]);
  return [
    ...reassignments,
    { kind: "missions_without_number", count: summary?.withoutNumber ?? 0 },
    { kind: "missions_with_shared_number", count: summary?.withSharedNumber ?? 0 },
    { kind: "imports_with_errors", count: faulty },
    { kind: "missions_today", count: (summary?.total ?? 0) - (summary?.cancelled ?? 0) },
  ];
}

async function handling({ store, cases }: DeskHomeDeps, desk: DeskCaller, now: Date) {
  const [danger, ofCases, readings] = await Promise.all([
    countInDangerFor(store, desk),
    casesToHandle(cases, actorOf(desk), now),
    listReadings(store, MOST),
  ]);
  return [
    { kind: "reports_in_danger", count: danger },
    ...ofCases,
    { kind: "readings_waiting", count: readings.length, dueAt: readings[0]?.expiresAt ?? null },
  ];
}

async function watching({ store, cases }: DeskHomeDeps, desk: DeskCaller, now: Date) {
  const [ofCases, activations] = await Promise.all([casesToWatch(cases, actorOf(desk), now), readActivations(store)]);
  return [...ofCases, { kind: "modules_on", count: activations.filter(({ endedAt }) => endedAt === null).length }];
}

async function auditing(deps: DeskHomeDeps, _desk: DeskCaller, now: Date) {
  const health = await readHealth(deps.store, deps.refused(), now);
  const open = health.items.filter(({ isClosed }) => !isClosed);
  const isOlder = (at: string | undefined, ms: number) => at === undefined || now.getTime() - Date.parse(at) > ms;
  const unwitnessed = open.filter(({ witnessed }) => isOlder(witnessed?.at, WITNESS_STALE_MS));
  const unstamped = open.filter(({ anchoredOn }) => isOlder(anchoredOn ?? undefined, STAMP_STALE_MS));
  return [
    { kind: "logs_refused", count: open.filter(({ isRefused }) => isRefused).length },
    ...(deps.hasWitnesses ? [{ kind: "logs_not_witnessed", count: unwitnessed.length }] : []),
    ...(deps.hasAuthority ? [{ kind: "logs_not_stamped", count: unstamped.length }] : []),
    { kind: "ledger_entries_waiting", count: health.waiting.entries },
  ];
}

async function administering({ store, deps }: DeskHomeDeps, _desk: DeskCaller, now: Date) {
  const [invited, unacknowledged] = await Promise.all([
    countInvited(store, now),
    countUnacknowledged(store, civilDate(now, deps.calendar.zone)),
  ]);
  return [
    { kind: "accounts_invited", count: invited.invited, dueAt: invited.ends_at?.toISOString() ?? null },
    { kind: "accounts_not_accepted", count: invited.expired },
    { kind: "staff_without_acknowledgement", count: unacknowledged },
  ];
}
