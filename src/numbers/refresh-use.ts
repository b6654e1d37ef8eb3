import type { Tx } from "../store/index.ts";
import { recountUse } from "./sql.ts";

/**
 * Counts again how many reservations each number has, in use and in quarantine: windows end without an act. Called
 * every minute. Numbers that an open transaction is counting are left for the next minute.
 */
export async function refreshUse(tx: Tx): Promise<void> {
  await recountUse(tx);
}
