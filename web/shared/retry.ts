/** Why something was not done, as the server told it. */
export type Problem = {
  /** HTTP status; 0: no answer came. */
  readonly status: number;
  readonly code: string;
  /** Fields that were not understood. */
  readonly fields: readonly string[];
  /** What a person may quote to the desk. */
  readonly reference: string | undefined;
  /** What the law says about when, or which of the values it is about. */
  readonly law?: Law;
};

export type Law = {
  /** The article. */
  readonly source?: string;
  /** Days of the calendar between which the act is possible. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly maxDays?: number;
  readonly value?: string;
};

export type Tried = {
  /** How often it was asked before, sign-ins left out. */
  readonly tries: number;
  /** Whether asking twice does it once: a reading, or an act whose answer the server remembers by its key. */
  readonly isRepeatable: boolean;
  /** Whether somebody may be asked to sign in. */
  readonly maySignIn: boolean;
};
export type NextStep = { readonly step: "give-up" } | { readonly step: "sign-in" } | WaitStep;
type WaitStep = { readonly step: "wait"; readonly waitMs: number };

const MOST_TRIES = 3;
/** ms; doubled each time. A commit takes a few ms, a restart a few seconds. */
const FIRST_WAIT_MS = 500;
/** The server did nothing, and may soon be able to. */
const NOTHING_DONE: readonly string[] = ["overloaded", "ledger_unavailable", "idempotency_in_progress"];

/**
 * What follows a call that failed. What may have been done although no answer came is asked again only where asking
 * twice does it once.
 */
export function afterProblem({ status, code }: Problem, { tries, isRepeatable, maySignIn }: Tried): NextStep {
  if (status === 401 && maySignIn) return { step: "sign-in" };
  if (tries + 1 >= MOST_TRIES) return { step: "give-up" };
  const isUncertain = status === 0 || status >= 500;
  if (NOTHING_DONE.includes(code) || (isUncertain && isRepeatable)) {
    return { step: "wait", waitMs: FIRST_WAIT_MS * 2 ** tries };
  }
  return { step: "give-up" };
}
