import type { CustomerId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import type { CustomerRow } from "./sql.ts";
import { SELECT_CUSTOMERS } from "./sql.ts";

/** The pseudonym of a customer by the company's own reference. */
export async function findCustomer(run: Query, reference: string): Promise<CustomerId | undefined> {
  const [row] = await run.query<CustomerRow>(SELECT_CUSTOMERS, [TENANT, textArray([reference])]);
  return row?.customer_id;
}
