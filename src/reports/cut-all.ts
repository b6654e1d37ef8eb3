import type { CustomerId, StaffId } from "../base/ids.ts";
import { cutPair } from "../missions/index.ts";
import type { Tx } from "../store/index.ts";

/** In one order for everybody: two reports about the same people wait for each other, and not both for both. */
export async function cutAll(tx: Tx, customers: readonly CustomerId[], staff: readonly StaffId[]): Promise<void> {
  for (const customer of customers.toSorted()) {
    for (const member of staff.toSorted()) await cutPair(tx, { staff: member, customer, cause: "report" });
  }
}
