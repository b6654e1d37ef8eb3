import type { CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { parsePhone } from "../base/phone.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { append, entryBytes } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { cutAll } from "./cut-all.ts";
import type { CommittedRow, ReportRow, UnlookedRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Attempts that a forwarded text is held against. More than anybody was written within the year that salts live. */
const MAX_COMPARED = 500;
/** Pieces of one transaction. */
const BATCH = 20;

/** What is taken, so that whoever calls knows what it was when it fails; and what failed before and is passed over. */
export type Taking<Id> = {
  readonly limit?: number;
  readonly passOver?: readonly Id[];
  readonly began?: (ids: readonly Id[]) => void;
};

/**
 * Looks where numbers lead, and whether texts went through us. Either is a lead for people and never proof: a sender can
 * be forged, a text retyped. It comes after the answer, in a transaction of its own: neither the words of an answer nor
 * the time it takes tell whether something was found. Any node may do so. Gives how many pieces it looked into.
 *
 * A number of our staff cuts the pair where it is known who was written to; else a human decides.
 */
export async function lookInto(
  tx: Tx,
  vault: Vault,
  { limit = BATCH, passOver = [], began }: Taking<ReportId> = {},
): Promise<number> {
  const pieces = await tx.query<UnlookedRow>(sql.TAKE_UNLOOKED, [tx.tenant, limit, textArray([...passOver])]);
  began?.(pieces.map(({ report_id }) => report_id));
  for (const piece of pieces) {
    const { report_id: report, once, kind, sealed } = piece;
    // Undefined once the report's key was destroyed: there is nothing left to look into.
    const [said] = await vault.openRecord(tx, report, [{ part: `${kind} ${once}`, sealed }]);
    const [row] = await tx.query<ReportRow>(sql.SELECT_REPORT, [tx.tenant, report]);
    if (said !== undefined && row !== undefined) {
      const customer = row.customer_id ?? undefined;
      if (kind === "number") await followNumber(tx, vault, row, customer, openSealed(said));
      else if (customer !== undefined) await findAmongSent(tx, vault, report, customer, openSealed(said));
    }
    await tx.query(sql.MARK_LOOKED, [tx.tenant, report, once, kind, tx.now]);
  }
  return pieces.length;
}

async function followNumber(
  tx: Tx,
  vault: Vault,
  { report_id: report, reporter_id: reporter }: ReportRow,
  customer: CustomerId | undefined,
  typed: string,
): Promise<void> {
  // Who gives their own number reports nobody by it.
  const staff = (await staffAt(tx, vault, typed)).filter((one) => one !== reporter);
  const added = await tx.query<{ staff_id: StaffId }>(sql.INSERT_CONCERNED, [
    tx.tenant,
    report,
    textArray(staff),
    textArray(staff.map(() => "lead")),
  ]);
  if (added.length === 0) return;
  const matched = added.map(({ staff_id }) => staff_id);
  if (customer !== undefined) await cutAll(tx, [customer], matched);
  await append(tx, [{ event: "reports.match-lead", report, customer, staff: matched }], { changesFacts: false });
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
