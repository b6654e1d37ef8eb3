import type { Folded } from "../normalise/fold.ts";
import { isDigit, isLetter } from "../normalise/fold.ts";
import type { ContactDatum } from "./datum.ts";

const AT = 0x40;
const DOT = 0x2e;
const TOP_LEVELS = new Set(
  "com fr net org io co uk eu app gg tv info site online shop club xyz link paris bzh".split(" "),
);
/** The same where something follows: before a space they end a sentence ("d'accord.Ca va"). */
const MAYBE = 0.6;
const TOP_LEVELS_WITH_PATH = new Set("me to be it es ca de ch ly fm im".split(" "));

/** Adds mail addresses, links and handles to `found`, in time linear in the text. */
export function readAddresses({ units, length }: Pick<Folded, "units" | "length">, found: ContactDatum[]): void {
  readAccounts({ units, length }, found);
  let covered = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] as number;
    if (at < covered || (unit !== AT && unit !== DOT)) continue;
    const from = startOfName(units, at);
    const to = endOfName(units, at + 1, length);
    if (unit === AT) {
      const host = textOf(units, at + 1, to);
      if (from < at && /^[a-z0-9-]{2,}\./.test(host))
        found.push({ kind: "mail", from, to, value: textOf(units, from, to), certainty: 1 });
      else if (from === at && host.length >= 3 && /[a-z]/.test(host) && !/^\d/.test(host)) {
        found.push({ kind: "handle", from: at, to, value: host, certainty: 1 });
      } else continue;
      covered = to;
    } else if (from < at && at + 1 < length && isLetter(units[at + 1] as number)) {
      const host = textOf(units, from, to);
      const labels = (host.split("/")[0] as string).split(".");
      const top = labels.at(-1) as string;
      const isHost =
        labels.length >= 2 &&
        labels.every((label) => label.length > 0) &&
        (TOP_LEVELS.has(top) || (host.includes("/") && TOP_LEVELS_WITH_PATH.has(top)));
      // All of the name was read: its other dots say nothing new.
      covered = to;
      const hasPath = /\/\w{3}/.test(host);
      const isLink =
        host.startsWith("www.") ||
        (isHost && ((labels[0] as string).length >= 2 || hasPath) && /[a-z]/.test(labels.at(-2) as string));
      // Any word may be a top level now: with a path behind it, it may be a link.
      const mayBeLink = hasPath && labels.length >= 2 && /^[a-z]{2,}$/.test(top) && labels.every((one) => one !== "");
      if ((!isLink && !mayBeLink) || (units[to] as number) === AT) continue;
      found.push({ kind: "link", from, to, value: host, certainty: isLink ? 1 : MAYBE });
    }
  }
}

/** Letters, then digits, as names of accounts are and references are not: "ben_courier64829". */
const LONG_ENOUGH = { joined: 5, plain: 7, digits: 3 } as const;

function readAccounts({ units, length }: Pick<Folded, "units" | "length">, found: ContactDatum[]): void {
  for (let at = 1; at < length; at += 1) {
    if (!isDigit(units[at] as number) || isDigit(units[at - 1] as number)) continue;
    let to = at;
    while (isDigit(units[to] as number)) to += 1;
    let [from, letters, joints] = [at, 0, 0];
    for (; from > 0 && at - from < LONGEST_NAME; from -= 1) {
      if (isLetter(units[from - 1] as number)) letters += 1;
      else if (isJoint(units, from - 1)) joints += 1;
      else break;
    }
    const isLong = letters >= (joints > 0 ? LONG_ENOUGH.joined : LONG_ENOUGH.plain);
    const isWhole = !isLetter(units[to] as number) && units[to] !== AT;
    if (isLong && isWhole && to - at >= LONG_ENOUGH.digits) {
      found.push({ kind: "handle", from, to, value: textOf(units, from, to), certainty: MAYBE });
    }
    at = to - 1;
  }
}

/** "_" or "." between two letters, or "_" before digits. */
function isJoint(units: Uint16Array, at: number): boolean {
  const next = units[at + 1] as number;
  if (units[at] === 0x5f) return isLetter(next) || isDigit(next);
  return units[at] === DOT && isLetter(next);
}

const LONGEST_NAME = 80;

function isOfName(unit: number): boolean {
  return isLetter(unit) || isDigit(unit) || unit === 0x2d || unit === 0x5f || unit === DOT;
}

function startOfName(units: Uint16Array, at: number): number {
  let from = at;
  while (from > 0 && at - from < LONGEST_NAME && isOfName(units[from - 1] as number)) from -= 1;
  return from;
}

function endOfName(units: Uint16Array, at: number, length: number): number {
  let to = at;
  while (to < length && to - at < LONGEST_NAME && (isOfName(units[to] as number) || units[to] === 0x2f)) to += 1;
  while (to > at && (units[to - 1] === DOT || units[to - 1] === 0x2f)) to -= 1;
  return to;
}

function textOf(units: Uint16Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i += 1) text += String.fromCharCode(units[i] as number);
  return text;
}
