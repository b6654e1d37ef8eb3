import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { startProgram } from "../program.ts";
import type { Browser } from "../surface/desk.ts";
import type { StaffMember } from "../surface/staff-member.ts";
import { openStaffMember } from "../surface/staff-member.ts";
import type { Mission } from "../surface/stranger.ts";
import { Stranger, until } from "../surface/stranger.ts";
import { expectAccessible, type Language, visit } from "./browser.ts";

const LOG_LINES_OF_ANSWERS = /status of (401|403|404|409|410|422|429|503)|ERR_INTERNET_DISCONNECTED/;
/** A page tells the test of what its policy stopped: the console does too, in other words each release. */
const WATCH_POLICY = `addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error("policy: " + violatedDirective + " " + blockedURI))`;

export type Opened = {
  readonly page: Page;
  /** All addresses that were asked for, whoever asked. */
  readonly requests: readonly string[];
};

export const texts = (language: Language): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../text/${language}.json`), "utf8"));

/** The running program with screening on, and browsers in the hands of those who work for the company. */
export class AppHouse {
  readonly stranger: Stranger;
  #met = 0;

  private constructor(stranger: Stranger) {
    this.stranger = stranger;
  }

  static async start(): Promise<AppHouse> {
    const program = await startProgram({ env: { PARAVENT_DEMO: "0" } });
    const stranger = new Stranger(program);
    await stranger.numbers(Array.from({ length: 90 }, (_, n) => `+33937006${String(n).padStart(3, "0")}`));
    const whole = { consultationDate: "2026-01-05", noticeVersion: "notice-1", impactAssessment: "DPIA-1" };
    const module = { module: "screening", legalBasis: "eu-gdpr:A6-1-f" };
    await program.call("POST", "/v1/activations", { ...whole, ...module });
    return new AppHouse(stranger);
  }

  get url(): string {
    return this.stranger.program.url;
  }

  stop(): Promise<void> {
    return this.stranger.program.stop();
  }

  /** Somebody of the staff whose device is signed in. */
  async member(): Promise<StaffMember> {
    this.#met += 1;
    return openStaffMember(this.stranger, `T-${this.#met}`, `+336399860${String(this.#met).padStart(2, "0")}`);
  }

  herPhone(): string {
    return `+336399861${String(this.#met).padStart(2, "0")}`;
  }

  visit(who: Pick<StaffMember, "reference">, more: object = {}, customer: object = {}): Promise<Mission> {
    return this.stranger.mission({ phone: this.herPhone(), ...customer }, { staff: [who.reference], ...more });
  }

  /** The newest code on a phone. */
  async codeOn(phone: string, count: number): Promise<string> {
    const read = async () =>
      (await this.stranger.textsOn(phone)).flatMap((text) => /code Paravent\D*(\d{6})/.exec(text)?.[1] ?? []);
    return (await until(read, (codes) => codes.length >= count)).at(-1) ?? "";
  }

  /** Opens an address; whatever the test does, the page must not have done what a page may never do. */
  async open(
    path: string,
    more: {
      readonly as?: Browser;
      readonly language?: Language;
      readonly width?: number;
      readonly height?: number;
      readonly script?: string;
    } = {},
  ): Promise<Opened> {
    const { language = "fr", width = 360, height = 800 } = more;
    const opened = await visit("about:blank", { language, width, height, origin: this.url });
    const context = opened.page.context();
    await context.addInitScript(WATCH_POLICY);
    if (more.script !== undefined) await context.addInitScript(more.script);
    const cookies = [...(more.as?.cookies ?? [])].map(([name, value]) => ({ name, value, url: this.url }));
    await context.addCookies(cookies);
    const requests: string[] = [];
    context.on("request", (request) => requests.push(`${request.url()} ${request.headers()["referer"] ?? ""}`));
    onTestFinished(async () => {
      await opened.leave();
      const faults = opened.faults.filter((fault) => !LOG_LINES_OF_ANSWERS.test(fault));
      if (faults.length > 0) throw new Error(`the page did what no page may: ${faults.join("; ")}`);
    });
    await opened.page.goto(this.url + path);
    return { page: opened.page, requests };
  }
}

/** In both themes, on a phone that is enlarged, on a phone and on a desk. */
export async function expectFine(page: Page, state: string): Promise<void> {
  const size = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page, `${state}, ${colorScheme}, ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (size !== null) await page.setViewportSize(size);
}
