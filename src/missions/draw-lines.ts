import type { CustomerId, LineId, MissionId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { outdateFacts } from "../ledger/index.ts";
import { allocateEnds } from "../numbers/index.ts";
import type { EndAllocation, EndRequest } from "../numbers/index.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, instantArray, int4Array, int8Array, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Purpose } from "./purposes.ts";
import { quarantinedUntil } from "./rules.ts";
import * as sql from "./sql.ts";

/** A mission code has 8 digits: a guess on a number with 100 live missions hits once in a million. */
const CODE_SPACE = 100_000_000;
/** Two lines of one number drew one code: the next one. Ten in a row is not chance. */
const MAX_CODE_DRAWS = 10;

/** A line to be drawn between a staff member and the customer of a mission. */
export type LineToDraw = {
  readonly mission: MissionId;
  readonly staff: StaffId;
  /** Identity of the staff member's handset, and whether it is a phone that can be rung. */
  readonly staffPerson: number;
  readonly staffHasPhone: boolean;
  readonly customer: CustomerId;
  /** Undefined: she gave no phone, there is nothing to draw a line to. */
  readonly customerPerson: number | undefined;
  readonly country: string;
  readonly closesAt: Date;
  readonly graceMs: number;
  readonly purpose: Pick<Purpose, "quarantineDays">;
};

export type DrawnLine = {
  readonly lineId: LineId;
  readonly mission: MissionId;
  readonly staff: StaffId;
  readonly staffDials: string | null;
  readonly customerDials: string | null;
  readonly code: string;
  readonly staffNeedsCode: boolean;
  readonly customerNeedsCode: boolean;
};

/** The code of a line: derived, not stored, so that a copy of the tables lets nobody through. */
export function missionCode(vault: Vault, lineId: string, nonce: number): string {
  const bytes = vault.keyedHash("missionCode", lineId, String(nonce));
  return String(bytes.readUIntBE(0, 6) % CODE_SPACE).padStart(8, "0");
}

/**
 * Gives each line a masked number for each end, from now until the quarantine is over, and a mission code.
 * Where the pool is short the end gets a shared number and needs the code; where it is empty, none.
 */
export async function drawLines(tx: Tx, vault: Vault, lines: readonly LineToDraw[]): Promise<readonly DrawnLine[]> {
  const requests: EndRequest[] = [];
  const withPhone = lines.filter(({ customerPerson }) => customerPerson !== undefined);
  for (const line of withPhone) {
    const customer = line.customerPerson as number;
    const until = new Date(line.closesAt.getTime() + line.graceMs);
    const { country } = line;
    // A mission that is over already, as exports hold them, keeps its numbers for its quarantine all the same.
    const from = tx.now < until ? tx.now : new Date(until.getTime() - 1);
    const shared = { country, from, until, quarantineDays: line.purpose.quarantineDays };
    requests.push({ person: line.staffPerson, counterpart: customer, ...shared });
    requests.push({ person: customer, counterpart: line.staffPerson, ...shared });
  }
  const ends = await allocateEnds(tx, requests);
  const ready: ReadyLine[] = [];
  let next = 0;
  for (const line of lines) {
    const [staffEnd, customerEnd] = line.customerPerson === undefined ? [] : [ends[next], ends[next + 1]];
    if (line.customerPerson !== undefined) next += 2;
    ready.push({ ...line, lineId: newId("line"), staffEnd, customerEnd });
  }
  return insertLines(tx, vault, ready);
}

type ReadyLine = LineToDraw & {
  readonly lineId: LineId;
  readonly staffEnd: EndAllocation | undefined;
  readonly customerEnd: EndAllocation | undefined;
};

async function insertLines(tx: Tx, vault: Vault, lines: readonly ReadyLine[]): Promise<readonly DrawnLine[]> {
  const [codes] = await Promise.all([insertWithCodes(tx, vault, lines), outdateLinesBeside(tx, lines)]);
  return lines.map((line) => ({
    lineId: line.lineId,
    mission: line.mission,
    staff: line.staff,
    staffDials: staffNumberOf(line),
    customerDials: line.customerEnd?.number ?? null,
    code: codes.get(line.lineId) as string,
    staffNeedsCode: line.staffEnd?.isShared ?? false,
    customerNeedsCode: line.customerEnd?.isShared ?? false,
  }));
}

/** The mission code of each line: one that another line of the number has already is drawn again. */
async function insertWithCodes(
  tx: Tx,
  vault: Vault,
  lines: readonly ReadyLine[],
): Promise<ReadonlyMap<LineId, string>> {
  const codes = new Map<LineId, string>();
  let missing = lines;
  for (let nonce = 0; missing.length > 0; nonce += 1) {
    if (nonce === MAX_CODE_DRAWS) throw new Error("could not draw a free mission code");
    const coded = missing.map((line) => ({ ...line, nonce, code: missionCode(vault, line.lineId, nonce) }));
    const rows = await tx.query<{ line_id: LineId }>(sql.INSERT_LINES, [
      tx.tenant,
      tx.now,
      ...lineValues(vault, coded),
    ]);
    const inserted = new Set(rows.map(({ line_id }) => line_id));
    for (const { lineId, code } of coded) if (inserted.has(lineId)) codes.set(lineId, code);
    missing = missing.filter(({ lineId }) => !inserted.has(lineId));
  }
  return codes;
}

/** A gate that remembers another customer's line between the same two phones must look again: this one may open later. */
async function outdateLinesBeside(tx: Tx, lines: readonly ReadyLine[]): Promise<void> {
  const beside = await tx.query<{ customer_id: CustomerId }>(sql.SELECT_CUSTOMERS_BESIDE, [
    tx.tenant,
    textArray(lines.map(({ customer }) => customer)),
    textArray(lines.map(staffNumberOf)),
    int8Array(lines.map(({ staffPerson }) => staffPerson)),
    textArray(lines.map(({ customerEnd }) => customerEnd?.number ?? null)),
    int8Array(lines.map(({ customerPerson }) => customerPerson ?? null)),
    tx.now,
  ]);
  await outdateFacts(
    tx,
    beside.map(({ customer_id }) => customer_id),
  );
}

/** What the staff member dials; nothing where there is no phone to dial from. */
function staffNumberOf({ staffEnd, staffHasPhone }: ReadyLine): string | null {
  return staffHasPhone ? (staffEnd?.number ?? null) : null;
}

type CodedLine = ReadyLine & { readonly nonce: number; readonly code: string };

function lineValues(vault: Vault, lines: readonly CodedLine[]): readonly unknown[] {
  const hash = (number: string | null, code: string) =>
    number === null ? null : vault.keyedHash("code", number, code).subarray(0, 16);
  return [
    textArray(lines.map(({ lineId }) => lineId)),
    textArray(lines.map(({ mission }) => mission)),
    textArray(lines.map(({ staff }) => staff)),
    textArray(lines.map(({ customer }) => customer)),
    int8Array(lines.map(({ staffPerson, staffHasPhone }) => (staffHasPhone ? staffPerson : null))),
    int8Array(lines.map(({ customerPerson }) => customerPerson ?? null)),
    textArray(lines.map(staffNumberOf)),
    textArray(lines.map(({ customerEnd }) => customerEnd?.number ?? null)),
    textArray(lines.map(({ customerEnd, staffEnd }) => customerEnd?.carrier ?? staffEnd?.carrier ?? null)),
    lines.map(({ staffEnd }) => staffEnd?.isShared ?? false),
    lines.map(({ customerEnd }) => customerEnd?.isShared ?? false),
    byteaArray(lines.map((line) => hash(staffNumberOf(line), line.code))),
    byteaArray(lines.map(({ customerEnd, code }) => hash(customerEnd?.number ?? null, code))),
    int4Array(lines.map(({ nonce }) => nonce)),
    instantArray(lines.map(({ closesAt, graceMs, purpose }) => quarantinedUntil(closesAt, graceMs, purpose))),
  ];
}
