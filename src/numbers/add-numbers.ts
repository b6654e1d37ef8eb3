import { parsePhone } from "../base/phone.ts";
import type { By } from "../base/route.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import { insertNumbers, knownNumbers } from "./sql.ts";
import type { NumberRefusal } from "./wire.ts";

export type NewNumbers = { readonly numbers: readonly string[]; readonly carrier: string };
export type RefusedNumber = { readonly number: string; readonly code: Exclude<NumberRefusal, "unknown_number"> };
export type AddedNumbers =
  | { readonly added: number; readonly known: number }
  | { readonly refused: readonly [RefusedNumber, ...RefusedNumber[]] };

/**
 * Adds masked numbers (E.164, at most 1,000) to the pool, all of them or, if one is refused, none. Known are those
 * that were in it already, on this carrier; the same number twice counts once.
 *
 * Refuses `number_invalid`, `number_of_another_tenant` and `number_on_another_carrier`.
 */
export async function addNumbers(tx: Tx, { numbers, carrier }: NewNumbers, by?: By): Promise<AddedNumbers> {
  const asked = [...new Set(numbers)];
  const known = new Map((await knownNumbers(tx, asked)).map((row) => [row.number, row]));
  const fresh: { readonly number: string; readonly country: string }[] = [];
  const refused: RefusedNumber[] = [];
  for (const number of asked) {
    const phone = parsePhone(number);
    const row = known.get(number);
    if (!phone.ok || phone.e164 !== number) refused.push({ number, code: "number_invalid" });
    else if (row !== undefined && row.tenant !== tx.tenant) refused.push({ number, code: "number_of_another_tenant" });
    else if (row?.carrier && row.carrier !== carrier) refused.push({ number, code: "number_on_another_carrier" });
    else if (!row?.carrier) fresh.push({ number, country: phone.country });
  }
  const [first, ...others] = refused;
  if (first !== undefined) return { refused: [first, ...others] };

  const added = await insertNumbers(tx, fresh, carrier);
  if (added.length > 0) {
    await append(tx, [
      { event: "numbers.add-numbers", carrier, count: added.length, numbers: [...added].sort(), ...by },
    ]);
  }
  return { added: added.length, known: asked.length - added.length };
}
