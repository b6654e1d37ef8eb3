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
  events(id: CaseId): Promise<readonly { readonly event: string; readonly [field: string]: unknown }[]>;
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

export async function openCasesBench(): Promise<CasesBench> {
  const house = await openHouse({ staff: 3 });
  const { store, vault } = house;
  const waiting: ReportFacts[] = [];
  const words = new Map<string, string>();
  const messages: string[] = [];
  const progress: CasesBench["progress"] = [];
  const reports: ReportsPort = {
    reportsWithoutCase: async () => waiting.splice(0),
    assignCase: async () => undefined,
    readReport: async (_query, report) => ({ id: report, text: words.get(report) ?? null }),
    readReportTexts: async (_tx, report) => [words.get(report) ?? ""],
    addMessage: async (_tx, _report, { text }) => void messages.push(openSealed(text)),
    setProgress: async (_tx, report, told) => void progress.push({ report, ...told }),
  };
  const calendar = { zone: "Europe/Paris", territory: "metropole", isAlsaceMoselle: false };
  const deps: CasesDeps = { store, vault, calendar, charter, reports };
  const act = <T>(run: (tx: Tx) => Promise<T>) => store.transaction(run);
  return {
    house,
    deps,
    messages,
    progress,
    act,
    async desk(duty, { identity = `P-${(made += 1)}`, depot } = {}) {
      const request = { personReference: identity, duty, email: `d${(made += 1)}@example.com`, language: "fr" as const, depot };
      const invited = await act((tx) => inviteDeskUser(tx, vault, request, { kind: "machine", keyId: "key" }));
      if (!invited.ok) throw new Error(invited.code);
      await house.owner.query("update people.desk_user set accepted_at = created_at where desk_user_id = $1", [invited.id]);
      return { kind: "desk", id: invited.id, identity, duty };
    },
    async staff(more = {}) {
      const reference = `S-${(made += 1)}`;
      const who = { reference, displayName: seal("Somebody"), phone: undefined, regime: "generic", language: "fr" } as const;
      const put = await act((tx) => putStaff(tx, vault, { ...who, ...more }));
      if (!put.ok) throw new Error(put.code);
      return { id: put.member.id, reference };
    },
    async customer() {
      const { id } = await house.mission({ n: (made += 1) });
      const { rows } = await house.owner.query("select customer_id from missions.mission where mission_id = $1", [id]);
      return rows[0].customer_id;
    },
    async file({ words: said, ...report }) {
      const id = newId("report");
      if (said !== undefined) words.set(id, said);
      const filed = { by: "customer", staff: [], isUnsure: false, isDanger: false } as const;
      waiting.push({ id, filedAt: await store.now(), ...filed, ...report });
      await act((tx) => openCases(tx, deps));
      const { rows } = await house.owner.query("select case_id from cases.report where report_id = $1", [id]);
      return { report: id, id: rows[0].case_id };
    },
    async events(id) {
      const { rows } = await house.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
      return rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8"))).filter((entry) => entry.case === id);
    },
    close: () => house.close(),
  };
}
