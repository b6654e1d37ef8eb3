import type { By } from "../base/route.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { NumberRow, NumberUse } from "./sql.ts";
import { setUse, updateNumber } from "./sql.ts";
import type { NumberRefusal } from "./wire.ts";

export type NumberChange = {
  readonly reserved?: boolean | undefined;
  readonly draining?: boolean | undefined;
  readonly use?: NumberUse | undefined;
};
export type ChangedNumber =
  | NumberRow
  | { readonly refused: Extract<NumberRefusal, "number_in_use" | "report_number_taken" | "unknown_number"> };

/**
 * Sets a number aside. Reserved: never given by itself. Draining: given to nobody new, while its lines go on. For
 * reports: one of them, and none that leads to anybody or still may. What is not named stays as it is.
 *
 * Refuses `unknown_number`; for reports also `report_number_taken` and `number_in_use`.
 */
export async function changeNumber(tx: Tx, number: string, change: NumberChange, by?: By): Promise<ChangedNumber> {
  const row = await updateNumber(tx, number, change.reserved, change.draining);
  if (row === undefined) return { refused: "unknown_number" };
  if (change.use !== undefined && change.use !== row.use) {
    const outcome = await setUse(tx, number, change.use);
    if (outcome !== "set") return { refused: outcome };
  }
  const { reserved, draining } = row;
  const use = change.use ?? row.use;
  await append(tx, [{ event: "numbers.change-number", number, reserved, draining, use, ...by }]);
  return { ...row, use };
}
