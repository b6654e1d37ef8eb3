/** What the page and the server say to each other. The page holds no key: these routes exist only beside the simulator and the demo. */

export type Role = "staff" | "customer";
export type Handset = { readonly phone: string; readonly role: Role; readonly name: string };

export type Line = {
  readonly staff: string;
  readonly staffDials: string;
  readonly customerDials: string;
  readonly code: string;
  readonly staffNeedsCode: boolean;
  readonly customerNeedsCode: boolean;
};

/** What a word of hers has ended, whatever the window says: contact both ways (a report), or with her (a stop). */
export type Ended = "cut" | "stopped";

export type PhoneMission = {
  readonly id: string;
  readonly reference: string;
  readonly purpose: string;
  readonly status: "scheduled" | "open" | "closed" | "cancelled";
  readonly opensAt: string;
  readonly closesAt: string;
  readonly graceMinutes: number;
  readonly channels: readonly string[];
  readonly lines: readonly Line[];
  readonly staffPhone: string;
  readonly customerPhone: string;
  readonly staffName: string;
  readonly customerName: string;
  readonly hasAddress: boolean;
  readonly isOnMyWay: boolean;
  readonly ended?: Ended;
};

export type PhonesState = {
  readonly now: string;
  readonly offsetMs: number;
  readonly missions: readonly PhoneMission[];
  readonly handsets: readonly Handset[];
};

export type Outcome = "delivered" | "queued" | "failed" | "unknown" | "refused" | "held" | "intercepted" | "disclosed";

export type Attempt = {
  readonly id: string;
  readonly at: string;
  readonly mission: string | null;
  readonly staff: string | null;
  readonly channel: string;
  readonly direction: "staff_to_customer" | "customer_to_staff" | "unknown";
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly leaf: { readonly log: string; readonly index: number | null; readonly hash: string };
};

/** One ledger entry; `json` is its canonical JSON text, the very bytes the hash is over. */
export type Entry = { readonly at: string; readonly event: string; readonly hash: string; readonly json: string };

/** What a handset received. */
export type Received = { readonly to: string; readonly from: string; readonly text: string; readonly at: string };

export type PageEvent =
  | { readonly type: "attempt"; readonly data: Attempt }
  | { readonly type: "entry"; readonly data: Entry }
  | { readonly type: "message"; readonly data: Received }
  | { readonly type: "mission"; readonly data: PhoneMission }
  | { readonly type: "clock"; readonly data: { readonly now: string } };

export type MessageAnswer = { readonly id: string; readonly outcome: Outcome; readonly code?: string | null };
export type CallAnswer = {
  readonly outcome: Outcome;
  readonly code?: string | null;
  readonly rings?: string;
  readonly callerId?: string;
  readonly asks?: "code";
};

/** `code` is the problem's code, or the HTTP status where the answer carried none. */
export type Problem =
  | { readonly kind: "unreachable"; readonly cause: unknown }
  | { readonly kind: "refused"; readonly code: string };
export type Answer<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly problem: Problem };

/** Longer than any answer takes: past it the page says that it does not know. */
const TIMEOUT_MS = 15_000;

async function ask<T>(path: string, body?: object): Promise<Answer<T>> {
  // Sentences of the server are in the language of the page.
  const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang };
  const post = { method: "POST", headers, body: JSON.stringify(body) };
  try {
    const answer = await fetch(path, { ...(body && post), signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.ok) return { ok: true, body: (await answer.json()) as T };
    const isProblem = answer.headers.get("content-type")?.includes("json") === true;
    const problem = isProblem ? ((await answer.json()) as { code?: string }) : {};
    return { ok: false, problem: { kind: "refused", code: problem.code ?? String(answer.status) } };
  } catch (cause) {
    // Whatever broke on the way (refused connection, time-out, half an answer), the reader is told the same.
    return { ok: false, problem: { kind: "unreachable", cause } };
  }
}

const missionPath = (id: string, act: string): string => `/phones/missions/${encodeURIComponent(id)}/${act}`;

export const readState = (): Promise<Answer<PhonesState>> => ask("/phones/state");

export const readMessages = (phone: string): Promise<Answer<{ readonly items: readonly Omit<Received, "to">[] }>> =>
  ask(`/simulator/handsets/${encodeURIComponent(phone)}/messages`);

export const sendMessage = (message: {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}): Promise<Answer<{ readonly attempt: MessageAnswer }>> => ask("/simulator/messages", message);

/** What screening sees in a text: where, in UTF-16 code units, and by which rule in plain words. */
export type Finding = {
  readonly rule: string;
  readonly sentence: string;
  readonly start: number;
  readonly end: number;
};

export const screenText = (draft: {
  readonly text: string;
  readonly direction: "staff_to_customer" | "customer_to_staff";
}): Promise<Answer<{ readonly findings: readonly Finding[] }>> => ask("/phones/screenings", draft);

export const placeCall = (call: {
  readonly from: string;
  readonly to: string;
  readonly keys?: string;
}): Promise<Answer<CallAnswer>> => ask("/simulator/calls", call);

export const advanceClock = (advanceSeconds: number): Promise<Answer<{ readonly now: string }>> =>
  ask("/simulator/clock", { advanceSeconds });

export const closeMission = (id: string): Promise<Answer<unknown>> => ask(missionPath(id, "close"), {});

export const reopenMission = (
  id: string,
  body: { readonly reason: string; readonly closesAt: string },
): Promise<Answer<unknown>> => ask(missionPath(id, "reopen"), body);

export const cancelMission = (id: string, body: { readonly reason?: string }): Promise<Answer<unknown>> =>
  ask(missionPath(id, "cancel"), body);

export const setOff = (id: string, staff: string): Promise<Answer<unknown>> =>
  ask(missionPath(id, "on-my-way"), { staff });

/** `value` is null where the customer has no address. */
export const discloseAddress = (id: string, staff: string): Promise<Answer<{ readonly value: string | null }>> =>
  ask(missionPath(id, "disclosures"), { staff, what: "address" });
