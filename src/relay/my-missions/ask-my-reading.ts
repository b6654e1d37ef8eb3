import type { AttemptId, StaffId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import type { AskedReading } from "../readings/ask-reading.ts";
import { askReading } from "../readings/ask-reading.ts";
import type { OwnAttemptRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Whoever wrote a text that was kept back wants a person to read it. Of others' texts they are told that there is none. */
export async function askMyReading(tx: Tx, staff: StaffId, attempt: AttemptId): Promise<AskedReading> {
  const own = await tx.query<OwnAttemptRow>(sql.SELECT_OWN_ATTEMPT, [tx.tenant, attempt, staff]);
  return own.length === 0 ? { ok: false, code: "not_found" } : askReading(tx, attempt);
}
