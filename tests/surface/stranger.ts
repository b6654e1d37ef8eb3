import { randomUUID } from "node:crypto";
import { afterAll } from "vitest";
import type { Answer, Json, ProgramOptions, RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import { isTelling } from "../telling.ts";

export const MINUTE_MS = 60_000;
const WAIT_LIMIT_MS = 10_000;
const POLL_MS = 10;

/** What the simulated network says of a text or a call. */
export type Tried = {
  readonly attempt: string;
  readonly outcome: string;
  readonly code?: string;
  readonly rings?: string;
  readonly callerId?: string;
  readonly asks?: string;
};
export type Line = {
  readonly staff: string;
  readonly staffDials: string;
  readonly customerDials: string;
  readonly code: string;
  readonly staffNeedsCode: boolean;
  readonly customerNeedsCode: boolean;
};
export type Mission = {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly channels: readonly string[];
  readonly notices: readonly { readonly code: string }[];
  readonly lines: readonly [Line, ...Line[]];
};
export type Attempt = {
  readonly id: string;
  readonly at: string;
  readonly mission: string | null;
  readonly staff: string | null;
  readonly channel: string;
  readonly direction: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly leaf: { readonly log: string; readonly index: number | null; readonly hash: string };
};
export type MissionBody = { readonly reference: string; readonly [field: string]: unknown };
export type Received = { readonly from: string; readonly text: string; readonly at: string };

/** Starts the program for a file of tests, and stops it afterwards. */
export async function openProgram(options: ProgramOptions = {}): Promise<Stranger> {
  const program = await startProgram(options);
  afterAll(() => program.stop());
  return new Stranger(program);
}

/** Somebody who knows the program by its promises only, and holds a few phones. */
export class Stranger {
  readonly program: RunningProgram;
  #offsetMs = 0;
  #made = 0;
  /** References of two who look at the same data must differ. */
  readonly #name = randomUUID().slice(0, 8);

  constructor(program: RunningProgram) {
    this.program = program;
  }

  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.program.call(method, path, body, headers);
  }

  /** An instant so many minutes from the program's now. */
  at(minutes: number): string {
    return new Date(Date.now() + this.#offsetMs + minutes * MINUTE_MS).toISOString();
  }

  async advance(minutes: number): Promise<void> {
    demand(200, await this.call("POST", "/simulator/clock", { advanceSeconds: Math.round(minutes * 60) }));
    this.#offsetMs += Math.round(minutes * 60) * 1_000;
  }

  async staff(reference: string, phone?: string, regime = "employee-fr"): Promise<void> {
    const body = { displayName: "Samir Belkacem", regime, ...(phone === undefined ? {} : { phone }) };
    demand(200, await this.call("PUT", `/v1/staff/${reference}`, body));
  }

  async numbers(numbers: readonly string[]): Promise<void> {
    demand(200, await this.call("POST", "/v1/numbers", { numbers, carrier: "simulator" }));
  }

  /** A body for `POST /v1/missions`: open since an hour, for another hour, unless said otherwise. */
  request(customer: object, more: object = {}): MissionBody {
    this.#made += 1;
    return {
      reference: `M-${this.#name}-${this.#made}`,
      purpose: "home-intervention",
      opensAt: this.at(-60),
      closesAt: this.at(60),
      customer: { reference: `C-${this.#name}-${this.#made}`, displayName: "Léa Fontaine", ...customer },
      staff: ["T-1"],
      ...more,
    };
  }

  async mission(customer: object, more: object = {}): Promise<Mission> {
    return demand(201, await this.call("POST", "/v1/missions", this.request(customer, more)));
  }

  async act(mission: Mission, act: string, body: object = {}): Promise<Mission> {
    return demand(200, await this.call("POST", `/v1/missions/${mission.id}/${act}`, body));
  }

  async patch(mission: Mission, body: object): Promise<Mission> {
    return demand(200, await this.call("PATCH", `/v1/missions/${mission.id}`, body));
  }

  /** A handset writes. The answer says what was decided at once; what became of it is told by `settled`. */
  async text(from: string, to: string, text: string, headers?: Record<string, string>): Promise<Tried> {
    const { attempt } = demand(202, await this.call("POST", "/simulator/messages", { from, to, text }, headers));
    const { id, outcome, code } = attempt;
    return { attempt: id, outcome, code };
  }

  async dial(from: string, to: string, keys?: string): Promise<Tried> {
    return demand(200, await this.call("POST", "/simulator/calls", { from, to, keys }));
  }

  /** What a handset received, without what tells of screening. */
  async received(phone: string): Promise<readonly Received[]> {
    return (await this.#onHandset(phone)).filter(({ text }) => !isTelling(text));
  }

  /** What a handset was told of screening. */
  async told(phone: string): Promise<readonly Received[]> {
    return (await this.#onHandset(phone)).filter(({ text }) => isTelling(text));
  }

  async #onHandset(phone: string): Promise<readonly Received[]> {
    return demand(200, await this.call("GET", `/simulator/handsets/${phone}/messages`)).items;
  }

  async textsOn(phone: string): Promise<readonly string[]> {
    return (await this.received(phone)).map(({ text }) => text);
  }

  async attempt(id: string): Promise<Attempt> {
    return demand(200, await this.call("GET", `/v1/attempts/${id}`));
  }

  async attempts(query: Readonly<Record<string, string>> = {}): Promise<readonly Attempt[]> {
    const search = new URLSearchParams({ limit: "1000", ...query }).toString();
    return demand(200, await this.call("GET", `/v1/attempts?${search}`)).items;
  }

  /** What became of it: a text that was let through is on its way for a moment. */
  settled({ attempt }: Tried): Promise<Attempt> {
    return until(
      () => this.attempt(attempt),
      ({ outcome }) => outcome !== "queued",
    );
  }

  /** Writes, and waits until it is known what became of it. */
  async write(from: string, to: string, text: string): Promise<Attempt> {
    return this.settled(await this.text(from, to, text));
  }

  /** Everything that was on its way has arrived: texts leave in the order in which they were let through. */
  async quiet(): Promise<void> {
    const [staff, customer] = ["+33639989901", "+33639989902"];
    await this.staff("T-quiet", staff);
    const { lines } = await this.mission({ phone: customer }, { staff: ["T-quiet"], purpose: "message-proxy" });
    const { outcome } = await this.write(staff, lines[0].staffDials, "…");
    if (outcome !== "delivered") throw new Error(`could not deliver a text behind all others: ${outcome}`);
  }
}

/** The body of an answer, which must have this status. */
function demand(status: number, answer: Answer): Json {
  if (answer.status === status) return answer.body;
  throw new Error(`could not get ${status}, but ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Polls, within a bound, until what is read is as it should be. */
export async function until<T>(
  read: () => Promise<T>,
  isEnough: (value: T) => boolean,
  limitMs = WAIT_LIMIT_MS,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (isEnough(value)) return value;
    if (performance.now() > deadline) throw new Error(`could not see it in time; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
