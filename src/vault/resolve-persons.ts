import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Query, Tx } from "../store/index.ts";
import { byteaArray, int4Array, int8Array, TENANT, textArray } from "../store/index.ts";
import { hashPhone } from "./cipher.ts";
import type { Keyring } from "./keyring.ts";
import type { Subject } from "./rules.ts";
import { isE164 } from "./rules.ts";
import { ASSIGN_PERSONS, NEW_PERSON, RESOLVE_PERSONS, SELECT_PERSONS } from "./sql.ts";

/** Days. The longest quarantine is 365; too small, and somebody's stale number could lead to a stranger. */
const PHONE_KEPT_DAYS = 400;
/** A person who was found may be forgotten before the lock is ours; twice in a row only if something is wrong. */
const MAX_TRIES = 3;

/** Persons are pseudonyms of phones: the same phone gives the same person, under whichever subject. */
export type PersonId = number;

/**
 * The person of each phone (E.164), in the same order; phones never seen are given a person. A person MUST be assigned
 * a subject in the same transaction: one that nobody answers for is never forgotten.
 */
export async function resolvePersons(tx: Tx, keyring: Keyring, phones: readonly Sealed<string>[]): Promise<PersonId[]> {
  const numbers = phones.map((phone) => openSealed(phone));
  if (!numbers.every(isE164)) throw new Error("could not look up a phone not in E.164");
  const distinct = [...new Set(numbers)];
  const persons = new Map<string, PersonId>();
  for (let tries = 1; persons.size < distinct.length; tries += 1) {
    if (tries > MAX_TRIES) throw new Error("could not find who was there a moment ago");
    for (const { phone, person_id } of await keyring.withNewest(tx, () => resolve(tx, keyring, distinct))) {
      persons.set(distinct[phone] as string, person_id);
    }
  }
  return numbers.map((number) => persons.get(number) as PersonId);
}

type ResolvedRow = { readonly phone: number; readonly person_id: PersonId };

async function resolve(
  tx: Tx,
  keyring: Keyring,
  numbers: readonly string[],
): Promise<readonly ResolvedRow[] | undefined> {
  const phones: number[] = [];
  const versions: number[] = [];
  const indexes: Buffer[] = [];
  for (const { version, key } of keyring.indexKeys) {
    for (const [phone, number] of numbers.entries()) {
      phones.push(phone);
      versions.push(version);
      indexes.push(hashPhone(key, number));
    }
  }
  const asked = [int4Array(phones), int4Array(versions), byteaArray(indexes)];
  const rows = await tx.query<ResolvedRow>(RESOLVE_PERSONS, [tx.tenant, keyring.newest, ...asked]);
  return rows.length === 0 ? undefined : rows;
}

export async function newPerson(tx: Tx): Promise<PersonId> {
  const [row] = await tx.query<{ person_id: PersonId }>(NEW_PERSON);
  return (row as { person_id: PersonId }).person_id;
}

/** Who answers at a phone; undefined for one that is not known. */
export async function findPerson(query: Query, indexes: readonly Buffer[]): Promise<PersonId | undefined> {
  const [row] = await query.query<{ person_id: PersonId }>(SELECT_PERSONS, [TENANT, byteaArray(indexes)]);
  return row?.person_id;
}

export type Assignment = { readonly subject: Subject; readonly person: PersonId | null };

/**
 * Says at which phone each subject answers from now on, and gives where those who moved answered before. Subjects have
 * their key already. A phone at which nobody is left is known for 400 days more, so that its quarantines hold.
 */
export async function assignPersons(tx: Tx, assignments: readonly Assignment[]): Promise<Map<Subject, PersonId>> {
  if (assignments.length === 0) return new Map();
  // In one order for everybody: their rows are locked.
  const sorted = assignments.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  const rows = await tx.query<{ subject: Subject; previous: PersonId }>(ASSIGN_PERSONS, [
    tx.tenant,
    textArray(sorted.map(({ subject }) => subject)),
    int8Array(sorted.map(({ person }) => person)),
    new Date(tx.now.getTime() + PHONE_KEPT_DAYS * 86_400_000),
  ]);
  return new Map(rows.map(({ subject, previous }) => [subject, previous]));
}
