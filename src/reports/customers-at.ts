import type { CustomerId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import * as sql from "./sql.ts";
import type { By } from "./wire.ts";

/** Whose phone a reporter gives: a relative's or a witness's is not hers, nor is that of a staff member. */
type Reporter = { readonly by: By; readonly reporter: StaffId | undefined };

/** The customers who answer at the phone that a reporter gave; none where it is not their own. */
export async function customersAt(
  tx: Tx,
  vault: Vault,
  { by, reporter }: Reporter,
  phone: Sealed<string> | undefined,
): Promise<readonly CustomerId[]> {
  const isOwnPhone = reporter === undefined && (by === "customer" || by === "unknown");
  const person = phone === undefined || !isOwnPhone ? undefined : await vault.findPerson(tx, phone);
  if (person === undefined) return [];
  const own = await tx.query<{ customer_id: CustomerId }>(sql.SELECT_CUSTOMERS_OF_PERSON, [tx.tenant, person]);
  return own.map(({ customer_id }) => customer_id);
}
