import { openSealed, seal } from "../base/sealed.ts";
import { lockChains, takeEntryId } from "../ledger/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import { purposeOf } from "../missions/index.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, int4Array, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Decided } from "./decide.ts";
import { decideBatch, earlierAnswer, NOT_USED, planOne, recordBatch, senderOf, setAside, useOf } from "./decide.ts";
import { askOf, indexesOf } from "./read-facts.ts";
import type { SenderFacts } from "./rules.ts";
import { decideContact } from "./rules.ts";
import { screenTexts, withScreening } from "./screen-text.ts";
import type { FactsRow, LineRow } from "./sql.ts";
import { lineFacts } from "./sql.ts";
import * as sql from "./sql.ts";

export const CODE_DIGITS = 8;
/** Wrong codes one caller may type on one number. More, and a stranger could try their luck. */
const TRIES_PER_CALLER = 3;
/**
 * Wrong codes all callers together may type on one number: caller IDs are cheap to forge. With 8 digits and 100
 * missions on a shared number, 30 tries an hour find one in 38 years.
 */
const TRIES_PER_NUMBER = 30;
/** Long enough to make guessing pointless, short enough for somebody who read the code wrong. */
const LOCK_MS = 60 * 60_000;

/** All callers of a number together, and those who withhold their caller ID. */
const EVERYBODY = Buffer.alloc(32, 0);
const HIDDEN_CALLERS = Buffer.alloc(32, 255);

/** The mission code a text starts with, and what is left of the text. */
export function splitCode(text: string): { readonly code: string; readonly rest: string } | undefined {
  const found = /^\s*(\d{8})(?!\d)[\s:,.-]*/.exec(text);
  return found === null ? undefined : { code: found[1] as string, rest: text.slice(found[0].length) };
}

/**
 * Decides on a caller who typed a mission code: from a phone nobody here knows, with a withheld number, or on a
 * number that several missions share. The code names the line, also to somebody with a line of their own on that
 * number: else what is meant for one customer would reach another.
 *
 * The code is looked up by its keyed hash, so that the time says nothing about how close a guess was. What is no
 * code there is part of the message of a caller who needs none.
 */
export async function enterCode(tx: Tx, deps: MissionDeps, request: ContactRequest, code: string): Promise<Decided> {
  const own = await factsOf(tx, deps.vault, request);
  if (own.number_use === "report") return setAside(request);
  const isAgain = (await earlierAnswer(tx, request.attemptId)) !== undefined;
  const found = isAgain ? undefined : await lookUpCode(tx, deps.vault, request, code, own);
  if (found === undefined || (found.kind !== "line" && (await needsNoCode(tx, deps, request, own)))) {
    const { answers, writes } = await decideBatch(tx, deps, [askOf(deps.vault, request)]);
    await Promise.all(writes);
    if (answers[0] === undefined) throw new Error("could not lock the customer of a line that was just made");
    return answers[0];
  }
  const row = found.kind === "line" ? found.row : undefined;
  const sender: SenderFacts = found.kind === "line" ? await senderOnLine(tx, deps, found.row) : found;
  const withoutCode =
    request.text === undefined ? request : { ...request, text: seal(restOf(openSealed(request.text))) };
  const [screened] = await screenTexts(tx, deps.screener, [{ request: withoutCode, row }], tx.now);
  const decision = withScreening(decideContact(sender, request.channel, tx.now.getTime()), request, screened);
  const customers = row === undefined ? [] : [row.customer_id];
  await deps.vault.loadTextKeys(tx, customers);
  const chains = await lockChains(tx, customers);
  const entryId = await takeEntryId(tx);
  const isOwnPhone = own.person_id !== null && row?.person === own.person_id;
  const planned = planOne(deps, withoutCode, decision, row, { isOwnNumber: own.number_use !== null, isOwnPhone });
  const recorded = recordBatch(tx, deps, [planned], { chains, now: tx.now, firstEntryId: entryId, known: undefined });
  await Promise.all(recorded.writes);
  return recorded.answers[0] as Decided;
}

async function senderOnLine(tx: Tx, { purposes }: MissionDeps, row: LineRow): Promise<SenderFacts> {
  const [used] = await useOf(tx, [row]);
  return { kind: "on_line", line: lineFacts(row, purposeOf(purposes, row), used ?? NOT_USED) };
}

/**
 * Whether eight digits that are no code may be part of a message on a line of the caller's own. Keys typed during a
 * call are nothing but a code; and on a number that leads to others too a mistyped code must not reach the wrong one.
 */
async function needsNoCode(
  tx: Tx,
  { purposes }: MissionDeps,
  request: ContactRequest,
  own: FactsRow,
): Promise<boolean> {
  if (request.channel === "call" || senderOf(own, purposes).kind !== "on_line") return false;
  const shared = await tx.query(sql.SELECT_FACTS_OF_SHARED, [tx.tenant, request.to, own.person_id]);
  return shared.length === 0;
}

function restOf(text: string): string {
  return splitCode(text)?.rest ?? text;
}

/** What the caller's phone alone tells, under either index while the key is changed. */
export async function factsOf(tx: Tx, vault: Vault, request: ContactRequest): Promise<FactsRow> {
  const indexes = indexesOf(vault, request);
  const rows = await tx.query<FactsRow>(sql.SELECT_FACTS, [
    tx.tenant,
    int4Array(indexes.map(() => 0)),
    textArray(indexes.map(() => request.to)),
    byteaArray(indexes),
  ]);
  return rows.find(({ person_id }) => person_id !== null) ?? (rows[0] as FactsRow);
}

export type FoundCode =
  | { readonly kind: "code_wrong" | "code_locked" }
  | { readonly kind: "line"; readonly row: CodeRow };

/** The line a code names on the number that was dialled, its customer locked. Wrong ones are counted. */
export async function lookUpCode(
  tx: Tx,
  vault: Vault,
  { from, to }: ContactRequest,
  code: string,
  { person_id: person, number_use: use }: Pick<FactsRow, "person_id" | "number_use">,
): Promise<FoundCode> {
  if (use === null) return { kind: "code_wrong" };
  const caller = from === undefined ? HIDDEN_CALLERS : vault.phoneIndex(from);
  const hash = vault.keyedHash("code", to, code).subarray(0, 16);
  const find = async () => {
    const rows = await tx.query<CodeRow>(sql.SELECT_FACTS_BY_CODE, [tx.tenant, to, hash]);
    return endOf(rows, person);
  };
  const tries = await tx.query<CodeTryRow>(sql.LOCK_CODE_TRIES, [tx.tenant, to, [caller, EVERYBODY]]);
  const found = await find();
  await tx.readClock();
  if (tries.some(({ locked_until }) => locked_until !== null && locked_until > tx.now)) return { kind: "code_locked" };
  if (found === undefined) {
    await tx.query(sql.COUNT_WRONG_CODE, [tx.tenant, to, caller, tx.now, LOCK_MS, TRIES_PER_CALLER]);
    await tx.query(sql.COUNT_WRONG_CODE, [tx.tenant, to, EVERYBODY, tx.now, LOCK_MS, TRIES_PER_NUMBER]);
    return { kind: "code_wrong" };
  }
  await lockChains(tx, [found.customer_id]);
  const row = await find();
  if (row === undefined) return { kind: "code_wrong" };
  await tx.query(sql.FORGET_WRONG_CODES, [tx.tenant, to, caller]);
  return { kind: "line", row };
}

/**
 * In a pool of few numbers both ends of a line may have the same one. Then the caller's phone tells the end; whoever
 * calls from another phone is taken for the customer, and rings her own staff member or, at worst, themselves. Two
 * lines under one code cannot be told apart: nobody is connected rather than the wrong person.
 */
function endOf(rows: readonly CodeRow[], person: number | null): CodeRow | undefined {
  const own = person === null ? undefined : rows.find((row) => row.person === person);
  if (own !== undefined || rows.length < 2) return own ?? rows[0];
  const lines = new Set(rows.map(({ line_id }) => line_id));
  return lines.size === 1 ? rows.find(({ sender_end }) => sender_end === "customer") : undefined;
}

type CodeRow = LineRow & { readonly person: number | null };
type CodeTryRow = { readonly locked_until: Date | null };
