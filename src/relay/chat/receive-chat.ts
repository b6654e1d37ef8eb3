import type { MissionId, StaffId } from "../../base/ids.ts";
import type { Sealed } from "../../base/sealed.ts";
import { openSealed } from "../../base/sealed.ts";
import { lockChains, takeEntryId } from "../../ledger/index.ts";
import type { MissionDeps } from "../../missions/index.ts";
import { purposeOf } from "../../missions/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import { attemptIdOf } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { earlierAnswer, NOT_USED, planOne, recordBatch, useOf } from "../decide.ts";
import type { End, SenderFacts } from "../rules.ts";
import { decideContact } from "../rules.ts";
import { screenTexts, withScreening } from "../screen-text.ts";
import { lineFacts } from "../sql.ts";
import type { ChatLineRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** What one may write at once: some seven texts. */
export const MAX_CHAT_CHARACTERS = 1_000;

/**
 * What a customer writes on the page of her mission, or a staff member in their app. That it is they who write, the page or
 * the session established.
 */
export type Chat = {
  readonly mission: MissionId;
  readonly staff: StaffId;
  /** Who writes. */
  readonly end: End;
  readonly text: Sealed<string>;
  /** The form's own: the same one twice is the same message. */
  readonly messageId: string;
};

/** As the gate takes it: from no phone, on the line of that mission. Throws for what is too long: the form refuses it. */
export function chatRequest(vault: Vault, { mission, staff, end, text, messageId }: Chat): ContactRequest {
  if (openSealed(text).length > MAX_CHAT_CHARACTERS) throw new Error("could not take a chat that is too long");
  const [carrier, writer] = end === "customer" ? ["page", mission] : ["app", `${mission} ${staff}`];
  const attemptId = attemptIdOf(vault, carrier, `${writer} ${messageId}`);
  return { attemptId, channel: "chat", carrier, to: "", from: undefined, text, chat: { mission, staff, end } };
}

/**
 * Decides on a text from a page of ours as the gate decides on one from a phone: the same facts under the same lock, the
 * same codes in the same order, screened, recorded with its entry. What may go is sent to the other end's handset from the
 * number that leads back, or is read on a page. What was written is kept for its writer until the mission is over.
 */
export async function receiveChat(tx: Tx, deps: MissionDeps, request: ContactRequest): Promise<Decided> {
  const row = await lockChatLine(tx, request);
  const earlier = await earlierAnswer(tx, request.attemptId);
  if (earlier !== undefined) return earlier;
  const customers = row === undefined ? [] : [row.customer_id];
  await deps.vault.loadTextKeys(tx, customers);
  const onLine = row === undefined ? request : withLine(request, row);
  const [screened] = await screenTexts(tx, deps.screener, [{ request: onLine, row }], tx.now);
  const sender = await senderOf(tx, deps, row);
  const decision = withScreening(decideContact(sender, "chat", tx.now.getTime()), onLine, screened);
  const chains = await lockChains(tx, customers);
  const entryId = await takeEntryId(tx);
  const planned = planOne(deps, onLine, decision, row, { isOwnNumber: row?.number != null });
  const recorded = recordBatch(tx, deps, [planned], { chains, now: tx.now, firstEntryId: entryId, known: undefined });
  await Promise.all(recorded.writes);
  return recorded.answers[0] as Decided;
}

/**
 * The line it is about, its customer locked; undefined where that staff member is not on that mission. Who was on it and is
 * no more is told so in the app; nobody writes to them.
 */
export async function lockChatLine(tx: Tx, { chat }: ContactRequest): Promise<ChatLineRow | undefined> {
  if (chat === undefined) return undefined;
  const found = await chatLineOf(tx, chat);
  if (found === undefined) return undefined;
  await lockChains(tx, [found.customer_id]);
  await tx.readClock();
  return chatLineOf(tx, chat);
}

async function chatLineOf(tx: Tx, chat: NonNullable<ContactRequest["chat"]>): Promise<ChatLineRow | undefined> {
  const asked = [tx.tenant, chat.mission, chat.staff, chat.end];
  const [row] = await tx.query<ChatLineRow>(sql.SELECT_CHAT_LINE, asked);
  if (row !== undefined || chat.end === "customer") return row;
  return (await tx.query<ChatLineRow>(sql.SELECT_ENDED_LINE, asked))[0];
}

/** The number they would have written to, so that what is answered to them comes from there. */
export function withLine(request: ContactRequest, { carrier, number }: ChatLineRow): ContactRequest {
  return { ...request, carrier: carrier ?? request.carrier, to: number ?? request.to };
}

async function senderOf(tx: Tx, { purposes }: MissionDeps, row: ChatLineRow | undefined): Promise<SenderFacts> {
  if (row === undefined) return { kind: "known" };
  const [used] = await useOf(tx, [row]);
  return { kind: "on_line", line: lineFacts(row, purposeOf(purposes, row), used ?? NOT_USED) };
}
