import { setTimeout as wait } from "node:timers/promises";
import type { ReportId } from "../base/ids.ts";
import { parseReceipt } from "../base/receipt.ts";
import { append } from "../ledger/index.ts";
import type { Store } from "../store/index.ts";
import { byteaArray } from "../store/index.ts";
import type { ReportDeps } from "./deps.ts";
import { receiptDelayMs, TRIES_COUNT_MS } from "./rules.ts";
import * as sql from "./sql.ts";

/** All addresses together are counted as this one. */
const EVERYBODY = Buffer.alloc(32);

/**
 * The report of six words, as somebody typed them. Undefined for words that are none: whether they are no words of ours,
 * or nobody's, takes as long and is told alike. Whoever tries often waits, and is never shut out.
 *
 * A try counts before it is looked at, by a keyed hash of its address, for an hour: a thousand at once are a thousand
 * tries, and each waits for its own number. One that opens something was none, and is an entry of the ledger.
 */
export async function openByReceipt(deps: ReportDeps, typed: string, address: string): Promise<ReportId | undefined> {
  const { store, vault } = deps;
  const from = vault.keyedHash("receiptIndex", "address", address);
  const counted = byteaArray([from, EVERYBODY]);
  await wait(receiptDelayMs(await countTry(store, from, counted)));
  // What is no receipt is looked up all the same, as something that nobody's is.
  const index = vault.keyedHash("receiptIndex", parseReceipt(typed) ?? `none ${typed.slice(0, 200)}`);
  return store.transaction(async (tx) => {
    const [found] = await tx.query<{ report_id: ReportId }>(sql.SELECT_BY_RECEIPT, [tx.tenant, index]);
    if (found === undefined) return undefined;
    await tx.query(sql.UNCOUNT_TRY, [tx.tenant, counted]);
    await append(tx, [{ event: "reports.open-by-receipt", report: found.report_id }], { changesFacts: false });
    return found.report_id;
  });
}

/** Which try of an hour this is: of this address, and of all. */
function countTry(
  store: Store,
  from: Buffer,
  counted: ReturnType<typeof byteaArray>,
): Promise<{ readonly address: number; readonly all: number }> {
  return store.transaction(async (tx) => {
    const since = new Date(tx.now.getTime() - TRIES_COUNT_MS);
    const rows = await tx.query<{ address_index: Buffer; tries: number }>(sql.COUNT_TRY, [
      tx.tenant,
      counted,
      tx.now,
      since,
    ]);
    const triesOf = (index: Buffer) => rows.find((row) => row.address_index.equals(index))?.tries ?? 0;
    return { address: triesOf(from), all: triesOf(EVERYBODY) };
  });
}
