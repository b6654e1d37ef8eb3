/** ms, from sending on, that a code works: long enough to find the phone, too short to be found by somebody else later. */
export const CODE_LIFE_MS = 10 * 60_000;
/** Wrong tries of one code, of a million: one guess in 200,000 succeeds. */
export const MAX_TRIES = 5;
/** ms before another code goes out: a button pressed twice is one text. */
const AGAIN_MS = 60_000;
/** Texts to one phone a day: more is somebody else's finger on the button. */
const MAX_SENDS = 5;
const DAY_MS = 24 * 60 * 60_000;

export type SentCode = {
  readonly sentAt: Date;
  readonly tries: number;
  readonly sends: number;
  readonly countedAt: Date;
};

/** Whether a code goes out, and what is counted then. Undefined: none goes out now, and nobody is told so. */
export function nextSend(
  sent: SentCode | undefined,
  now: Date,
): { readonly sends: number; readonly countedAt: Date } | undefined {
  if (sent === undefined) return { sends: 1, countedAt: now };
  if (now.getTime() - sent.sentAt.getTime() < AGAIN_MS) return undefined;
  const isNewDay = now.getTime() - sent.countedAt.getTime() >= DAY_MS;
  if (isNewDay) return { sends: 1, countedAt: now };
  return sent.sends >= MAX_SENDS ? undefined : { sends: sent.sends + 1, countedAt: sent.countedAt };
}

/** Why what was typed is not even compared. No code and an old one are as a wrong one. */
export function mayTry(sent: SentCode | undefined, now: Date): "yes" | "wrong" | "locked" {
  if (sent === undefined || now.getTime() - sent.sentAt.getTime() >= CODE_LIFE_MS) return "wrong";
  return sent.tries >= MAX_TRIES ? "locked" : "yes";
}

/** The six digits that somebody typed, spaces and dashes left out. */
export function digitsOf(typed: string): string | undefined {
  const digits = typed.normalize("NFKC").replace(/[\s.-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : undefined;
}
