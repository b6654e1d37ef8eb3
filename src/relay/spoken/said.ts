import type { AttemptId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import type { Word } from "../words.ts";

/** What is never refused, whoever says it and on whatever line. */
export type Said =
  /** A whole message that is one of our words, with the mission code in front of it where there is one. */
  | { readonly kind: "word"; readonly word: Word; readonly code: string | undefined }
  /** A whole message that is a digit: an answer, where something was asked. */
  | { readonly kind: "choice"; readonly choice: number }
  /** Any text to the report number. */
  | { readonly kind: "written" }
  /** A call to the report number. */
  | { readonly kind: "called" };

/** What was asked last of a phone on a number. */
export type Question = {
  readonly kind: "help" | "stop" | "report";
  /** The attempt that was answered with it: of a report, the one its receipt is made of. */
  readonly attemptId: AttemptId;
  readonly language: Language;
  /** Words that tell of danger were written before. */
  readonly isDanger: boolean;
};

/** What was settled with a sender while the database was away: it is recorded as it was told. */
export type Settled = {
  readonly language: Language;
  /** What it answers or adds to; undefined: it stands for itself. */
  readonly about: Question | undefined;
  /** The sender had the answer already. */
  readonly isAcknowledged: boolean;
};

/** A digit counts as an answer for this long: later it may be about anything. */
export const ANSWER_COUNTS_MS = 24 * 60 * 60_000;
/** Texts of one phone to the report number belong together for this long, less than what is kept of the question. */
export const REPORT_JOINS_MS = 30 * 24 * 60 * 60_000;

/** Whether a digit is among what was offered: two answers to a question, five kinds of what happened. */
export function isOffered({ kind }: Pick<Question, "kind">, choice: number): boolean {
  return kind === "report" || choice <= 2;
}

/** The second answer to both questions: something happened. */
export function isReport({ kind }: Pick<Question, "kind">, choice: number): boolean {
  return kind !== "report" && choice === 2;
}

const HOME = 3;
const DANGER = 5;

/** Whether a choice tells of danger: she says so, or it was at her home and what she wrote sounded so. */
export function isDangerous({ isDanger }: Pick<Question, "isDanger">, choice: number): boolean {
  return choice === DANGER || (choice === HOME && isDanger);
}
