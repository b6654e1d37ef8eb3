import { openSealed, seal } from "../base/sealed.ts";
import { FIRST_ENTRY_ID, lockChains } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest, Decided } from "./decide.ts";
import { decideBatch, planOne, recordBatch } from "./decide.ts";
import type { ContactDecision, SenderFacts } from "./rules.ts";
import { decideContact } from "./rules.ts";
import type { FactsRow, LineRow } from "./sql.ts";
import { lineFacts, senderFacts } from "./sql.ts";
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
 * number that several missions share. The code names the line; the number that was dialled names the end.
 *
 * The code is looked up by its keyed hash, so that the time says nothing about how close a guess was. A caller
 * whose own line is on that number needs no code: what they typed is then part of the message.
 */
export async function enterCode(tx: Tx, vault: Vault, request: ContactRequest, code: string): Promise<Decided> {
  const plain = await decideWithoutCode(tx, vault, request);
  if (plain !== undefined) return plain;
  const { row, sender } = await lookUpCode(tx, vault, request, code);
  const withoutCode = request.text === undefined ? request : { ...request, text: seal(restOf(openSealed(request.text))) };
  const decision: ContactDecision = decideContact(sender, request.channel, tx.now.getTime());
  const customers = row === undefined ? [] : [row.customer_id];
  await vault.loadTextKeys(tx, customers);
  const chains = await lockChains(tx, customers);
  const [ids] = await tx.query<{ first: number }>(FIRST_ENTRY_ID);
  const planned = planOne(vault, withoutCode, decision, row);
  const recorded = recordBatch(tx, vault, [planned], chains, tx.now, (ids as { first: number }).first);
  await Promise.all(recorded.writes);
  return recorded.answers[0] as Decided;
}

function restOf(text: string): string {
  return splitCode(text)?.rest ?? text;
}

/** The answer when no code was needed: the caller is on a line of their own, or the message came before. */
async function decideWithoutCode(tx: Tx, vault: Vault, request: ContactRequest): Promise<Decided | undefined> {
  const indexes = request.from === undefined ? [] : vault.phoneIndexes(request.from);
  for (const index of indexes) {
    const rows = await tx.query<FactsRow>(sql.SELECT_FACTS, [tx.tenant, [0], [request.to], [index], [request.attemptId]]);
    const row = rows[0] as FactsRow;
    if (row.earlier_outcome === null && senderFacts(row).kind !== "on_line") continue;
    const { answers, writes } = await decideBatch(tx, vault, [request]);
    await Promise.all(writes);
    return answers[0];
  }
  return undefined;
}

async function lookUpCode(
  tx: Tx,
  vault: Vault,
  { from, to }: ContactRequest,
  code: string,
): Promise<{ readonly row: LineRow | undefined; readonly sender: SenderFacts }> {
  const caller = from === undefined ? HIDDEN_CALLERS : vault.phoneIndex(from);
  const hash = vault.keyedHash("code", to, code).subarray(0, 16);
  const [tries, found] = [
    await tx.query<CodeTryRow>(sql.LOCK_CODE_TRIES, [tx.tenant, to, [caller, EVERYBODY]]),
    await tx.query<LineRow>(sql.SELECT_FACTS_BY_CODE, [tx.tenant, to, hash]),
  ];
  await tx.readClock();
  if (tries.some(({ locked_until }) => locked_until !== null && locked_until > tx.now)) {
    return { row: undefined, sender: { kind: "code_locked" } };
  }
  // Two lines under one code on one number cannot be told apart: nobody is connected rather than the wrong person.
  if (found.length !== 1) {
    await tx.query(sql.COUNT_WRONG_CODE, [tx.tenant, to, caller, tx.now, LOCK_MS, TRIES_PER_CALLER]);
    await tx.query(sql.COUNT_WRONG_CODE, [tx.tenant, to, EVERYBODY, tx.now, LOCK_MS, TRIES_PER_NUMBER]);
    return { row: undefined, sender: { kind: "code_wrong" } };
  }
  await lockChains(tx, [(found[0] as LineRow).customer_id]);
  const [row] = await tx.query<LineRow>(sql.SELECT_FACTS_BY_CODE, [tx.tenant, to, hash]);
  if (row === undefined) return { row, sender: { kind: "code_wrong" } };
  await tx.query(sql.FORGET_WRONG_CODES, [tx.tenant, to, caller]);
  return { row, sender: { kind: "on_line", line: lineFacts(row) } };
}

type CodeTryRow = { readonly locked_until: Date | null };
