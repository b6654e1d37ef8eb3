import type { AttemptId, CustomerId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import { openSealed } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Channel } from "../rules.ts";
import { directionFrom } from "../rules.ts";
import type { LineRow } from "../sql.ts";
import type { Word } from "../words.ts";
import * as sql from "./sql.ts";

export type Signal = {
  readonly word: Word | "answer" | "written" | "called";
  readonly choice?: number;
  /** What it answers or adds to. */
  readonly addsTo?: AttemptId | undefined;
  readonly language: Language;
  /** The lines it is about: what they have in common is recorded. */
  readonly lines: readonly LineRow[];
  readonly isOwnNumber: boolean;
};

/** Recognises a phone that spoke up, under a key that no rotation changes. */
export function senderIndex(vault: Vault, from: Sealed<string>): Buffer {
  return vault.keyedHash("sender", openSealed(from));
}

const EVENTS = {
  sms: { event: "relay.intercept-word" },
  call: { event: "relay.intercept-call" },
  chat: { event: "relay.intercept-chat" },
} as const satisfies { readonly [channel in Channel]: object };

/**
 * Writes down something that is never refused: its entry, its attempt, and the signal for the room that handles
 * reports. The entry holds neither what was chosen nor what was written: it is sealed in the signal, with the phone.
 */
export async function recordSignal(tx: Tx, vault: Vault, request: ContactRequest, signal: Signal): Promise<void> {
  const { attemptId, carrier, channel, from, text, to } = request;
  const { word, choice, addsTo, language, lines, isOwnNumber } = signal;
  const end = common(lines, "sender_end");
  const direction = end === undefined ? "unknown" : directionFrom(end);
  const about = {
    customer: common(lines, "customer_id"),
    line: common(lines, "line_id"),
    mission: common(lines, "mission_id"),
    staff: common(lines, "staff_id"),
  };
  const number = isOwnNumber ? to : undefined;
  const { event } = EVENTS[channel];
  const purpose = common(lines, "purpose");
  const told = { attempt: attemptId, carrier, number, outcome: "intercepted", word, direction, purpose };
  const [leaf] = await append(tx, [{ event, ...told, ...about }]);
  const { customer, line, mission, staff } = about;
  const attempt = [attemptId, tx.now, mission, line, staff, customer, channel, direction, leaf?.entryId];
  await tx.query(sql.INSERT_INTERCEPTED, [tx.tenant, ...attempt]);
  const said = { from: from && openSealed(from), text: text && openSealed(text) };
  await tx.query(sql.INSERT_SIGNAL, [
    tx.tenant,
    newId("signal"),
    word,
    attemptId,
    end ?? "unknown",
    mission,
    staff,
    customer,
    tx.now,
    choice,
    addsTo,
    number,
    carrier,
    from === undefined ? null : senderIndex(vault, from),
    vault.sealForTenant("signal", JSON.stringify(said)),
    language,
  ]);
}

/** What all lines have in common, so that the record names nobody who may not be meant. */
function common<K extends keyof LineRow>(lines: readonly LineRow[], name: K): LineRow[K] | undefined {
  const value = lines[0]?.[name];
  return lines.every((line) => line[name] === value) ? value : undefined;
}

/** Whoever sends from this end of a line. */
export function subjectOf(line: LineRow): StaffId | CustomerId {
  return line.sender_end === "staff" ? line.staff_id : line.customer_id;
}

/** The language of a person here, else the other one. */
export async function languageOfSubject(
  tx: Tx,
  subject: StaffId | CustomerId | undefined,
  otherwise: Language,
): Promise<Language> {
  if (subject === undefined) return otherwise;
  const [row] = await tx.query<{ language: Language }>(sql.SELECT_LANGUAGE, [tx.tenant, subject]);
  return row?.language ?? otherwise;
}
