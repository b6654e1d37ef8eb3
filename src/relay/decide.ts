import { randomFillSync } from "node:crypto";
import type { AttemptId, CustomerId, LineId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Language } from "../base/text.ts";
import type { ChainHead, LedgerEvent } from "../ledger/index.ts";
import { APPEND, appendValues, writeEntries } from "../ledger/index.ts";
import type { MissionDeps, Purpose } from "../missions/index.ts";
import { purposeOf } from "../missions/index.ts";
import type { Query } from "../store/index.ts";
import { byteaArray, int4Array, int8Array, TENANT, textArray } from "../store/index.ts";
import type { Screened } from "../screening/index.ts";
import type { Vault } from "../vault/index.ts";
import { INSERT_CHATS } from "./chat/sql.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Ask, KnownLines } from "./read-facts.ts";
import { readFacts } from "./read-facts.ts";
import type { Channel, ContactDecision, ContactRefusal, LineFacts, SenderFacts } from "./rules.ts";
import { decideContact, directionFrom, outcomeOf, refusalOnLine } from "./rules.ts";
import { committed, screenTexts, withScreening } from "./screen-text.ts";
import type { Planned } from "./planned.ts";
import { farSubject, wayTo } from "./planned.ts";
import { refusalNotices } from "./refusal-notices.ts";
import { keptBackNotices, tellingValues } from "./screening-notices.ts";
import type { EarlierRow, FactsRow, LineRow, UseRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type Decided = {
  readonly attemptId: AttemptId;
  /** `set_aside`: not decided, since what was dialled is the report number. It never leaves this room. */
  readonly outcome: "queued" | "refused" | "intercepted" | "delivered" | "failed" | "unknown" | "held" | "set_aside";
  readonly code: string | undefined;
  /** The same message was decided before: this is the answer it got. */
  readonly isRepeat: boolean;
  readonly connect: Connection | undefined;
  /** What was seen in a text that was kept back: for its sender, who is told at once on a page of ours, and for nobody else. */
  readonly screened?: Screened;
  /** Of a word that was taken just now: the language its receipt is in. */
  readonly language?: Language;
};

/** What a carrier needs to connect an allowed call. */
export type Connection = {
  readonly ring: StaffId | CustomerId;
  readonly callerId: string;
  readonly maxSeconds: number;
  readonly ringSeconds: number;
};

/** Facts about one request, read under lock. */
export type Asked = { readonly request: ContactRequest; readonly row: FactsRow | undefined };

/** `isOwnNumber`: what was dialled is a masked number. `isOwnPhone`: the phone is the line's, not one with its code. */
export type Dialled = { readonly isOwnNumber?: boolean; readonly isOwnPhone?: boolean };

export type Recorded = {
  readonly answers: readonly Decided[];
  readonly writes: readonly Promise<unknown>[];
  /** Lines whose two ends are told by these writes whether texts are screened. */
  readonly told: { readonly lines: readonly LineId[]; readonly isOn: boolean };
};

const SALT_BYTES = 16;
/** One system call for 512 salts. Each is cut out of the pool once, and the pool is never filled again. */
let saltPool = Buffer.alloc(0);

function newSalt(): Buffer {
  if (saltPool.length === 0) saltPool = randomFillSync(Buffer.allocUnsafeSlow(SALT_BYTES * 512));
  const salt = saltPool.subarray(0, SALT_BYTES);
  saltPool = saltPool.subarray(SALT_BYTES);
  return salt;
}

/**
 * Decides a batch of requests and records each decision, in the transaction `run` stands for. Returns before the
 * writes are answered, so that the caller can send the commit right behind them: nothing counts until all of
 * `writes` and the commit succeeded.
 *
 * A request whose line belongs to a customer who was not locked (her line was made between two statements, or what
 * was remembered of it is old) is left out of the answers: the caller asks again.
 */
export async function decideBatch(
  run: Query,
  deps: MissionDeps,
  asks: readonly Ask[],
  options: { readonly known?: KnownLines; readonly looksForRepeats?: boolean } = {},
): Promise<Recorded> {
  const { known, looksForRepeats = true } = options;
  const { rows, chains, earlier, now, firstEntryId } = await readFacts(run, asks, { known, looksForRepeats });
  const repeats: Decided[] = [];
  const fresh: Asked[] = [];
  const seen = new Set<AttemptId>();
  for (const [n, { request }] of asks.entries()) {
    const { attemptId } = request;
    if (seen.has(attemptId)) continue;
    const one = { request, row: rows[n] };
    const before = earlier.get(attemptId);
    if (before !== undefined) repeats.push(repeat(one, before, deps.purposes, now));
    else if (one.row?.number_use === "report") repeats.push(setAside(request));
    else if (one.row?.customer_id == null || chains.has(one.row.customer_id)) fresh.push(one);
    else continue;
    seen.add(attemptId);
  }
  const used = await useNearLimit(run, deps.purposes, fresh, chains);
  await deps.vault.loadTextKeys(
    run,
    fresh.flatMap(({ row }) => row?.customer_id ?? []),
  );
  const screened = await screenTexts(run, deps.screener, fresh, now);
  const planned = planBatch(deps, fresh, { used, screened, now });
  const recorded = recordBatch(run, deps, planned, { chains, now, firstEntryId, known });
  return { ...recorded, answers: [...repeats, ...recorded.answers] };
}

export function setAside({ attemptId }: ContactRequest): Decided {
  return { attemptId, outcome: "set_aside", code: undefined, isRepeat: true, connect: undefined };
}

/** What was answered to this message before, if it came before. */
export async function earlierAnswer(run: Query, attemptId: AttemptId): Promise<Decided | undefined> {
  const [row] = await run.query<EarlierRow>(sql.SELECT_EARLIER, [TENANT, textArray([attemptId])]);
  return row === undefined ? undefined : answerAgain(row);
}

export type Used = { readonly texts: number; readonly calls: number };
export const NOT_USED: Used = { texts: 0, calls: 0 };

/** How often the sender's side used each of these lines so far; in their order. */
export async function useOf(run: Query, rows: readonly LineRow[]): Promise<readonly Used[]> {
  if (rows.length === 0) return [];
  const counted = await run.query<UseRow>(sql.SELECT_USE, [
    TENANT,
    int4Array(rows.map((_, n) => n)),
    textArray(rows.map(({ mission_id }) => mission_id)),
    textArray(rows.map(({ line_id }) => line_id)),
    textArray(rows.map(({ sender_end }) => directionFrom(sender_end))),
  ]);
  const byPlace = new Map(counted.map((row) => [row.n, row]));
  return rows.map((_, n) => byPlace.get(n) ?? NOT_USED);
}

/**
 * Counts what was used only where a limit can be reached: every attempt is an entry of the customer's, so a customer
 * whose entries and tries in this batch are no more than the limit stays within it.
 */
async function useNearLimit(
  run: Query,
  purposes: readonly Purpose[],
  fresh: readonly Asked[],
  chains: ReadonlyMap<string, ChainHead>,
): Promise<ReadonlyMap<Asked, Used>> {
  const tries = new Map<string, number>();
  for (const { row } of fresh) {
    if (row?.customer_id != null) tries.set(row.customer_id, (tries.get(row.customer_id) ?? 0) + 1);
  }
  const near = fresh.filter(({ row }) => {
    if (row === undefined || row.customer_id === null) return false;
    const { maxTextsPerMission, maxCallsPerMission } = purposeOf(purposes, row);
    const most = (chains.get(row.customer_id)?.seq ?? 0) + (tries.get(row.customer_id) ?? 0);
    return most > Math.min(maxTextsPerMission, maxCallsPerMission);
  });
  const used = await useOf(
    run,
    near.map(({ row }) => row as LineRow),
  );
  return new Map(near.map((one, i) => [one, used[i] as Used]));
}

function planBatch(
  deps: MissionDeps,
  asked: readonly Asked[],
  {
    used: usedBefore,
    screened,
    now,
  }: {
    readonly used: ReadonlyMap<Asked, Used>;
    readonly screened: readonly (Screened | undefined)[];
    readonly now: Date;
  },
): readonly Planned[] {
  const usedInBatch = new Map<string, number>();
  return asked.map((one, n) => {
    const { request, row } = one;
    const usedSoFar = usedBefore.get(one) ?? NOT_USED;
    const sender = row === undefined || request.from === undefined ? HIDDEN : senderOf(row, deps.purposes, usedSoFar);
    if (sender.kind !== "on_line") {
      const decision = decideContact(sender, request.channel, now.getTime());
      return planOne(deps, request, decision, undefined, { isOwnNumber: row?.number_use != null });
    }
    const key = `${request.channel} ${sender.line.senderEnd} ${sender.line.lineId}`;
    const used = usedInBatch.get(key) ?? 0;
    const line = used === 0 ? sender.line : lessUse(sender.line, used);
    const allowed = decideContact({ kind: "on_line", line }, request.channel, now.getTime());
    if (allowed.allowed) usedInBatch.set(key, used + 1);
    const decision = withScreening(allowed, request, screened[n]);
    return planOne(deps, request, decision, row as LineRow);
  });
}

const HIDDEN = { kind: "hidden" } as const;

/** Who a caller is, as far as their phone tells. */
export function senderOf(row: FactsRow, purposes: readonly Purpose[], used: Used = NOT_USED): SenderFacts {
  if (row.person_id === null) return { kind: "unknown" };
  if (row.is_code_needed) return { kind: "code_needed" };
  if (row.line_id === null) return { kind: "known" };
  return { kind: "on_line", line: sql.lineFacts(row, purposeOf(purposes, row), used) };
}

function lessUse(line: LineFacts, used: number): LineFacts {
  return { ...line, textsLeft: line.textsLeft - used, callsLeft: line.callsLeft - used };
}

const EVENTS = {
  sms: { event: "relay.receive-text" },
  call: { event: "relay.receive-call" },
  chat: { event: "relay.receive-chat" },
} as const satisfies { readonly [channel in Channel]: object };

/**
 * Writes one decision down: the entry that says who tried what, and a commitment to the text nobody can read from it.
 * A number that was dialled and is none of ours may be somebody's own: the entry must not hold it.
 */
export function planOne(
  { vault, purposes }: MissionDeps,
  request: ContactRequest,
  decision: ContactDecision,
  row: LineRow | undefined,
  { isOwnNumber = true, isOwnPhone = true }: Dialled = {},
): Planned {
  const { line } = decision;
  const text = request.text;
  const salt = line === undefined || text === undefined ? null : newSalt();
  const commitment =
    salt === null || line === undefined || text === undefined
      ? undefined
      : vault.commit(line.customerId, salt, committed(openSealed(text), screenedIn(decision)))?.toString("base64");
  const event: LedgerEvent = {
    event: EVENTS[request.channel].event,
    attempt: request.attemptId,
    carrier: request.carrier,
    number: isOwnNumber ? request.to : undefined,
    outcome: outcomeOf(decision),
    code: codeOf(decision) ?? undefined,
    commitment,
    customer: line?.customerId,
    direction: line === undefined ? "unknown" : directionFrom(line.senderEnd),
    line: line?.lineId,
    mission: line?.missionId,
    purpose: row?.purpose,
    staff: line?.staffId,
  };
  const purpose = row === undefined ? undefined : purposeOf(purposes, row);
  return { request, decision, row, purpose, isOwnNumber, isOwnPhone, event, salt };
}

function screenedIn(decision: ContactDecision): Screened | undefined {
  return decision.allowed ? undefined : decision.screened;
}

/** What is held is not refused yet: it has no code. */
function codeOf(decision: ContactDecision): ContactRefusal | null {
  return decision.allowed || outcomeOf(decision) === "held" ? null : decision.code;
}

/** Sends the writes of planned decisions, entry first, and gives the answers they will have once committed. */
export function recordBatch(
  run: Query,
  { vault, screener }: MissionDeps,
  planned: readonly Planned[],
  {
    chains,
    now,
    firstEntryId,
    known,
  }: {
    readonly chains: Map<string, ChainHead>;
    readonly now: Date;
    readonly firstEntryId: number;
    readonly known: KnownLines | undefined;
  },
): Recorded {
  const { isOn } = screener;
  if (planned.length === 0) return { answers: [], writes: [], told: { lines: [], isOn } };
  const entries = writeEntries(
    planned.map(({ event }) => event),
    now,
    chains,
  );
  const writes: Promise<unknown>[] = [
    run.query(APPEND, appendValues(TENANT, "routine", now, firstEntryId, entries, chains, false)),
    run.query(sql.INSERT_ATTEMPTS, attemptValues(planned, now, firstEntryId)),
  ];
  const texts = planned.filter(({ decision, request }) => decision.allowed && request.text !== undefined);
  if (texts.length > 0) writes.push(run.query(sql.INSERT_TEXTS, textValues(vault, texts, now)));
  const untold = texts.filter(({ row }) => known?.isTold((row as LineRow).line_id, isOn) !== true);
  if (untold.length > 0) writes.push(run.query(sql.TELL_OF_SCREENING, tellingValues(vault, untold, { now, isOn })));
  const keptBack = planned.filter(({ decision }) => screenedIn(decision) !== undefined);
  if (keptBack.length > 0) {
    writes.push(run.query(sql.INSERT_KEPT_BACK, textValues(vault, keptBack, now)));
    writes.push(run.query(sql.INSERT_NOTICES, keptBackNotices(vault, keptBack, now)));
  }
  const chats = planned.filter(isKeptToRead);
  if (chats.length > 0) writes.push(run.query(INSERT_CHATS, chatValues(vault, chats, now)));
  // Nothing is ever sent in the name of a number that is not ours.
  const refused = planned.filter(
    ({ decision, request, isOwnNumber }) =>
      !decision.allowed &&
      decision.screened === undefined &&
      request.channel === "sms" &&
      request.from !== undefined &&
      isOwnNumber,
  );
  if (refused.length > 0) writes.push(run.query(sql.INSERT_NOTICES_ONCE_A_DAY, refusalNotices(vault, refused, now)));
  return {
    answers: planned.map(answer),
    writes,
    told: { lines: untold.map(({ row }) => (row as LineRow).line_id), isOn },
  };
}

function attemptValues(planned: readonly Planned[], now: Date, firstEntryId: number): readonly unknown[] {
  const lines = planned.map(({ decision }) => decision.line);
  return [
    TENANT,
    now,
    textArray(planned.map(({ request }) => request.attemptId)),
    textArray(lines.map((line) => line?.missionId ?? null)),
    textArray(lines.map((line) => line?.lineId ?? null)),
    textArray(lines.map((line) => line?.staffId ?? null)),
    textArray(lines.map((line) => line?.customerId ?? null)),
    textArray(planned.map(({ request }) => request.channel)),
    textArray(lines.map((line) => (line === undefined ? "unknown" : directionFrom(line.senderEnd)))),
    textArray(planned.map(({ decision }) => outcomeOf(decision))),
    textArray(planned.map(({ decision }) => codeOf(decision))),
    byteaArray(planned.map(({ salt }) => salt)),
    int8Array(planned.map((_, i) => firstEntryId + i)),
  ];
}

function textValues(vault: Vault, texts: readonly Planned[], now: Date): readonly unknown[] {
  const rows = texts.map(({ row }) => row as LineRow);
  return [
    TENANT,
    now,
    textArray(texts.map(({ request }) => request.attemptId)),
    textArray(rows.map((row) => row.line_id)),
    textArray(rows.map((row) => wayTo(row).carrier)),
    textArray(rows.map((row) => wayTo(row).from)),
    textArray(rows.map(farSubject)),
    byteaArray(
      texts.map(({ request }, i) => {
        const text = openSealed(request.text as Sealed<string>);
        return vault.sealText((rows[i] as LineRow).customer_id, request.attemptId, text);
      }),
    ),
  ];
}

/** Whoever wrote on a page of ours reads it again there; and so does whoever has no other handset. */
function isKeptToRead({ request, row, decision }: Planned): boolean {
  if (row === undefined || request.text === undefined) return false;
  const mayArrive = decision.allowed || decision.screened !== undefined;
  return request.channel === "chat" || (row.is_counterpart_on_page && mayArrive);
}

function chatValues(vault: Vault, chats: readonly Planned[], now: Date): readonly unknown[] {
  const rows = chats.map(({ row }) => row as LineRow);
  return [
    TENANT,
    now,
    textArray(chats.map(({ request }) => request.attemptId)),
    textArray(rows.map((row) => row.mission_id)),
    textArray(rows.map((row) => row.customer_id)),
    byteaArray(
      chats.map(({ request }, i) => {
        const text = openSealed(request.text as Sealed<string>);
        return vault.sealText((rows[i] as LineRow).customer_id, request.attemptId, text);
      }),
    ),
  ];
}

function answer({ request, decision, row, purpose }: Planned): Decided {
  const { attemptId } = request;
  if (!decision.allowed) {
    const code = codeOf(decision) ?? undefined;
    const refused = { attemptId, outcome: outcomeOf(decision), code, isRepeat: false, connect: undefined };
    return decision.screened === undefined ? refused : { ...refused, screened: decision.screened };
  }
  const isCall = request.channel === "call" && row !== undefined && purpose !== undefined;
  const connect = isCall ? connectionOf(row, purpose) : undefined;
  return { attemptId, outcome: "queued", code: undefined, isRepeat: false, connect };
}

function connectionOf(row: LineRow, { maxCallSeconds: maxSeconds, ringSeconds }: Purpose): Connection {
  return { ring: farSubject(row), callerId: row.far_number as string, maxSeconds, ringSeconds };
}

function answerAgain({ attempt_id: attemptId, outcome, code }: EarlierRow): Decided {
  const answered = { attemptId, outcome: outcome as Decided["outcome"], code: code ?? undefined };
  return { ...answered, isRepeat: true, connect: undefined };
}

/**
 * The answer a message got before. A call of which nobody told the end may never have been connected, since our
 * answer can get lost on the way: it is connected now, if it still may.
 */
function repeat({ request, row }: Asked, earlier: EarlierRow, purposes: readonly Purpose[], now: Date): Decided {
  const decided = answerAgain(earlier);
  if (request.channel !== "call" || decided.outcome !== "queued" || row === undefined) return decided;
  const sender = senderOf(row, purposes);
  if (sender.kind !== "on_line" || refusalOnLine(sender.line, "call", now.getTime()) !== undefined) return decided;
  return { ...decided, connect: connectionOf(row as LineRow, purposeOf(purposes, row as LineRow)) };
}
