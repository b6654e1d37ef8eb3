import type { Answer, Json } from "../program.ts";
import type { DeskPerson } from "./desk.ts";
import { signIn } from "./desk.ts";
import type { Mission, Stranger } from "./stranger.ts";
import { until } from "./stranger.ts";

/** Minutes. */
export const DAY = 24 * 60;

/** `2026-03-29`, on a calendar in Paris. */
export const dayInParis = (instant: string) =>
  new Date(instant).toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });

/** What somebody of the desk asks of a case. */
export function ask({ browser }: Pick<DeskPerson, "browser">, id: string, path: string, body = {}): Promise<Answer> {
  return browser.call("POST", `/v1/cases/${id}/${path}`, body);
}

/** The same, which must be done. */
export async function act(who: Pick<DeskPerson, "browser">, id: string, path: string, body = {}): Promise<Json> {
  const { status, body: answer } = await ask(who, id, path, body);
  if (status < 300) return answer;
  throw new Error(`could not do ${path}, but ${status}: ${JSON.stringify(answer)}`);
}

/** The same, which must be refused: with which code. */
export async function refused(who: Pick<DeskPerson, "browser">, id: string, path: string, body = {}): Promise<string> {
  const { status, body: answer } = await ask(who, id, path, body);
  if (status >= 400) return answer.code;
  throw new Error(`could not see ${path} refused: ${JSON.stringify(answer)}`);
}

export async function readCase({ browser }: Pick<DeskPerson, "browser">, id: string): Promise<Json> {
  return (await browser.call("GET", `/v1/cases/${id}`)).body;
}

/** The case that the report of a mission became. */
export async function caseOf({ program }: Stranger, mission: Pick<Mission, "id">): Promise<string> {
  const first = async () => (await program.call("GET", `/v1/reports?mission=${mission.id}`)).body.items[0];
  return (await until(first, (report) => typeof report?.case === "string")).case;
}

/** The same person, signed in once more after the clock has moved. `later` as for `signIn`. */
export async function back(stranger: Stranger, person: DeskPerson, later = 0): Promise<DeskPerson> {
  return { ...person, browser: await signIn(stranger.program, person, later) };
}

export type Done = { readonly act: string; readonly code: string | null; readonly by: string | null };

/** What was refused on a case, oldest first, as its history tells it. */
export async function refusalsOf({ browser }: Pick<DeskPerson, "browser">, id: string): Promise<readonly string[]> {
  const { items } = (await browser.call("GET", `/v1/cases/${id}/history`)).body;
  return items.flatMap(({ code, by }: Done) => (code === null ? [] : [`${code} ${by}`]));
}

/** Whoever handles it takes a case to where the person concerned has to be heard, and tells them what is alleged. */
export async function tell(handler: DeskPerson, id: string, allegation: string): Promise<void> {
  await act(handler, id, "triage");
  await act(handler, id, "enquiry");
  await act(handler, id, "categories", { primary: "D1", secondary: ["M3"], reasons: "Le texto." });
  await act(handler, id, "allegation", { text: allegation });
}

/** A charter that is in force since last year, with a scale: without one nobody is sanctioned. */
export async function putCharter(stranger: Stranger): Promise<void> {
  const day = (minutes: number) => stranger.at(minutes).slice(0, 10);
  const regimes = ["employee-fr", "platform-fr", "contractor", "generic"];
  const { status, body } = await stranger.call("POST", "/v1/charters", {
    title: "Charte des contacts",
    text: { fr: "Un numéro est confié pour une intervention.", en: "A number is entrusted for a visit." },
    scale: [{ code: "warning", regimes }],
    inForceFrom: day(-300 * DAY),
    consultedOn: day(-360 * DAY),
    depositedOn: day(-350 * DAY),
  });
  if (status !== 201) throw new Error(`could not record the charter: ${JSON.stringify(body)}`);
}
