import { newId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import { cutPair, endOptOut, optOut } from "../missions/index.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, int4Array, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest, Decided } from "./decide.ts";
import { answerAgain, NOBODY } from "./decide.ts";
import { directionFrom } from "./rules.ts";
import type { FactsRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { Word } from "./words.ts";

/**
 * Takes a word that is never refused, whoever sends it and whatever became of the mission: the cut or the opt-out
 * first, then the attempt, a signal for the humans, and an acknowledgement. The text itself goes no further.
 *
 * A report word cuts the pair both ways. A stop word from the customer ends what staff may send her, a start word
 * allows it again; from anybody else they are recorded and change nothing.
 */
export async function interceptWord(tx: Tx, vault: Vault, request: ContactRequest, word: Word): Promise<Decided> {
  const row = await findLine(tx, vault, request);
  if (row.earlier_outcome !== null) return answerAgain(request.attemptId, row.earlier_outcome, row.earlier_code);
  const line = row.line_id === null ? undefined : row;
  if (line !== undefined) {
    const { staff_id: staff, customer_id: customer } = line;
    if (word === "report") await cutPair(tx, { staff, customer, cause: "report_word" });
    else if (line.sender_end === "customer") await (word === "stop" ? optOut(tx, customer) : endOptOut(tx, customer));
  }
  const direction = line === undefined ? "unknown" : directionFrom(line.sender_end);
  const [leaf] = await append(tx, [
    {
      event: "relay.intercept-word",
      attempt: request.attemptId,
      carrier: request.carrier,
      number: request.to,
      outcome: "intercepted",
      word,
      customer: line?.customer_id,
      direction,
      line: line?.line_id,
      mission: line?.mission_id,
      purpose: line?.purpose,
      staff: line?.staff_id,
    },
  ]);
  await tx.query(sql.INSERT_INTERCEPTED, [
    tx.tenant,
    request.attemptId,
    tx.now,
    line?.mission_id,
    line?.line_id,
    line?.staff_id,
    line?.customer_id,
    direction,
    leaf?.entryId,
  ]);
  await tx.query(sql.INSERT_SIGNAL, [
    tx.tenant,
    newId("signal"),
    word,
    request.attemptId,
    line?.sender_end ?? "unknown",
    line?.mission_id,
    line?.staff_id,
    line?.customer_id,
    tx.now,
  ]);
  if (request.from !== undefined) await acknowledge(tx, vault, request, request.from, row, word);
  return { attemptId: request.attemptId, outcome: "intercepted", code: undefined, isRepeat: false, connect: undefined };
}

async function findLine(tx: Tx, vault: Vault, { from, to, attemptId }: ContactRequest): Promise<FactsRow> {
  const indexes = from === undefined ? [NOBODY] : vault.phoneIndexes(from);
  const numbers = textArray(indexes.map(() => to));
  await tx.query(sql.LOCK_ASKED, [tx.tenant, numbers, byteaArray(indexes)]);
  await tx.readClock();
  const asked = [
    tx.tenant,
    int4Array(indexes.map(() => 0)),
    numbers,
    byteaArray(indexes),
    textArray(indexes.map(() => attemptId)),
  ];
  const rows = await tx.query<FactsRow>(sql.SELECT_FACTS, asked);
  return rows.find(({ person_id }) => person_id !== null) ?? (rows[0] as FactsRow);
}

async function acknowledge(
  tx: Tx,
  vault: Vault,
  { carrier, to }: ContactRequest,
  from: Sealed<string>,
  row: FactsRow,
  word: Word,
): Promise<void> {
  const subject = row.line_id === null ? null : row.sender_end === "staff" ? row.staff_id : row.customer_id;
  const sealed = subject === null ? vault.sealForTenant("notice", openSealed(from)) : null;
  await tx.query(sql.INSERT_NOTICE, [tx.tenant, carrier, to, subject, sealed, `notice.${word}_received`, tx.now]);
}
