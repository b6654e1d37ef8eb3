import type { KeyObject } from "node:crypto";
import type { MissionId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, textArray } from "../store/index.ts";
import { sealBytes } from "./cipher.ts";
import type { Keyring } from "./keyring.ts";
import type { ContactField, Subject } from "./rules.ts";
import { CONTACT_FIELDS, context, isE164 } from "./rules.ts";
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

/** What is kept in one row: all that was said of a subject, or of one visit, the last word on each field. */
type Sheet = {
  readonly subject: Subject;
  readonly scope: string;
  readonly fields: { [field in ContactField]?: Sealed<string> | null };
};

/** A seal that removes its field: a real one has a nonce and a tag. */
const REMOVED = new Uint8Array(0);

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
    const fresh = keyring.newSubjectKeys(subjects);
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
  const sheets = sheetsOf(items.filter(({ subject }) => keys.get(subject) !== undefined));
  if (sheets.length > 0) {
    const seals = sheets.map((sheet) => sealSheet(tx.tenant, keys.get(sheet.subject) as KeyObject, sheet));
    tx.write(PUT_CONTACTS, [
      tx.tenant,
      textArray(sheets.map(({ subject }) => subject)),
      textArray(sheets.map(({ scope }) => scope)),
      ...CONTACT_FIELDS.map((_, place) => byteaArray(seals.map((sealed) => sealed[place] ?? null))),
    ]);
  }
  return refused.length === 0 ? { ok: true } : { ok: false, code: "subject_shredded", subjects: refused };
}

function sheetsOf(items: readonly ContactItem[]): readonly Sheet[] {
  const sheets = new Map<string, Sheet>();
  for (const { subject, scope, fields } of items) {
    const name = `${subject} ${scope}`;
    const sheet = sheets.get(name) ?? { subject, scope, fields: {} };
    sheets.set(name, sheet);
    for (const field of CONTACT_FIELDS) {
      const value = fields[field];
      if (value !== undefined) sheet.fields[field] = value;
    }
  }
  return [...sheets.values()];
}

/** The seals of a sheet in the order of `CONTACT_FIELDS`; null for a field that was left out. */
function sealSheet(tenant: number, key: KeyObject, { subject, scope, fields }: Sheet): readonly (Uint8Array | null)[] {
  return CONTACT_FIELDS.map((field) => {
    const value = fields[field];
    if (value === undefined) return null;
    if (value === null) return REMOVED;
    const plain = openSealed(value);
    if (field === "phone" && !isE164(plain)) throw new Error("could not keep a phone not in E.164");
    return sealBytes(key, context.contact(tenant, subject, scope, field), plain);
  });
}
