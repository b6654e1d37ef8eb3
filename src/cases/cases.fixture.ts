import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { CaseId, CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { Duty } from "../base/route.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { inviteDeskUser, putStaff } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import { calendarAt, civilDate } from "../charter/index.ts";
import { putCharter } from "../charter/charters/put-charter.ts";
import type { CasesDeps } from "./deps.ts";
import type { DeskActor } from "./on-case.ts";
import { openCases } from "./open-cases.ts";
import type { ReportFacts, ReportsPort } from "./reports-port.ts";

export type CaseEvent = { readonly event: string; readonly [field: string]: unknown };
export type Filed = Partial<Omit<ReportFacts, "id">> & { readonly words?: string };
export type CasesBench = {
  readonly house: House;
  readonly deps: CasesDeps;
  /** What reporters were written, and told about where their case stands. */
  readonly messages: string[];
  readonly progress: { readonly report: ReportId; readonly state: string; readonly outcome?: string }[];
  /** Answers that say that all is not well. */
  readonly checkIns: { readonly report: ReportId }[];
  act<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Somebody of the desk, with an account that is open. */
  desk(duty: Duty, more?: { readonly identity?: string; readonly depot?: string }): Promise<DeskActor>;
  staff(more?: Partial<Parameters<typeof putStaff>[2]>): Promise<{ readonly id: StaffId; readonly reference: string }>;
  /** A customer who was visited by them. */
  customer(): Promise<CustomerId>;
  file(report: Filed): Promise<{ readonly report: ReportId; readonly id: CaseId }>;
  events(id: CaseId): Promise<readonly CaseEvent[]>;
  close(): Promise<void>;
};

let made = 0;

/** Reports as their contract says, in memory: what they are made of is not this room's matter. */
class FiledReports {
  readonly messages: string[] = [];
  readonly progress: CasesBench["progress"] = [];
  readonly waiting: ReportFacts[] = [];
  readonly checkIns: { readonly report: ReportId }[] = [];
  readonly words = new Map<string, string>();
  readonly port: ReportsPort = {
    reportsWithoutCase: async (_tx, limit) => this.waiting.splice(0, limit),
    assignCase: async () => undefined,
    readReport: async (_query, report) => ({ id: report, text: this.words.get(report) ?? null }),
    readReportTexts: async (_tx, report) => [this.words.get(report) ?? ""],
    languageOf: async () => "fr",
    takeCheckIns: async (_tx, limit) => this.checkIns.splice(0, limit),
    addMessage: async (_tx, { text }) => void this.messages.push(openSealed(text)),
    setProgress: async (_tx, report, told) => void this.progress.push({ report, ...told }),
  };
}

export async function openCasesBench(): Promise<CasesBench> {
  const house = await openHouse({ staff: 3 });
  const { store, vault } = house;
  const reports = new FiledReports();
  const calendar = calendarAt("metropole");
  const deps: CasesDeps = { store, vault, calendar, reports: reports.port };
  const act = <T>(run: (tx: Tx) => Promise<T>) => store.transaction(run);
  await openCharters(deps);
  return {
    house,
    deps,
    messages: reports.messages,
    progress: reports.progress,
    checkIns: reports.checkIns,
    act,
    desk: (duty, more) => openDesk(house, duty, more),
    staff: (more) => openStaff(house, more),
    async customer() {
      const { id } = await house.mission({ n: (made += 1) });
      const found = await house.owner.query<{ customer_id: CustomerId }>(
        "select customer_id from missions.mission where mission_id = $1",
        [id],
      );
      return (found.rows[0] as { customer_id: CustomerId }).customer_id;
    },
    async file({ words, ...report }) {
      const id = newId("report");
      if (words !== undefined) reports.words.set(id, words);
      const filed = { by: "customer", staff: [], isUnsure: false, isDanger: false } as const;
      reports.waiting.push({ id, filedAt: await store.now(), ...filed, ...report });
      await act((tx) => openCases(tx, deps));
      const asked = "select case_id from cases.report where report_id = $1";
      const found = await house.owner.query<{ case_id: CaseId }>(asked, [id]);
      return { report: id, id: (found.rows[0] as { case_id: CaseId }).case_id };
    },
    async events(id) {
      const { rows } = await house.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
      const entries = rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as CaseEvent);
      return entries.filter((entry) => entry["case"] === id);
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
  { identity = `P-${(made += 1)}`, depot }: { readonly identity?: string; readonly depot?: string } = {},
): Promise<DeskActor> {
  const email = `d${(made += 1)}@example.com`;
  const request = { personReference: identity, duty, email, language: "fr" as const, depot };
  const by = { kind: "machine", keyId: "key" } as const;
  const invited = await store.transaction((tx) => inviteDeskUser(tx, vault, request, by));
  if (!invited.ok) throw new Error(invited.code);
  await owner.query("update people.desk_user set accepted_at = created_at where desk_user_id = $1", [invited.id]);
  return { kind: "desk", id: invited.id, identity, duty };
}

async function openStaff({ store, vault }: House, more: Partial<Parameters<typeof putStaff>[2]> = {}) {
  const reference = `S-${(made += 1)}`;
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
