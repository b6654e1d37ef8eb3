import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import type { CaseId, CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { Duty } from "../base/route.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { inviteDeskUser, putStaff } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { CharterPort } from "./charter-port.ts";
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

/** The charter as its contract says, with one regime of two dates: enough for what this room makes of its answers. */
const charter: CharterPort = {
  deadlines(_regime, procedure, dates) {
    const basis = procedure === "staff_alert" ? "alert_received_on" : "known_on";
    const on = dates[basis];
    if (on === undefined) return [];
    return [{ id: "engage", notAfter: plusDays(on, 60), basis, source: "Code du travail L1332-4", isHard: true }];
  },
  mayTake(regime, step, dates, today, _calendar, exception) {
    const source = "Code du travail L1332-4";
    const notAfter = dates["known_on"] === undefined ? undefined : plusDays(dates["known_on"], 60);
    if (regime === "generic" || notAfter === undefined || today <= notAfter) return { ok: true, source };
    if (exception?.id === "prosecution") return { ok: true, source };
    return { ok: false, code: step === "terminate" ? "too_late" : "window_over", notAfter, source };
  },
  isInvokable: (sanctionedOn, today) => today <= `${Number(sanctionedOn.slice(0, 4)) + 3}${sanctionedOn.slice(4)}`,
  civilDate: (at, zone) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(at),
  async scaleAt(_query, on) {
    if (on < "2024-01-01") return undefined;
    const steps = [{ code: "warning" }, { code: "suspension_without_pay", maxDays: 5 }, { code: "dismissal" }];
    return { version: on < "2026-01-01" ? 1 : 2, steps };
  },
};

function plusDays(on: string, days: number): string {
  return new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10);
}

let made = 0;

/** Reports as their contract says, in memory: what they are made of is not this room's matter. */
class FiledReports {
  readonly messages: string[] = [];
  readonly progress: CasesBench["progress"] = [];
  readonly waiting: ReportFacts[] = [];
  readonly words = new Map<string, string>();
  readonly port: ReportsPort = {
    reportsWithoutCase: async (_tx, limit) => this.waiting.splice(0, limit),
    assignCase: async () => undefined,
    readReport: async (_query, report) => ({ id: report, text: this.words.get(report) ?? null }),
    readReportTexts: async (_tx, report) => [this.words.get(report) ?? ""],
    addMessage: async (_tx, _report, { text }) => void this.messages.push(openSealed(text)),
    setProgress: async (_tx, report, told) => void this.progress.push({ report, ...told }),
  };
}

export async function openCasesBench(): Promise<CasesBench> {
  const house = await openHouse({ staff: 3 });
  const { store, vault } = house;
  const reports = new FiledReports();
  const calendar = { zone: "Europe/Paris", territory: "metropole", isAlsaceMoselle: false };
  const deps: CasesDeps = { store, vault, calendar, charter, reports: reports.port };
  const act = <T>(run: (tx: Tx) => Promise<T>) => store.transaction(run);
  return {
    house,
    deps,
    messages: reports.messages,
    progress: reports.progress,
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
