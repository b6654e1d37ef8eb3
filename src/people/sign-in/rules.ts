import type { SignInRefusal } from "./wire.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long somebody of the desk stays signed in: while they work, and for one shift. Longer leaves an unlocked screen
 * open to whoever passes; shorter, and people note passwords. Source: OWASP Session Management, OWASP ASVS 5.0 §7.3.
 */
export const DESK_IDLE_MS = 30 * MINUTE_MS;
export const DESK_SESSION_MS = 12 * HOUR_MS;
/** A handset is personal and locks itself; without a code by SMS each day the app is of no use on the road. */
export const STAFF_SESSION_MS = 30 * DAY_MS;
/** Between two notes of when a session was seen. A session ends by idling this much earlier at most. */
export const SEEN_EVERY_MS = MINUTE_MS;
/** How long ended sessions are kept: the ledger's own entries tell of them longer. */
export const SESSION_KEPT_MS = 30 * DAY_MS;

export const TICKET_MS = 10 * MINUTE_MS;
export const INVITATION_MS = 72 * HOUR_MS;

/** Wrong tries of an account or of an address, as the database counts them. */
export type Limit = { readonly failures: number; readonly failedAt: Date; readonly shutUntil: Date };
export type LimitKind = "account" | "address" | "code" | "codesFrom";

/**
 * From how many failures on something is shut, for how long at first, and at most; each failure more doubles it.
 *
 * An account: five guesses, then one a quarter of an hour. Longer would let anybody keep a colleague out for days.
 * An address: a whole office behind one may mistype. Codes sent to one phone: each costs the company an SMS. Codes asked
 * for from one address: an operator puts hundreds of handsets behind one.
 * Source: NIST SP 800-63B-4 §3.2.2 (at most 100 failures in a row); measured rate in docs/THREATS.md.
 */
const LIMITS: {
  readonly [kind in LimitKind]: { readonly free: number; readonly firstMs: number; readonly mostMs: number };
} = {
  account: { free: 4, firstMs: MINUTE_MS, mostMs: 15 * MINUTE_MS },
  address: { free: 29, firstMs: MINUTE_MS, mostMs: 15 * MINUTE_MS },
  code: { free: 2, firstMs: 5 * MINUTE_MS, mostMs: HOUR_MS },
  codesFrom: { free: 199, firstMs: MINUTE_MS, mostMs: 15 * MINUTE_MS },
};
/** After this long without one, failures no longer count. */
export const FAILURES_COUNT_MS = DAY_MS;

export function isShut({ shutUntil }: Limit, now: Date): boolean {
  return now < shutUntil;
}

/** What one more failure at `now` makes of a limit. */
export function afterFailure(kind: LimitKind, limit: Limit, now: Date): Limit {
  const { free, firstMs, mostMs } = LIMITS[kind];
  const isOld = now.getTime() - limit.failedAt.getTime() >= FAILURES_COUNT_MS;
  const failures = (isOld ? 0 : limit.failures) + 1;
  const over = failures - free;
  const shutMs = over <= 0 ? 0 : Math.min(mostMs, firstMs * 2 ** Math.min(over - 1, 10));
  return { failures, failedAt: now, shutUntil: new Date(now.getTime() + shutMs) };
}

/** Whoever got in starts afresh. */
export function afterSuccess(now: Date): Limit {
  return { failures: 0, failedAt: now, shutUntil: now };
}

/**
 * An address as limits count it: IPv6 by its first 64 bits, of which one subscriber has 18 quintillion addresses.
 * Source: RFC 6177.
 */
export function limitedAddress(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address.replace(/^::ffff:/, "");
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  const whole = [...groups, ...Array.from({ length: Math.max(0, missing) }, () => "0"), ...(tail ?? "").split(":")];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group || "0", 16).toString(16))
    .join(":");
}

/** Fewer characters that differ is a key held down, or a pattern. */
const MIN_DIFFERENT = 5;

/** Why a password is not taken. `email`: theirs, canonical. */
export function judgePassword(
  password: string,
  email: string,
): Extract<SignInRefusal, "password_too_easy"> | undefined {
  const plain = password.toLowerCase();
  const name = email.slice(0, email.indexOf("@"));
  const isOwn = plain.includes(email) || (name.length >= 5 && plain.includes(name));
  const isSequence = "abcdefghijklmnopqrstuvwxyz0123456789azertyuiopqwertyuiop".includes(plain);
  return isOwn || isSequence || new Set(plain).size < MIN_DIFFERENT ? "password_too_easy" : undefined;
}

/** As addresses are compared: nobody has two mailboxes that differ in capitals only. */
export function canonicalEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** An authenticator shows a code for this long. Source: RFC 6238 §4.1. */
export const TOTP_STEP_MS = 30 * SECOND_MS;

/** Steps whose code counts at `realNow`: the current one, and one on each side for clocks that differ. RFC 6238 §5.2. */
export function totpSteps(realNow: Date): readonly number[] {
  const step = Math.floor(realNow.getTime() / TOTP_STEP_MS);
  return [step - 1, step, step + 1];
}

export const CODE_DIGITS = 6;
export const CODE_MS = 10 * MINUTE_MS;
export const MAX_CODE_TRIES = 5;
