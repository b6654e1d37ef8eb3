import type { MissionId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Place } from "../ledger/index.ts";
import { append, lockChains } from "../ledger/index.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRefusal } from "./rules.ts";
import { decideDisclosure } from "./rules.ts";
import type { DisclosureRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type Disclosure =
  | { readonly ok: true; readonly attempt: string; readonly leaf: Place; readonly value: Sealed<string> | undefined }
  | {
      readonly ok: false;
      readonly code: ContactRefusal | "unknown_mission";
      readonly attempt?: string;
      readonly leaf?: Place;
    };

/**
 * Shows a piece of a customer's data to a staff member at the door: within the window only, the access notes only
 * after they set off. Shown or refused, it is an attempt, and its entry is written before the vault opens anything.
 */
export async function disclose(
  tx: Tx,
  vault: Vault,
  { staff, ...asked }: Asked & { readonly staff: string },
): Promise<Disclosure> {
  const member = (await staffByReferences(tx, [staff])).get(staff);
  return discloseTo(tx, vault, asked, member?.id);
}

type Asked = { readonly mission: MissionId; readonly what: "address" | "accessNotes" };

/** The same for somebody who is known already; undefined for who is not of the staff. */
export async function discloseTo(
  tx: Tx,
  vault: Vault,
  request: Asked,
  staff: StaffId | undefined,
): Promise<Disclosure> {
  const find = () => tx.query<DisclosureRow>(sql.SELECT_DISCLOSURE_FACTS, [tx.tenant, request.mission, staff ?? null]);
  const [found] = await find();
  if (found === undefined) return { ok: false, code: "unknown_mission" };
  await lockChains(tx, [found.customer_id]);
  const [facts] = await find();
  if (facts === undefined) throw new Error("could not read a mission again");
  const code = decideDisclosure(facts, request.what, tx.now.getTime());
  const attempt = newId("attempt");
  const outcome = code === undefined ? "disclosed" : "refused";
  const [leaf] = await append(tx, [
    {
      event: "relay.disclose",
      attempt,
      code,
      customer: facts.customer_id,
      direction: "staff_to_customer",
      mission: request.mission,
      outcome,
      purpose: facts.purpose,
      staff,
      what: request.what,
    },
  ]);
  if (leaf === undefined) throw new Error("could not record a disclosure");
  await tx.query(sql.INSERT_DISCLOSURE, [
    tx.tenant,
    attempt,
    tx.now,
    request.mission,
    facts.line_id,
    staff,
    facts.customer_id,
    outcome,
    code,
    leaf.entryId,
  ]);
  const place = { log: leaf.log, index: null, hash: leaf.hash };
  if (code !== undefined) return { ok: false, code, attempt, leaf: place };
  const value = await vault.readPlainContact(tx, {
    subject: facts.customer_id,
    scope: request.mission,
    field: request.what,
    recorded: leaf,
  });
  return { ok: true, attempt, leaf: place, value };
}
