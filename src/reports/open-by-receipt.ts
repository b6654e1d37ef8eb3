import { setTimeout as wait } from "node:timers/promises";
import type { ReportId } from "../base/ids.ts";
import { parseReceipt } from "../base/receipt.ts";
import { append } from "../ledger/index.ts";
import { byteaArray, TENANT } from "../store/index.ts";
import type { ReportDeps } from "./deps.ts";
import { receiptDelayMs, TRIES_COUNT_MS } from "./rules.ts";
import * as sql from "./sql.ts";

/** All addresses together are counted as this one. */
const EVERYBODY = Buffer.alloc(32);

/**
 * The report of six words, as somebody typed them. Undefined for words that are none: whether they are no words of ours,
 * or nobody's, takes as long and is told alike. Whoever tries often waits, and is never shut out.
 *
 * Opening is an entry of the ledger; a try that failed is counted by a keyed hash of its address, for an hour.
 */
export async function openByReceipt(deps: ReportDeps, typed: string, address: string): Promise<ReportId | undefined> {
  const { store, vault } = deps;
  const from = vault.keyedHash("receiptIndex", "address", address);
  const now = await store.now();
  const since = new Date(now.getTime() - TRIES_COUNT_MS);
  const asked = [TENANT, byteaArray([from, EVERYBODY]), since];
  const rows = await store.query<{ address_index: Buffer; tries: number }>(sql.SELECT_TRIES, asked);
  const triesOf = (index: Buffer) => rows.find((row) => row.address_index.equals(index))?.tries ?? 0;
  await wait(receiptDelayMs({ address: triesOf(from), all: triesOf(EVERYBODY) }));
  // What is no receipt is looked up all the same, as something that nobody's is.
  const index = vault.keyedHash("receiptIndex", parseReceipt(typed) ?? `none ${typed.slice(0, 200)}`);
  return store.transaction(async (tx) => {
    const [found] = await tx.query<{ report_id: ReportId }>(sql.SELECT_BY_RECEIPT, [tx.tenant, index]);
    if (found === undefined) {
      await tx.query(sql.COUNT_TRY, [tx.tenant, byteaArray([from, EVERYBODY]), tx.now, since]);
      return undefined;
    }
    await append(tx, [{ event: "reports.open-by-receipt", report: found.report_id }], { changesFacts: false });
    return found.report_id;
  });
}
