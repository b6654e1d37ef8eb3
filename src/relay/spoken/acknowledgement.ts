import { openSealed } from "../../base/sealed.ts";
import type { AttemptId } from "../../base/ids.ts";
import { receiptWords } from "../../base/receipt.ts";
import type { Language, TextKey } from "../../base/text.ts";
import type { Vault } from "../../vault/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { NoticeValues } from "../plan-notice.ts";
import { languageOf } from "../words.ts";
import { tellsDanger } from "./danger.ts";
import type { Question, Said } from "./said.ts";
import { isDangerous, isReport } from "./said.ts";

export type SpokenDeps = {
  readonly vault: Vault;
  /** Address of the pages for people, without a slash at its end. */
  readonly publicUrl: string;
  /** Told of each answer that is queued. */
  readonly onAnswer?: (answer: Acknowledgement) => void;
};

/** A sentence of ours to whoever spoke up, and how the carrier is to recognise it when it comes twice. */
export type Acknowledgement = {
  readonly key: TextKey;
  readonly values: NoticeValues;
  readonly language: Language;
  readonly deliveryId: string;
};

/** The six words by which what this attempt reported is followed up. */
export function receiptOf(vault: Vault, attempt: AttemptId, language: Language): string {
  return receiptWords(vault.keyedHash("receipt", attempt), language);
}

/** The language somebody is answered in whose own nobody knows. */
export function languageHeard(request: ContactRequest, said: Said, about: Question | undefined): Language {
  if (about !== undefined) return about.language;
  if (request.text !== undefined) return languageOf(openSealed(request.text));
  return said.kind === "word" ? languageOf(said.word) : "fr";
}

/** Whether words tell of danger; a word of ours or a digit is none. */
export function hasDanger(request: ContactRequest, said: Said): boolean {
  return said.kind === "written" && request.text !== undefined && tellsDanger(openSealed(request.text));
}

/**
 * What somebody is told at once who spoke up. The same whether the database is there or not, so that what was said
 * without it stays true. `additions`: how many texts were added to that report before. Undefined: the first addition
 * said that all others are joined; an answer to each would go to and fro with a machine that answers too.
 */
export function acknowledgementOf(
  { vault, publicUrl }: SpokenDeps,
  request: ContactRequest,
  said: Said,
  told: {
    readonly language: Language;
    readonly about: Question | undefined;
    readonly isReportNumber: boolean;
    readonly additions: number;
  },
): Acknowledgement | undefined {
  const { language, about, additions } = told;
  const key = keyOf(said, { ...told, isDanger: hasDanger(request, said) });
  if (additions > 1 && key === "notice.written_added") return undefined;
  const receipt = receiptOf(vault, about?.kind === "report" ? about.attemptId : request.attemptId, language);
  const values = { receipt, page: `${publicUrl}/follow` };
  return { key, values, language, deliveryId: `answer-${request.attemptId}` };
}

/** The answer to a text that begins a report, as far as it was received. */
export function answerToNew(deps: SpokenDeps, request: ContactRequest): Acknowledgement | undefined {
  const said = { kind: "written" } as const;
  const language = languageHeard(request, said, undefined);
  return acknowledgementOf(deps, request, said, { language, about: undefined, isReportNumber: true, additions: 0 });
}

function keyOf(
  said: Said,
  told: { readonly about: Question | undefined; readonly isReportNumber: boolean; readonly isDanger: boolean },
): TextKey {
  const { about, isReportNumber, isDanger } = told;
  switch (said.kind) {
    case "word":
      return said.word === "report" ? reported(isReportNumber) : `notice.${said.word}_received`;
    case "choice":
      if (about === undefined || isReport(about, said.choice)) return reported(isReportNumber);
      if (about.kind === "report")
        return isDangerous(about, said.choice) ? "notice.danger_added" : "notice.answer_received";
      return about.kind === "help" ? "notice.help_contact" : "notice.stop_answered";
    case "written":
      if (about === undefined) return isDanger ? "notice.danger_received" : "notice.written_received";
      return isDanger ? "notice.danger_added" : "notice.written_added";
    case "called":
      return about === undefined ? "notice.call_received" : "notice.written_added";
  }
}

function reported(isReportNumber: boolean): TextKey {
  return isReportNumber ? "notice.written_received" : "notice.report_received";
}
