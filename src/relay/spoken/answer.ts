import type { CustomerId, StaffId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import type { Tx } from "../../store/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { planNotice } from "../plan-notice.ts";
import type { Acknowledgement, SpokenDeps } from "./acknowledgement.ts";
import { senderIndex } from "./record-signal.ts";
import type { Question } from "./said.ts";
import type { QuestionRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Asks a phone something on a number, in place of what was asked there before. */
export async function ask(tx: Tx, { vault }: SpokenDeps, request: ContactRequest, question: Question): Promise<void> {
  const { from, to } = request;
  if (from === undefined) return;
  const { kind, attemptId, language, isDanger } = question;
  const sender = senderIndex(vault, from);
  await tx.query(sql.PUT_QUESTION, [tx.tenant, sender, to, kind, attemptId, language, isDanger, tx.now]);
}

/** What was asked of this phone on this number within the last `withinMs`. */
export async function askedOf(
  tx: Tx,
  { vault }: SpokenDeps,
  { from, to }: ContactRequest,
  withinMs: number,
): Promise<Question | undefined> {
  if (from === undefined) return undefined;
  const since = new Date(tx.now.getTime() - withinMs);
  const [row] = await tx.query<QuestionRow>(sql.SELECT_QUESTION, [tx.tenant, senderIndex(vault, from), to, since]);
  return row === undefined ? undefined : questionOf(row);
}

export function questionOf({ kind, attempt_id, language, is_danger }: QuestionRow): Question {
  return { kind, attemptId: attempt_id, language, isDanger: is_danger };
}

/** Queues the answer: to a person we know, else to the phone. Nothing is sent in the name of a number that is not ours. */
export async function acknowledge(
  tx: Tx,
  { vault, onAnswer }: SpokenDeps,
  { carrier, from, to }: ContactRequest,
  acknowledgement: Acknowledgement | undefined,
  subject?: StaffId | CustomerId,
): Promise<void> {
  const recipient = subject !== undefined ? { subject } : from !== undefined ? { phone: from } : undefined;
  if (recipient === undefined || acknowledgement === undefined) return;
  onAnswer?.(acknowledgement);
  await planNotice(tx, vault, { carrier, from: to, to: recipient, ...acknowledgement });
}

/** `language`: of what they are told. */
export function intercepted({ attemptId }: ContactRequest, language?: Language): Decided {
  const decided = { attemptId, outcome: "intercepted", code: undefined, isRepeat: false, connect: undefined } as const;
  return language === undefined ? decided : { ...decided, language };
}
