import { randomFillSync } from "node:crypto";

/** The prefix says what the id names; it is part of the id everywhere: URL, SQL, ledger. */
export const ID_PREFIXES = {
  activation: "act",
  alert: "alr",
  attempt: "att",
  case: "cas",
  caseText: "txt",
  companion: "cmp",
  customer: "cus",
  deskUser: "dsk",
  hold: "hld",
  import: "imp",
  key: "key",
  line: "lin",
  measure: "mea",
  outage: "out",
  mission: "mis",
  report: "rep",
  session: "ses",
  signal: "sig",
  staff: "stf",
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** `"<prefix>_" + 26` characters of Crockford base 32: 128 bits that encode no date, person or rank. */
export type Id<K extends IdKind> = string & { readonly __id: K };
export type ActivationId = Id<"activation">;
export type AlertId = Id<"alert">;
export type AttemptId = Id<"attempt">;
export type CaseId = Id<"case">;
export type CaseTextId = Id<"caseText">;
export type CompanionId = Id<"companion">;
export type CustomerId = Id<"customer">;
export type DeskUserId = Id<"deskUser">;
export type HoldId = Id<"hold">;
export type ImportId = Id<"import">;
export type KeyId = Id<"key">;
export type LineId = Id<"line">;
export type MeasureId = Id<"measure">;
export type MissionId = Id<"mission">;
export type OutageId = Id<"outage">;
export type ReportId = Id<"report">;
export type SessionId = Id<"session">;
export type SignalId = Id<"signal">;
export type StaffId = Id<"staff">;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_BYTES = 16;
const ID_CHARACTERS = 26;
/** One system call for 256 ids: the gate mints an id a message. */
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

export function newId<K extends IdKind>(kind: K): Id<K> {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return idFromBytes(kind, pool.subarray(used - ID_BYTES, used));
}

/** Id made of 16 bytes that the caller derived (a keyed hash): the same bytes always name the same thing. */
export function idFromBytes<K extends IdKind>(kind: K, bytes: Uint8Array): Id<K> {
  if (bytes.length < ID_BYTES) throw new Error(`could not make an id of ${bytes.length} bytes`);
  let text = `${ID_PREFIXES[kind]}_`;
  let bits = 0;
  let value = 0;
  for (let i = 0; i < ID_BYTES; i += 1) {
    value = (value << 8) | (bytes[i] as number);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31] as string;
    }
    value &= (1 << bits) - 1;
  }
  return (text + (ALPHABET[(value << (5 - bits)) & 31] as string)) as Id<K>;
}

/** Reads an id from outside; undefined when it has not exactly the shape of that kind. */
export function parseId<K extends IdKind>(kind: K, text: string): Id<K> | undefined {
  const prefix = `${ID_PREFIXES[kind]}_`;
  if (!text.startsWith(prefix) || text.length !== prefix.length + ID_CHARACTERS) return undefined;
  for (let i = prefix.length; i < text.length; i += 1) if (!ALPHABET.includes(text[i] as string)) return undefined;
  return text as Id<K>;
}

/** A reference somebody can quote from an error; it names a request in the log and nothing else. */
export function newRequestId(): string {
  return `req_${newId("attempt").slice(4, 20)}`;
}
