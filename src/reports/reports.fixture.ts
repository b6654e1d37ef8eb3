import type { House, HouseOptions, OpenMission } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { LogFields } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { addNumbers, changeNumber } from "../numbers/index.ts";
import type { Query, Statement, Tx } from "../store/index.ts";
import type { ReportDeps } from "./deps.ts";
import type { Filed } from "./file-report.ts";
import { fileReport } from "./file-report.ts";
import { lookInto } from "./match-lead.ts";
import type { NewReport } from "./new-report.ts";

export const REPORTS = "+33937009004";

export type Entry = { readonly event: string; readonly [field: string]: unknown };
export type Visit = OpenMission & { readonly customerId: CustomerId; readonly staffId: StaffId };
export type ReportsBench = {
  readonly house: House;
  readonly deps: ReportDeps;
  readonly logged: readonly { readonly event: string; readonly fields: LogFields | undefined }[];
  act<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Somebody was visited by T-1, unless told otherwise. */
  visit(n: number, staff?: readonly string[]): Promise<Visit>;
  file(report?: Partial<NewReport>): Promise<Filed>;
  /** Looks into everything that waits for it. */
  look(): Promise<void>;
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  events(name: string): Promise<readonly Entry[]>;
  staffId(reference: string): Promise<StaffId>;
  isCut(visit: Pick<Visit, "staffId" | "customerId">): Promise<boolean>;
  concerned(report: ReportId): Promise<readonly string[]>;
  close(): Promise<void>;
};

export async function openReportsBench(options: HouseOptions = {}): Promise<ReportsBench> {
  const logged: { readonly event: string; readonly fields: LogFields | undefined }[] = [];
  const note = (event: string, fields?: LogFields) => void logged.push({ event, fields });
  const log = { info: note, warn: note, error: note };
  const house = await openHouse(options);
  const { store, vault, owner } = house;
  await store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: [REPORTS], carrier: house.carrier.name });
    await changeNumber(tx, REPORTS, { use: "report" });
  });
  await house.relay.refreshNumbers();
  const rows = async <R extends object>(text: string, values: readonly unknown[] = []) =>
    (await owner.query<R>(text, [...values])).rows;
  const staffId = async (reference: string) => {
    const [row] = await rows<{ staff_id: StaffId }>("select staff_id from people.staff where reference = $1", [
      reference,
    ]);
    return (row as { staff_id: StaffId }).staff_id;
  };
  return {
    house,
    deps: { store, vault, log, publicUrl: "https://paravent.test" },
    logged,
    act: (act) => store.transaction(act),
    async visit(n, staff = ["T-1"]) {
      const mission = await house.mission({ n, staff: [...staff] });
      const said = "select customer_id from missions.mission where mission_id = $1";
      const [row] = await rows<{ customer_id: CustomerId }>(said, [mission.id]);
      return {
        ...mission,
        customerId: (row as { customer_id: CustomerId }).customer_id,
        staffId: await staffId(mission.staff),
      };
    },
    file: (report = {}) =>
      store.transaction((tx) =>
        fileReport(tx, vault, { source: newId("attempt"), door: "page", by: "customer", language: "fr", ...report }),
      ),
    async look() {
      while ((await store.transaction((tx) => lookInto(tx, vault))) > 0) continue;
    },
    rows,
    async events(name) {
      const entries = await rows<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
      return entries.map(({ bytes }) => JSON.parse(bytes.toString()) as Entry).filter(({ event }) => event === name);
    },
    staffId,
    async isCut({ staffId: staff, customerId }) {
      const said = "select from missions.pair_cut where staff_id = $1 and customer_id = $2 and lifted_at is null";
      return (await owner.query(said, [staff, customerId])).rowCount === 1;
    },
    async concerned(report) {
      const said = `select s.reference || ' ' || c.known_by as known from reports.concerned c
        join people.staff s using (staff_id) where c.report_id = $1 order by s.reference`;
      return (await rows<{ known: string }>(said, [report])).map(({ known }) => known);
    },
    close: () => house.close(),
  };
}

/** The same transaction, and the names of the statements that it ran. */
export function watched(tx: Tx): { readonly tx: Tx; readonly names: string[] } {
  const names: string[] = [];
  const query: Query["query"] = (statement: Statement, values) => {
    names.push(statement.name);
    return tx.query(statement, values);
  };
  const write: Tx["write"] = (statement, values) => {
    names.push(statement.name);
    tx.write(statement, values);
  };
  const seen: Tx = { now: tx.now, tenant: tx.tenant, query, write, readClock: () => tx.readClock() };
  return { tx: seen, names };
}

export const sealed = (text: string) => seal(text);
