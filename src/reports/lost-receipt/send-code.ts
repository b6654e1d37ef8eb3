import { randomBytes, randomInt } from "node:crypto";
import type { CustomerId, MissionId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import { senderNumber } from "../../numbers/index.ts";
import { planNotice } from "../../relay/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { CODE_LIFE_MS, nextSend } from "./rules.ts";
import type { LostCodeRow, OwnReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type Lost = { readonly mission: MissionId; readonly customer: CustomerId };

const CODES = 1_000_000;

/**
 * Sends six digits to the phone in the vault of whoever was visited, if she reported about that mission. Whoever asked
 * is told the same in every case: neither that there is a report, nor that there is a phone. The phone is the one the
 * company has, never one that is typed.
 */
export async function sendLostCode(tx: Tx, vault: Vault, { mission, customer }: Lost): Promise<void> {
  await tx.query(sql.LOCK_LOST_CODE, [tx.tenant, mission]);
  await tx.readClock();
  const next = nextSend(await sentCodeOf(tx, mission), tx.now);
  const [own] = await tx.query<OwnReportRow>(sql.SELECT_OWN_REPORT, [tx.tenant, mission, customer]);
  const from = await senderNumber(tx);
  if (next === undefined || own === undefined || from === undefined) return;
  const code = String(randomInt(CODES)).padStart(6, "0");
  const nonce = randomBytes(16);
  const { sends, countedAt } = next;
  const hash = codeHash(vault, mission, nonce, code);
  await tx.query(sql.PUT_LOST_CODE, [tx.tenant, mission, nonce, hash, tx.now, sends, countedAt]);
  await append(tx, [{ event: "reports.send-code", report: own.report_id, mission, customer }], { changesFacts: false });
  await planNotice(tx, vault, {
    carrier: from.carrier,
    from: from.number,
    to: { subject: customer },
    key: "notice.lost_receipt",
    values: { code, minutes: CODE_LIFE_MS / 60_000 },
  });
}

export async function sentCodeOf(tx: Tx, mission: MissionId) {
  const [row] = await tx.query<LostCodeRow>(sql.SELECT_LOST_CODE, [tx.tenant, mission]);
  if (row === undefined) return undefined;
  const { nonce, code_hash: hash, sent_at: sentAt, tries, sends, counted_at: countedAt } = row;
  return { nonce, hash, sentAt, tries, sends, countedAt };
}

export function codeHash(vault: Vault, mission: MissionId, nonce: Buffer, code: string): Buffer {
  return vault.keyedHash("code", "lost-receipt", mission, nonce.toString("base64url"), code);
}
