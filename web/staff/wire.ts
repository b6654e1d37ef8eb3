/** What the server answers a signed-in staff member; the shapes are in `src/…/wire.ts` of each room. */

export type Me = {
  readonly reference: string;
  readonly standing: "active" | "suspended" | "excluded";
};

export type MyMission = {
  readonly id: string;
  readonly reference: string;
  readonly purpose: string;
  readonly status: "scheduled" | "open" | "grace" | "closed" | "cancelled";
  readonly opensAt: string;
  readonly closesAt: string;
  readonly graceEndsAt: string;
  readonly channels: readonly ("sms" | "call")[];
  readonly staffDials: string | null;
  readonly needsCode: boolean;
  readonly code: string | null;
  readonly hasAddress: boolean;
  readonly hasAccessNotes: boolean;
  readonly isOnMyWay: boolean;
  readonly isCut: boolean;
  readonly unread: number;
};

export type Finding = {
  readonly class: string;
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
};

export type Message = {
  readonly id: string;
  readonly at: string;
  readonly direction: "out" | "in";
  readonly text: string | null;
  readonly outcome: "queued" | "delivered" | "failed" | "unknown" | "held" | "refused" | "intercepted";
  readonly code: string | null;
  readonly reason: string | null;
  readonly mayAskReading: boolean;
};

export type MissionList = { readonly items: readonly MyMission[]; readonly now: string; readonly isScreened: boolean };
export type MissionRead = MyMission & {
  readonly customerName: string | null;
  readonly messages: readonly Message[];
  readonly now: string;
  readonly isScreened: boolean;
};
export type Thread = { readonly items: readonly Message[]; readonly now: string };
export type Sent = {
  readonly id: string;
  readonly outcome: Message["outcome"];
  readonly code: string | null;
  readonly reason: string | null;
  readonly findings: readonly Finding[];
  readonly answer: string | null;
};
export type Draft = {
  readonly verdict: "pass" | "hold" | "block";
  readonly findings: readonly Finding[];
  readonly suggestion: string | null;
};
export type Disclosed = { readonly address?: string | null; readonly accessNotes?: string | null };

type BothLanguages = { readonly fr: string; readonly en: string };
export type Charter = {
  readonly version: number;
  readonly title: string;
  readonly text: BothLanguages;
  readonly inForceFrom: string | null;
  readonly isInForce: boolean;
};
export type Acknowledgement = { readonly version: number; readonly givenAt: string };
export type Notice = {
  readonly version: string;
  readonly title: string;
  readonly text: BothLanguages;
  readonly receivedAt: string | null;
};
export type Lesson = {
  readonly id: string;
  readonly title: string;
  readonly case: string;
  readonly why: string;
  readonly do: string;
  readonly isDone: boolean | null;
};

export type MyReport = {
  readonly id: string;
  readonly reference: string;
  readonly filedAt: string;
  readonly state: "received" | "enquiry" | "decision" | "closed";
  readonly outcome: "confirmed" | "not_confirmed" | "cannot_be_decided" | "out_of_scope" | null;
  readonly about: "customer" | "colleague";
};
export type Filed = {
  readonly receipt: string;
  readonly reference: string;
  readonly followUp: string;
  readonly notices: readonly string[];
};

type Outcome = NonNullable<MyReport["outcome"]>;
type Dated = { readonly on: string; readonly at: string | null; readonly text: string | null };
export type MyCaseSummary = {
  readonly id: string;
  readonly state: "received" | "triage" | "enquiry" | "heard" | "proposed" | "approved" | "closed";
  readonly outcome: Outcome | null;
  readonly openedOn: string;
  readonly mayAppealUntil: string | null;
};
export type MyCase = MyCaseSummary & {
  readonly categories: readonly string[];
  readonly allegation: Dated | null;
  readonly evidence: readonly (Dated & { readonly happenedOn: string | null; readonly happenedAt: string | null })[];
  readonly reportTexts: readonly string[];
  readonly answers: readonly Dated[];
  readonly appeals: readonly Dated[];
  readonly measures: readonly {
    readonly kind: "hold" | "suspension" | "sanction";
    readonly sanction: string | null;
    readonly fromOn: string | null;
    readonly untilOn: string | null;
    readonly isInForce: boolean;
    readonly reasons: string | null;
  }[];
  readonly decision: { readonly outcome: Outcome; readonly statement: string | null } | null;
  readonly companions: readonly { readonly id: string; readonly name: string | null; readonly isRevoked: boolean }[];
};

export type Device = {
  readonly id: string;
  readonly isOwn: boolean;
  readonly beganAt: string;
  readonly seenAt: string;
};
export type Items<T> = { readonly items: readonly T[] };
