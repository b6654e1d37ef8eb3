import type { Log } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import { openBytes } from "./cipher.ts";
import type { Keyring } from "./keyring.ts";
import type { ContactField, Subject } from "./rules.ts";
import { context } from "./rules.ts";
import type { SealedContactRow } from "./sql.ts";
import { SELECT_SEALED_CONTACTS } from "./sql.ts";

/**
 * Opens one field of several subjects. Left out: who has none, who was shredded, and what does not authenticate: that
 * was altered or moved in the database, which is reported, and is as good as not there.
 */
export async function openContacts(
  query: Query,
  keyring: Keyring,
  log: Log,
  asked: { readonly subjects: readonly Subject[]; readonly scope: string; readonly field: ContactField },
): Promise<Map<Subject, Sealed<string>>> {
  const { subjects, scope, field } = asked;
  const opened = new Map<Subject, Sealed<string>>();
  if (subjects.length === 0) return opened;
  const distinct = textArray([...new Set(subjects)]);
  const rows = await query.query<SealedContactRow>(SELECT_SEALED_CONTACTS, [TENANT, distinct, scope, field]);
  for (const row of rows) {
    const subject = row.subject as Subject;
    const plain = openContact(keyring, row, scope, field);
    if (plain !== undefined) opened.set(subject, plain);
    else if (row.wrapped !== null) log.error("vault.damaged", { kind: field, reference: subject });
  }
  return opened;
}

export function openContact(
  keyring: Keyring,
  row: SealedContactRow,
  scope: string,
  field: ContactField,
): Sealed<string> | undefined {
  const key = keyring.openSubjectKey(row);
  if (key === undefined) return undefined;
  const plain = openBytes(key, context.contact(TENANT, row.subject, scope, field), row.sealed);
  return plain === undefined ? undefined : seal(plain.toString("utf8"));
}
