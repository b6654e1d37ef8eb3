import { newId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import { cutPair, endOptOut, optOut } from "../missions/index.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest } from "./contact-request.ts";
import type { Decided } from "./decide.ts";
import { earlierAnswer } from "./decide.ts";
import { factsOf, lookUpCode } from "./enter-code.ts";
import { indexesOf } from "./read-facts.ts";
import { askReadingOnLines } from "./readings/ask-reading.ts";
import { directionFrom } from "./rules.ts";
import type { FactsRow, LineRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Word } from "./words.ts";

/**
 * Takes a word that is never refused, whoever sends it and whatever became of the mission: the cut or the opt-out
 * first, then the attempt, a signal for the humans, and an acknowledgement. The text itself goes no further.
 *
 * A report word cuts the pair both ways. A stop word from the customer ends what staff may send her, a start word
 * allows it again; from anybody else they are recorded and change nothing. On a number that leads to several people
 * the mission code before the word says who is meant; without it all are: a cut too many is reviewed and lifted, one
 * too few leaves somebody alone who spoke up. A review word asks that a person reads the last text of theirs that was kept
 * back.
 */
export async function interceptWord(
  tx: Tx,
  vault: Vault,
  request: ContactRequest,
  { word, code }: SentWord,
): Promise<Decided> {
  const facts = await findFacts(tx, vault, request);
  const earlier = await earlierAnswer(tx, request.attemptId);
  if (earlier !== undefined) return earlier;
  const { lines, isOwnPhone } = await linesMeant(tx, vault, request, facts, code);
  if (word === "report") {
    for (const { staff_id: staff, customer_id: customer } of lines)
      await cutPair(tx, { staff, customer, cause: "report_word" });
  } else if (word === "review") {
    await askReadingOnLines(tx, lines);
  } else {
    const asked = lines.filter(({ sender_end }) => sender_end === "customer").map(({ customer_id }) => customer_id);
    for (const customer of new Set(asked)) await (word === "stop" ? optOut(tx, customer) : endOptOut(tx, customer));
  }
  await record(tx, request, word, lines, facts);
  if (request.from !== undefined && facts.is_own_number) {
    await acknowledge(tx, vault, request, request.from, isOwnPhone ? lines[0] : undefined, word);
  }
  return { attemptId: request.attemptId, outcome: "intercepted", code: undefined, isRepeat: false, connect: undefined };
}

/** A word, and the mission code it was sent with. */
export type SentWord = { readonly word: Word; readonly code: string | undefined };

/**
 * The lines a word is about: the one its code names, else every one this phone is on with this number. A code may
 * come from a phone that is not the line's: then the answer goes there, not to the line's.
 */
async function linesMeant(
  tx: Tx,
  vault: Vault,
  request: ContactRequest,
  facts: FactsRow,
  code: string | undefined,
): Promise<{ readonly lines: readonly LineRow[]; readonly isOwnPhone: boolean }> {
  const found = code === undefined ? undefined : await lookUpCode(tx, vault, request, code, facts);
  if (found?.kind === "line") return { lines: [found.row], isOwnPhone: found.row.person === facts.person_id };
  if (facts.person_id === null) return { lines: [], isOwnPhone: false };
  const shared = await tx.query<LineRow>(sql.SELECT_FACTS_OF_SHARED, [tx.tenant, request.to, facts.person_id]);
  return { lines: facts.line_id === null ? shared : [facts, ...shared], isOwnPhone: true };
}

/** What all lines have in common, so that the record names nobody who may not be meant. */
function common<K extends keyof LineRow>(lines: readonly LineRow[], name: K): LineRow[K] | undefined {
  const value = lines[0]?.[name];
  return lines.every((line) => line[name] === value) ? value : undefined;
}

async function record(
  tx: Tx,
  { attemptId, carrier, to }: ContactRequest,
  word: Word,
  lines: readonly LineRow[],
  { is_own_number: isOwnNumber }: FactsRow,
): Promise<void> {
  const end = common(lines, "sender_end");
  const direction = end === undefined ? "unknown" : directionFrom(end);
  const [customer, line, mission, staff] = [
    common(lines, "customer_id"),
    common(lines, "line_id"),
    common(lines, "mission_id"),
    common(lines, "staff_id"),
  ];
  const [leaf] = await append(tx, [
    {
      event: "relay.intercept-word",
      attempt: attemptId,
      carrier,
      number: isOwnNumber ? to : undefined,
      outcome: "intercepted",
      word,
      customer,
      direction,
      line,
      mission,
      purpose: common(lines, "purpose"),
      staff,
    },
  ]);
  const attempt = [tx.tenant, attemptId, tx.now, mission, line, staff, customer, direction, leaf?.entryId];
  await tx.query(sql.INSERT_INTERCEPTED, attempt);
  const by = end ?? "unknown";
  await tx.query(sql.INSERT_SIGNAL, [
    tx.tenant,
    newId("signal"),
    word,
    attemptId,
    by,
    mission,
    staff,
    customer,
    tx.now,
  ]);
}

async function findFacts(tx: Tx, vault: Vault, request: ContactRequest): Promise<FactsRow> {
  const indexes = indexesOf(vault, request);
  const numbers = textArray(indexes.map(() => request.to));
  await tx.query(sql.LOCK_ASKED, [tx.tenant, numbers, byteaArray(indexes), textArray([])]);
  await tx.readClock();
  return factsOf(tx, vault, request);
}

async function acknowledge(
  tx: Tx,
  vault: Vault,
  { carrier, to }: ContactRequest,
  from: Sealed<string>,
  line: LineRow | undefined,
  word: Word,
): Promise<void> {
  const subject = line === undefined ? null : line.sender_end === "staff" ? line.staff_id : line.customer_id;
  const sealed = subject === null ? vault.sealForTenant("notice", openSealed(from)) : null;
  await tx.query(sql.INSERT_NOTICE, [tx.tenant, carrier, to, subject, sealed, `notice.${word}_received`, tx.now]);
}
