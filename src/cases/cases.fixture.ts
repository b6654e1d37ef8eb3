import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { CaseId, CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { Duty } from "../base/route.ts";
import { openLog } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { inviteDeskUser, putStaff } from "../people/index.ts";
import type { NewReport } from "../reports/index.ts";
import { fileReport } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import { calendarAt, civilDate } from "../charter/index.ts";
import { putCharter } from "../charter/charters/put-charter.ts";
import type { CasesDeps } from "./deps.ts";
import type { DeskActor } from "./on-case.ts";
import { openCases } from "./open-cases.ts";

export type CaseEvent = { readonly event: string; readonly [field: string]: unknown };
export type Filed = Partial<Omit<NewReport, "source" | "text">> & { readonly words?: string };
export type CasesBench = {
  readonly house: House;
  readonly deps: CasesDeps;
  act<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Somebody of the desk, with an account that is open. */
  desk(duty: Duty, more?: { readonly identity?: string; readonly depot?: string }): Promise<DeskActor>;
  staff(more?: Partial<Parameters<typeof putStaff>[2]>): Promise<{ readonly id: StaffId; readonly reference: string }>;
  /** A customer who was visited by them. */
  customer(): Promise<CustomerId>;
  file(report: Filed): Promise<{ readonly report: ReportId; readonly id: CaseId }>;
  /** Entries about a case; undefined: all. */
  events(id: CaseId | undefined): Promise<readonly CaseEvent[]>;
  close(): Promise<void>;
};

let people = 0;

export async function openCasesBench(): Promise<CasesBench> {
  const house = await openHouse({ staff: 3 });
  const { store, vault } = house;
  const reports = { store, vault, log: openLog("silent"), publicUrl: "http://127.0.0.1:8080" };
  const calendar = calendarAt("metropole");
  const deps: CasesDeps = { store, vault, calendar, reports };
  const act = <T>(run: (tx: Tx) => Promise<T>) => store.transaction(run);
  await openCharters(deps);
  return {
    house,
    deps,
    act,
    desk: (duty, more) => openDesk(house, duty, more),
    staff: (more) => openStaff(house, more),
    async customer() {
      const { id } = await house.mission({ n: (people += 1) });
      const found = await house.owner.query<{ customer_id: CustomerId }>(
        "select customer_id from missions.mission where mission_id = $1",
        [id],
      );
      return (found.rows[0] as { customer_id: CustomerId }).customer_id;
    },
    async file({ words, ...report }) {
      const source = newId("attempt");
      const told = { text: words === undefined ? undefined : seal(words) };
      const asked = { source, door: "page", by: "customer", language: "fr", ...told, ...report } as const;
      const filed = await act((tx) => fileReport(tx, vault, asked));
      while ((await act((tx) => openCases(tx, deps))) > 0);
      const said = "select case_id from cases.report where report_id = $1";
      const found = await house.owner.query<{ case_id: CaseId }>(said, [filed.report]);
      return { report: filed.report, id: (found.rows[0] as { case_id: CaseId }).case_id };
    },
    async events(id) {
      const { rows } = await house.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
      const entries = rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as CaseEvent);
      return id === undefined ? entries : entries.filter((entry) => entry["case"] === id);
    },
    close: () => house.close(),
  };
}

/** Two versions of the charter: the first from 2024 on, the second from today. */
async function openCharters({ store, calendar }: CasesDeps): Promise<void> {
  const all = ["employee-fr", "platform-fr", "contractor", "generic"] as const;
  const scale = [
    { code: "warning" as const, regimes: [...all] },
    { code: "suspension_without_pay" as const, regimes: [...all], maxDays: 5 },
    { code: "dismissal" as const, regimes: ["employee-fr" as const] },
    { code: "permanent_exclusion" as const, regimes: ["generic" as const] },
  ];
  const text = { fr: "La charte.", en: "The charter." };
  const made = { title: "Charte", text, scale, consultedOn: "2023-10-02", depositedOn: "2023-10-16" };
  for (const inForceFrom of ["2024-01-01", civilDate(await store.now(), calendar.zone)]) {
    const by = { key: "key_of_a_test" };
    const put = await store.transaction((tx) => putCharter(tx, calendar, { ...made, inForceFrom }, by));
    if (!put.ok) throw new Error(put.code);
  }
}

async function openDesk(
  { store, vault, owner }: House,
  duty: Duty,
  { identity = `P-${(people += 1)}`, depot }: { readonly identity?: string; readonly depot?: string } = {},
): Promise<DeskActor> {
  const email = `d${(people += 1)}@example.com`;
  const request = { personReference: identity, duty, email, language: "fr" as const, depot };
  const by = { kind: "machine", keyId: "key" } as const;
  const invited = await store.transaction((tx) => inviteDeskUser(tx, vault, request, by));
  if (!invited.ok) throw new Error(invited.code);
  await owner.query("update people.desk_user set accepted_at = created_at where desk_user_id = $1", [invited.id]);
  return { kind: "desk", id: invited.id, identity, duty };
}

async function openStaff({ store, vault }: House, more: Partial<Parameters<typeof putStaff>[2]> = {}) {
  const reference = `S-${(people += 1)}`;
  const who = {
    reference,
    displayName: seal("Somebody"),
    phone: undefined,
    regime: "generic",
    language: "fr",
  } as const;
  const put = await store.transaction((tx) => putStaff(tx, vault, { ...who, ...more }));
  if (!put.ok) throw new Error(put.code);
  return { id: put.member.id, reference };
}
