import type { StaffId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import { staffByReferences } from "../../people/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { By } from "../../base/route.ts";
import { nameOf } from "../by.ts";
import type { CivilDate } from "../regimes/index.ts";
import type { AcknowledgementRow, CharterRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { AcknowledgementAnswer } from "./wire.ts";

export type AcknowledgementRefusal = "charter_unknown" | "unknown_staff" | "staff_missing" | "staff_not_yours";

/** Who says so: themselves, or the company, which holds what they signed on paper. */
export type Acknowledger = { readonly self: StaffId } | { readonly reference: string; readonly by: By };

export type Acknowledged =
  | { readonly ok: true; readonly isNew: boolean; readonly acknowledgement: AcknowledgementAnswer }
  | { readonly ok: false; readonly code: "charter_unknown" | "unknown_staff" };

/**
 * Records that a staff member has read a version of the charter. The first time counts: a second one answers what is
 * there. A version may be acknowledged before it is in force. Refuses `charter_unknown`, `unknown_staff`.
 */
export async function acknowledgeCharter(tx: Tx, who: Acknowledger, version: number): Promise<Acknowledged> {
  const staff = "self" in who ? who.self : (await staffByReferences(tx, [who.reference])).get(who.reference)?.id;
  if (staff === undefined) return { ok: false, code: "unknown_staff" };
  const charters = await tx.query<CharterRow>(sql.SELECT_CHARTERS, [tx.tenant]);
  if (!charters.some((one) => one.version === version)) return { ok: false, code: "charter_unknown" };
  await tx.query(sql.LOCK_ACKNOWLEDGEMENT, [tx.tenant, staff]);
  await tx.readClock();
  const before = await readOne(tx, staff, version);
  if (before !== undefined) return { ok: true, isNew: false, acknowledgement: before };
  const givenBy = "self" in who ? "session" : "paper";
  const about = { staff, version, givenBy, ...("self" in who ? {} : { by: nameOf(who.by) }) };
  const [leaf] = await append(tx, [{ event: "charter.acknowledge-charter", ...about }]);
  await tx.query(sql.INSERT_ACKNOWLEDGEMENT, [tx.tenant, staff, version, givenBy, tx.now, leaf?.entryId]);
  const acknowledgement = await readOne(tx, staff, version);
  if (acknowledgement === undefined) throw new Error("could not read the acknowledgement that was recorded");
  return { ok: true, isNew: true, acknowledgement };
}

async function readOne(run: Query, staff: StaffId, version: number): Promise<AcknowledgementAnswer | undefined> {
  const [row] = await run.query<AcknowledgementRow>(sql.SELECT_ACKNOWLEDGEMENT, [TENANT, staff, version]);
  return row === undefined ? undefined : answer(row);
}

export type AcknowledgementFilter = {
  /** Of one staff member: by id, or by the company's reference. */
  readonly self?: StaffId | undefined;
  readonly staff?: string | undefined;
  readonly version?: number | undefined;
  /** Exclusive: the place of the last one that was given out. */
  readonly after: number;
  readonly limit: number;
};

/** Acknowledgements in the order in which they were recorded; `next` goes on after the last one. */
export async function readAcknowledgements(
  run: Query,
  { self, staff, version, after, limit }: AcknowledgementFilter,
): Promise<{ readonly items: readonly AcknowledgementAnswer[]; readonly next: string | null }> {
  const filter = [TENANT, after, self ?? null, staff ?? null, version ?? null, limit];
  const rows = await run.query<AcknowledgementRow>(sql.SELECT_ACKNOWLEDGEMENTS, filter);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { items: rows.map(answer), next: last === undefined ? null : String(last.entry_id) };
}

function answer({ reference, version, given_by: givenBy, given_at: at }: AcknowledgementRow): AcknowledgementAnswer {
  return { staff: reference, version, givenBy, givenAt: at.toISOString() };
}

/**
 * Those of `staff` who have acknowledged the charter in force on a day, and so may be given missions: all of them where
 * the company does not ask for it, or has recorded no charter.
 */
export async function hasAcknowledged(
  run: Query,
  staff: readonly StaffId[],
  on: CivilDate,
): Promise<ReadonlySet<StaffId>> {
  const rows = await run.query<{ readonly staff_id: StaffId }>(sql.SELECT_UNACKNOWLEDGED, [TENANT, staff, on]);
  const missing = new Set(rows.map(({ staff_id }) => staff_id));
  return new Set(staff.filter((one) => !missing.has(one)));
}

/** Those of `staff` who have acknowledged the charter in force on a day, whether or not the company asks for it. */
export async function acknowledgedInForce(
  run: Query,
  staff: readonly StaffId[],
  on: CivilDate,
): Promise<ReadonlySet<StaffId>> {
  const rows = await run.query<{ readonly staff_id: StaffId }>(sql.SELECT_ACKNOWLEDGED, [TENANT, staff, on]);
  return new Set(rows.map(({ staff_id }) => staff_id));
}

/** How many of the active staff the company waits for: none where it does not ask. */
export async function countUnacknowledged(run: Query, on: CivilDate): Promise<number> {
  const [row] = await run.query<{ readonly count: number }>(sql.COUNT_UNACKNOWLEDGED, [TENANT, on]);
  return row?.count ?? 0;
}
