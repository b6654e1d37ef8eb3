import type { MissionId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, textArray } from "../store/index.ts";
import { sealBytes } from "./cipher.ts";
import type { Keyring } from "./keyring.ts";
import type { ContactField, Subject } from "./rules.ts";
import { context, isE164 } from "./rules.ts";
import type { WrappedRow } from "./sql.ts";
import { PUT_CONTACTS, PUT_KEYS } from "./sql.ts";

/** A null field is removed, one left out stays as it is. `scope` "" is the subject's own, a mission id one visit's. */
export type ContactItem = {
  readonly subject: Subject;
  readonly scope: "" | MissionId;
  readonly fields: ContactFields;
};

export type ContactFields = { readonly [field in ContactField]?: Sealed<string> | null | undefined };

export type PutContacts =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: "subject_shredded"; readonly subjects: readonly Subject[] };

type Seal = {
  readonly subject: Subject;
  readonly scope: string;
  readonly field: ContactField;
  readonly sealed: Buffer | null;
};

/**
 * Keeps contact data, each subject's under a key of her own. Where one field is given twice the last stands.
 *
 * Refuses `subject_shredded`, naming whom: what was erased does not come back under the same pseudonym. Nothing of
 * theirs is written; the others' is.
 */
export async function putContacts(tx: Tx, keyring: Keyring, items: readonly ContactItem[]): Promise<PutContacts> {
  const subjects = [...new Set(items.map(({ subject }) => subject))];
  if (subjects.length === 0) return { ok: true };
  const made = await keyring.withNewest(tx, async () => {
    const fresh = new Map(subjects.map((subject) => [subject, keyring.newSubjectKey(subject)]));
    const candidates = byteaArray([...fresh.values()].map(({ wrapped }) => wrapped));
    const rows = await tx.query<WrappedRow>(PUT_KEYS, [tx.tenant, keyring.newest, textArray(subjects), candidates]);
    return rows.length === 0 ? undefined : { fresh, rows };
  });
  const keys = new Map<string, ReturnType<Keyring["openSubjectKey"]>>();
  const refused: Subject[] = [];
  for (const row of made.rows) {
    const subject = row.subject as Subject;
    const fresh = made.fresh.get(subject);
    const isOurs = row.wrapped !== null && fresh?.wrapped.equals(row.wrapped) === true;
    const key = isOurs ? fresh.key : keyring.openSubjectKey(row);
    keys.set(subject, key);
    if (row.wrapped === null) refused.push(subject);
    else if (key === undefined) throw new Error(`could not open the key of ${subject}: it was altered`);
  }
  const seals = sealAll(tx.tenant, items, keys);
  if (seals.length > 0) {
    await tx.query(PUT_CONTACTS, [
      tx.tenant,
      textArray(seals.map(({ subject }) => subject)),
      textArray(seals.map(({ scope }) => scope)),
      textArray(seals.map(({ field }) => field)),
      byteaArray(seals.map(({ sealed }) => sealed)),
    ]);
  }
  return refused.length === 0 ? { ok: true } : { ok: false, code: "subject_shredded", subjects: refused };
}

function sealAll(
  tenant: number,
  items: readonly ContactItem[],
  keys: ReadonlyMap<string, ReturnType<Keyring["openSubjectKey"]>>,
): readonly Seal[] {
  const seals = new Map<string, Seal>();
  for (const { subject, scope, fields } of items) {
    const key = keys.get(subject);
    if (key === undefined) continue;
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      const field = name as ContactField;
      const at = context.contact(tenant, subject, scope, field);
      const plain = value === null ? null : openSealed(value);
      if (field === "phone" && plain !== null && !isE164(plain)) throw new Error("could not keep a phone not in E.164");
      seals.set(at, { subject, scope, field, sealed: plain === null ? null : sealBytes(key, at, plain) });
    }
  }
  return [...seals.values()];
}
