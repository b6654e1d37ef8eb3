import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { NumberRow } from "./sql.ts";
import { updateNumber } from "./sql.ts";

export type NumberChange = { readonly reserved?: boolean | undefined; readonly draining?: boolean | undefined };
export type ChangedNumber = NumberRow | { readonly refused: "unknown_number" };

/**
 * Sets a number aside. Reserved: never given by itself. Draining: given to nobody new, while its lines go on.
 * What is not named stays as it is. Refuses `unknown_number`.
 */
export async function changeNumber(tx: Tx, number: string, change: NumberChange): Promise<ChangedNumber> {
  const row = await updateNumber(tx, number, change.reserved, change.draining);
  if (row === undefined) return { refused: "unknown_number" };
  const { reserved, draining } = row;
  await append(tx, [{ event: "numbers.change-number", number, reserved, draining }]);
  return row;
}
