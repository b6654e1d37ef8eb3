import type { CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { parsePhone } from "../base/phone.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { append, entryBytes } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { cutAll } from "./cut-all.ts";
import type { Told } from "./new-report.ts";
import type { CommittedRow, ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Attempts that a forwarded text is held against. More than anybody was written within the year that salts live. */
const MAX_COMPARED = 500;

/**
 * Looks where a number leads, and whether a text went through us. Either is a lead for people and never proof: a sender
 * can be forged, a text retyped. Nothing of it is told to whoever sent it, and the answer does not wait for it.
 *
 * A number of our staff cuts the pair where it is known who was written to; else a human decides.
 */
export async function matchLead(tx: Tx, vault: Vault, report: ReportId, { number, message }: Told): Promise<void> {
  const [row] = await tx.query<ReportRow>(sql.SELECT_REPORT, [tx.tenant, report]);
  if (row === undefined) throw new Error(`could not read ${report} that was written`);
  const customer = row.customer_id ?? undefined;
  const staff = number === undefined ? [] : await staffAt(tx, vault, openSealed(number));
  const added = await tx.query<{ staff_id: StaffId }>(sql.INSERT_CONCERNED, [
    tx.tenant,
    report,
    textArray(staff),
    textArray(staff.map(() => "lead")),
  ]);
  if (added.length > 0) {
    const matched = added.map(({ staff_id }) => staff_id);
    if (customer !== undefined) await cutAll(tx, [customer], matched);
    await append(tx, [{ event: "reports.match-lead", report, customer, staff: matched }], { changesFacts: false });
  }
  if (message !== undefined && customer !== undefined) {
    await findAmongSent(tx, vault, report, customer, openSealed(message));
  }
}

async function staffAt(tx: Tx, vault: Vault, typed: string): Promise<readonly StaffId[]> {
  const read = parsePhone(typed, "FR");
  const person = read.ok ? await vault.findPerson(tx, seal(read.e164)) : undefined;
  if (person === undefined) return [];
  const rows = await tx.query<{ staff_id: StaffId }>(sql.SELECT_STAFF_OF_PERSON, [tx.tenant, person]);
  return rows.map(({ staff_id }) => staff_id);
}

/** Whether this is, letter for letter, a text that was sent to her through us: the ledger holds a commitment to each. */
async function findAmongSent(
  tx: Tx,
  vault: Vault,
  report: ReportId,
  customer: CustomerId,
  text: string,
): Promise<void> {
  const rows = await tx.query<CommittedRow>(sql.SELECT_COMMITTED, [tx.tenant, customer, MAX_COMPARED]);
  if (rows.length === 0) return;
  await vault.loadTextKeys(tx, [customer]);
  for (const { attempt_id: attempt, at, salt, entry_id } of rows) {
    const commitment = vault.commit(customer, salt, text)?.toString("base64");
    if (commitment === undefined) return;
    const entry = await entryBytes(tx, entry_id, at);
    if (entry?.includes(commitment) !== true) continue;
    const found = await tx.query(sql.INSERT_FINDING, [tx.tenant, report, attempt, tx.now]);
    if (found.length === 0) continue;
    await append(tx, [{ event: "reports.find-text", report, customer, attempt }], { changesFacts: false });
  }
}
