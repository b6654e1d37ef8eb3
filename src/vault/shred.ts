import type { StaffId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { int8Array } from "../store/index.ts";
import type { PersonId } from "./resolve-persons.ts";
import type { ShredReason, Subject, SuppressionKind } from "./rules.ts";
import { FORGET_PERSONS, SELECT_SUPPRESSIONS, SHRED } from "./sql.ts";

export type Suppression =
  | { readonly kind: Extract<SuppressionKind, "opt_out">; readonly reason: string; readonly endsAt: Date }
  | {
      readonly kind: Extract<SuppressionKind, "pair_cut">;
      readonly staff: StaffId;
      readonly reason: string;
      readonly endsAt: Date;
    };

export type ShredOrder = {
  readonly subject: Subject;
  readonly reason: ShredReason;
  /** What must still hold if the person comes back, under whichever reference. `reason` is a code. */
  readonly suppressions: readonly Suppression[];
  /** Until when the phone's keyed hash is needed for a quarantine; null when for none. */
  readonly keepPhoneUntil: Date | null;
};

export type Shredded = { readonly ok: true } | { readonly ok: false; readonly code: "nothing_to_shred" };

/**
 * Destroys the key of a subject, and with it all that was ever sealed under it, here and in every backup that is not
 * older than the tenant key. Records it. Refuses `nothing_to_shred`: no key was ever made, or it is destroyed already.
 */
export async function shred(tx: Tx, order: ShredOrder): Promise<Shredded> {
  const { subject, reason, suppressions, keepPhoneUntil } = order;
  const customer = parseId("customer", subject);
  // Like any act about a customer, before it touches her rows: else two acts could wait for each other.
  if (customer !== undefined) await lockChains(tx, [customer]);
  const [row] = await tx.query<{ is_shredded: boolean }>(SHRED, [
    tx.tenant,
    subject,
    tx.now,
    keepPhoneUntil,
    suppressions.map(({ kind }) => kind),
    suppressions.map((suppression) => (suppression.kind === "pair_cut" ? suppression.staff : "")),
    suppressions.map((suppression) => suppression.reason),
    suppressions.map(({ endsAt }) => endsAt),
  ]);
  if (row?.is_shredded !== true) return { ok: false, code: "nothing_to_shred" };
  const about = customer === undefined ? { staff: subject } : { customer };
  await append(tx, [{ event: "vault.shred", ...about, reason, suppressions: suppressions.map(({ kind }) => kind) }]);
  return { ok: true };
}

type SuppressionRow = {
  readonly person_id: PersonId;
  readonly kind: SuppressionKind;
  readonly staff_id: string;
  readonly reason: string;
  readonly ends_at: Date;
};

/** What is still held against contact with these persons, from before they were erased. */
export async function suppressionsOf(tx: Tx, persons: readonly PersonId[]): Promise<Map<PersonId, Suppression[]>> {
  const rows = await tx.query<SuppressionRow>(SELECT_SUPPRESSIONS, [tx.tenant, int8Array(persons), tx.now]);
  const found = new Map<PersonId, Suppression[]>();
  for (const { person_id, kind, staff_id, reason, ends_at: endsAt } of rows) {
    const suppression: Suppression =
      kind === "opt_out" ? { kind, reason, endsAt } : { kind, staff: staff_id as StaffId, reason, endsAt };
    found.set(person_id, [...(found.get(person_id) ?? []), suppression]);
  }
  return found;
}

/** Persons forgotten in one transaction. */
const FORGET_BATCH = 1_000;

/**
 * Forgets phones that nobody answers at and whose quarantine and suppressions are over; gives how many rows went. To
 * be called until it gives 0, once a day.
 */
export async function forgetPersons(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ gone: number }>(FORGET_PERSONS, [tx.tenant, tx.now, FORGET_BATCH]);
  return row?.gone ?? 0;
}
