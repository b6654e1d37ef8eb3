import type { CustomerId, MissionId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { By } from "../base/route.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import type { LedgerEvent } from "../ledger/index.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { StaffMember } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import { byteaArray, instantArray, int4Array, int8Array, textArray } from "../store/index.ts";
import type { ContactFields } from "../vault/index.ts";
import type { DrawnLine, LineToDraw } from "./draw-lines.ts";
import type { Assignable, Checked, CutPairs } from "./check-missions.ts";
import { assignable, check, cutPairs, missionsByReference, refuseStaff } from "./check-missions.ts";
import type { MissionDeps } from "./deps.ts";
import { DEFAULT_COUNTRY } from "./deps.ts";
import { drawLines } from "./draw-lines.ts";
import { moveCustomerLines } from "./move-lines.ts";
import { spreadCuts } from "./pair-cut.ts";
import type { PhoneKind, Refused } from "./rules.ts";
import type { CustomerRow, MissionRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { MissionRequest } from "./wire.ts";

export type CreateResult =
  | { readonly ok: true; readonly id: MissionId; readonly isNew: boolean }
  | Refused
  /** The reference is there with another body: the caller decides whether that is an update or a mistake. */
  | { readonly ok: false; readonly code: "reference_taken"; readonly id: MissionId };

type Ready = Checked & {
  readonly id: MissionId;
  readonly customer: CustomerId;
  /** Identity of the phone she was given with, if she was. */
  readonly person: number | undefined;
  readonly staff: readonly StaffMember[];
};

/**
 * Creates missions, each with its lines, its customer's data in the vault and its ledger entry. One refused request
 * does not stop the others: results are in the order of the requests.
 *
 * Refusals: `unknown_purpose`, `purpose_prohibited`, `channel_not_in_purpose`, `window_inverted`, `window_too_long`,
 * `phone_invalid`, `notes_screened`, `unknown_staff`, `staff_suspended`, `staff_on_hold`, `charter_not_acknowledged`,
 * `reference_taken`, `pair_cut`.
 */
export async function createMissions(
  tx: Tx,
  deps: MissionDeps,
  requests: readonly MissionRequest[],
  by?: By,
): Promise<readonly CreateResult[]> {
  const checked = requests.map((request) => check(deps, request));
  const [staff, customers] = await Promise.all([
    assignable(tx, deps, [...new Set(requests.flatMap((request) => request.staff))]),
    customersOf(tx, requests),
  ]);
  await lockChains(
    tx,
    [...customers.values()].map(({ customer_id }) => customer_id),
  );
  // After the wait for the lock: the same request may have made it meanwhile.
  const [known, persons] = await Promise.all([
    missionsByReference(
      tx,
      requests.map(({ reference }) => reference),
    ),
    personsOf(tx, deps, checked),
  ]);
  const cut = await cutPairs(
    tx,
    [...customers.values()].map(({ customer_id }) => customer_id),
    [...persons.values()],
  );
  const { results, ready } = sortOut(checked, { assignable: staff, customers, known, persons, cut });
  const erased = await store(tx, deps, ready, customers, by);
  return results.map((result) =>
    result.ok && erased.has(result.id) ? { ok: false, code: "customer_erased" } : result,
  );
}

type Facts = {
  readonly assignable: Assignable;
  readonly customers: ReadonlyMap<string, Customer>;
  readonly known: readonly MissionRow[];
  readonly persons: ReadonlyMap<string, number>;
  readonly cut: CutPairs;
};

/** Which requests become missions, and what the others are: refused, or there already. */
function sortOut(checked: readonly (Checked | Refused)[], facts: Facts) {
  const ready: Ready[] = [];
  const taken = new Map<string, { readonly id: MissionId; readonly hash: Buffer }>(
    facts.known.map(({ reference, mission_id, request_hash }) => [reference, { id: mission_id, hash: request_hash }]),
  );
  const results = checked.map((one): CreateResult => {
    if ("ok" in one) return one;
    const { reference, customer: asked, staff } = one.request;
    const earlier = taken.get(reference);
    if (earlier !== undefined) {
      const { id } = earlier;
      return earlier.hash.equals(one.hash)
        ? { ok: true, id, isNew: false }
        : { ok: false, code: "reference_taken", id };
    }
    const customer = (facts.customers.get(asked.reference) as Customer).customer_id;
    const person = one.phone === undefined ? undefined : facts.persons.get(one.phone.e164);
    const refusal = refuseStaff(staff, facts.assignable, { customer, person }, facts.cut);
    if (refusal !== undefined) return refusal;
    const id = newId("mission");
    const members = staff.map((member) => facts.assignable.staff.get(member) as StaffMember);
    taken.set(reference, { id, hash: one.hash });
    ready.push({ ...one, id, customer, person, staff: members });
    return { ok: true, id, isNew: true };
  });
  return { results, ready };
}

/** Identities of the phones in these requests, by E.164. */
async function personsOf(
  tx: Tx,
  { vault }: MissionDeps,
  checked: readonly (Checked | Refused)[],
): Promise<ReadonlyMap<string, number>> {
  const phones = [...new Set(checked.flatMap((one) => ("ok" in one ? [] : (one.phone?.e164 ?? []))))];
  const persons = await vault.resolvePersons(
    tx,
    phones.map((phone) => seal(phone)),
  );
  return new Map(phones.map((phone, i) => [phone, persons[i] as number]));
}

/** A customer as she is known, or with the id that she will have: whoever is new is stored with all that is known. */
type Customer = CustomerRow & { readonly isNew: boolean };

/** The customer of each reference. */
async function customersOf(tx: Tx, requests: readonly MissionRequest[]): Promise<ReadonlyMap<string, Customer>> {
  const references = [...new Set(requests.map(({ customer }) => customer.reference))];
  const rows = await tx.query<CustomerRow>(sql.SELECT_CUSTOMERS, [tx.tenant, textArray(references)]);
  const known = new Map(rows.map((row) => [row.reference, row]));
  return new Map(
    references.map((reference) => {
      const row = known.get(reference);
      return [reference, row === undefined ? newCustomer(reference) : { ...row, isNew: false }];
    }),
  );
}

function newCustomer(reference: string): Customer {
  const nothing = { person_id: null, phone_kind: null, country: null };
  return { customer_id: newId("customer"), reference, ...nothing, isNew: true };
}

/** Stores what is ready; the missions of customers whose data were erased are left out and returned. */
async function store(
  tx: Tx,
  deps: MissionDeps,
  asked: readonly Ready[],
  customers: ReadonlyMap<string, Customer>,
  by: By | undefined,
): Promise<ReadonlySet<MissionId>> {
  if (asked.length === 0) return new Set();
  const erased = await keepContacts(tx, deps, asked);
  const ready = asked.filter(({ customer }) => !erased.has(customer));
  const left = asked.filter(({ customer }) => erased.has(customer));
  if (ready.length > 0) await storeReady(tx, deps, ready, customers, by);
  return new Set(left.map(({ id }) => id));
}

async function storeReady(
  tx: Tx,
  deps: MissionDeps,
  ready: readonly Ready[],
  customers: ReadonlyMap<string, Customer>,
  by: By | undefined,
): Promise<void> {
  const persons = await storeCustomers(tx, deps, ready, customers);
  tx.write(sql.INSERT_MISSIONS, [
    tx.tenant,
    tx.now,
    textArray(ready.map(({ id }) => id)),
    textArray(ready.map(({ request }) => request.reference)),
    textArray(ready.map(({ purpose }) => purpose.name)),
    int4Array(ready.map(({ purpose }) => purpose.version)),
    textArray(ready.map(({ opening }) => opening.legalBasis)),
    textArray(ready.map(({ customer }) => customer)),
    instantArray(ready.map(({ opening }) => opening.opensAt)),
    instantArray(ready.map(({ opening }) => opening.closesAt)),
    int8Array(ready.map(({ opening }) => opening.graceMs)),
    textArray(ready.map(({ opening }) => opening.channels.join(","))),
    byteaArray(ready.map(({ hash }) => hash)),
  ]);
  const lines = await drawLines(
    tx,
    deps.vault,
    ready.flatMap((one) => linesOf(one, persons.get(one.customer))),
  );
  const byMission = Map.groupBy(lines, ({ mission }) => mission);
  await append(
    tx,
    ready.map((one) => ({ ...createdEvent(one, byMission.get(one.id) ?? []), ...by })),
  );
}

function linesOf({ id, customer, staff, opening, purpose }: Ready, person: Person | undefined): readonly LineToDraw[] {
  return staff.map((member) => ({
    mission: id,
    staff: member.id,
    staffPerson: member.personId,
    staffHasPhone: member.hasPhone,
    customer,
    customerPerson: person?.id,
    country: person?.country ?? DEFAULT_COUNTRY,
    closesAt: opening.closesAt,
    graceMs: opening.graceMs,
    purpose,
  }));
}

function createdEvent(one: Ready, lines: readonly DrawnLine[]): LedgerEvent {
  return {
    event: "missions.create-mission",
    channels: one.opening.channels,
    closesAt: one.opening.closesAt.toISOString(),
    customer: one.customer,
    graceMs: one.opening.graceMs,
    legalBasis: one.opening.legalBasis,
    lines: lines.map(({ lineId, staff, staffDials, customerDials }) => ({
      line: lineId,
      staff,
      staffDials,
      customerDials,
    })),
    mission: one.id,
    opensAt: one.opening.opensAt.toISOString(),
    purpose: one.purpose.dpvIri,
    purposeName: one.purpose.name,
    purposeVersion: one.purpose.version,
  };
}

type Person = { readonly id: number; readonly kind: PhoneKind; readonly country: string };

/** Puts their data into the vault; what the last request says of a customer counts. Gives those who were erased. */
async function keepContacts(tx: Tx, { vault }: MissionDeps, ready: readonly Ready[]): Promise<ReadonlySet<string>> {
  const latest = new Map(ready.map((one) => [one.customer, one]));
  const items = [
    ...[...latest.values()].map(({ customer, request, phone }) => ({
      subject: customer,
      scope: "" as const,
      fields: sealedFields({ ...request.customer, phone: phone?.e164 }, ["displayName", "phone", "email"]),
    })),
    ...ready.map(({ customer, id, request }) => ({
      subject: customer,
      scope: id,
      fields: sealedFields(request.customer, ["address", "accessNotes"]),
    })),
  ];
  const kept = await vault.putContacts(tx, items);
  if (kept.ok) return new Set();
  const erased = new Set<string>(kept.subjects);
  const again = await vault.putContacts(
    tx,
    items.filter(({ subject }) => !erased.has(subject)),
  );
  if (!again.ok) throw new Error("could not keep the data of customers who were not erased");
  return erased;
}

/** A customer of a batch, with the phone she was known by and the one that she is given with now. */
type Reached = {
  readonly customer: Customer;
  readonly language: string;
  readonly before: Person | undefined;
  readonly given: Person | undefined;
};

/**
 * Ties her to the identity of her phone. A phone that changed takes the lines of her running missions along; a request
 * without a phone leaves hers. What the last request says of a customer counts.
 */
async function storeCustomers(
  tx: Tx,
  deps: MissionDeps,
  ready: readonly Ready[],
  customers: ReadonlyMap<string, Customer>,
): Promise<ReadonlyMap<CustomerId, Person>> {
  const latest = new Map(ready.map((one) => [one.customer, one]));
  const reached = [...latest.values()].map((one) => reachedBy(one, customers));
  await deps.vault.assignPersons(
    tx,
    reached.flatMap(({ customer, given }) =>
      given === undefined ? [] : [{ subject: customer.customer_id, person: given.id }],
    ),
  );
  const changed: CustomerId[] = [];
  for (const { customer, before, given } of reached) {
    if (given === undefined || given.id === before?.id) continue;
    changed.push(customer.customer_id);
    if (before !== undefined) await moveCustomerLines(tx, deps, customer.customer_id, given);
  }
  const [added, known] = [
    reached.filter(({ customer }) => customer.isNew),
    reached.filter(({ customer }) => !customer.isNew),
  ];
  if (added.length > 0) tx.write(sql.INSERT_CUSTOMERS, [tx.tenant, tx.now, ...customerValues(added)]);
  if (known.length > 0) tx.write(sql.UPDATE_CUSTOMERS, [tx.tenant, ...customerValues(known)]);
  if (changed.length > 0) await spreadCuts(tx, { customers: changed });
  return new Map(
    reached.flatMap(({ customer, before, given }) => {
      const person = given ?? before;
      return person === undefined ? [] : [[customer.customer_id, person] as const];
    }),
  );
}

function reachedBy({ request, phone, person }: Ready, customers: ReadonlyMap<string, Customer>): Reached {
  const customer = customers.get(request.customer.reference) as Customer;
  const { person_id: id, phone_kind: kind, country } = customer;
  return {
    customer,
    language: request.customer.language,
    before: id === null || kind === null ? undefined : { id, kind, country: country ?? DEFAULT_COUNTRY },
    given:
      phone === undefined || person === undefined
        ? undefined
        : { id: person, kind: phone.kind, country: phone.country ?? DEFAULT_COUNTRY },
  };
}

function customerValues(reached: readonly Reached[]): readonly Buffer[] {
  const persons = reached.map(({ before, given }) => given ?? before);
  return [
    textArray(reached.map(({ customer }) => customer.customer_id)),
    textArray(reached.map(({ customer }) => customer.reference)),
    textArray(reached.map(({ language }) => language)),
    int8Array(persons.map((person) => person?.id ?? null)),
    textArray(persons.map((person) => person?.kind ?? null)),
    textArray(persons.map((person) => person?.country ?? null)),
  ];
}

type SealableField = "displayName" | "phone" | "email" | "address" | "accessNotes";

/** The named fields that are given, sealed for the vault. */
export function sealedFields(
  customer: { readonly [field in SealableField]?: string | undefined },
  names: readonly SealableField[],
): ContactFields {
  const fields: { [field in SealableField]?: Sealed<string> } = {};
  for (const name of names) {
    const value = customer[name];
    if (value !== undefined) fields[name] = seal(value);
  }
  return fields;
}
