import { randomUUID } from "node:crypto";
import type { MissionId, StaffId } from "../../base/ids.ts";
import { seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import type { Store } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { Decided } from "../decide.ts";
import type { Relay } from "../relay.ts";
import { receiptOf } from "../spoken/acknowledgement.ts";
import { recogniseWord } from "../words.ts";
import type { ThreadRow } from "./rules.ts";
import { reasonKey, toldCode } from "./rules.ts";
import type { AnsweredRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { tellFindings } from "./tell-findings.ts";
import type { MyMessageSent } from "./wire.ts";

export type WritingDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly relay: Pick<Relay, "receiveChat">;
  readonly publicUrl: string;
};

type Written = {
  readonly mission: MissionId;
  readonly staff: StaffId;
  readonly text: string;
  /** The same one twice is the same message. */
  readonly once: string | undefined;
};

/**
 * What a staff member writes in the app, through the gate: to her phone from the number she knows, and on her page. What is
 * kept back is told at once with what was seen in it; a word that is never refused is answered here. Undefined: the mission is
 * not theirs. That they tried is recorded all the same.
 */
export async function writeToCustomer(
  deps: WritingDeps,
  { mission, staff, text, once }: Written,
  language: Language,
): Promise<MyMessageSent | undefined> {
  const messageId = once ?? randomUUID();
  const decided = await deps.relay.receiveChat({ mission, staff, end: "staff", text: seal(text), messageId });
  const { attemptId: id, code = null, screened } = decided;
  if (code === "unknown_line" || code === "not_assigned") return undefined;
  const outcome = decided.outcome as ThreadRow["outcome"];
  const key = reasonKey({ direction: "staff_to_customer", outcome, code });
  return {
    id,
    outcome,
    code: code === null ? null : toldCode(code),
    reason: key === undefined ? null : sentence(language, key, {}),
    findings: tellFindings(screened?.findings ?? [], language),
    answer: await answerToWord(deps, decided, text, language),
  };
}

/** What a word did. Its receipt is in the language the report is in, whatever is read now. */
async function answerToWord(
  { store, vault, publicUrl }: WritingDeps,
  { attemptId, outcome, language: told }: Decided,
  text: string,
  language: Language,
): Promise<string | null> {
  const word = outcome === "intercepted" ? recogniseWord(text) : undefined;
  if (word === undefined) return null;
  if (word !== "report") return sentence(language, `relay.word.${word}`, {});
  const [answered] = told === undefined ? await store.query<AnsweredRow>(sql.SELECT_ANSWERED, [TENANT, attemptId]) : [];
  const receipt = receiptOf(vault, attemptId, told ?? answered?.language ?? language);
  return sentence(language, "relay.word.report", { receipt, page: `${publicUrl}/follow` });
}
