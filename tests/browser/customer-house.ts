import type { Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { startProgram } from "../program.ts";
import type { Mission } from "../surface/stranger.ts";
import { Stranger } from "../surface/stranger.ts";
import { type Language, visit } from "./browser.ts";

/** Where the exit goes. No test does: the browser is answered here. */
export const HARMLESS = /meteofrance\.com|bbc\.co\.uk/;
const REPORTS = "+33937008999";

export type Visited = {
  readonly mission: Mission;
  readonly staffPhone: string;
  readonly customerPhone: string;
  readonly path: string;
};

/** The running program, and a browser in the hands of those who are visited. */
export class CustomerHouse {
  readonly stranger: Stranger;
  #met = 0;

  constructor(stranger: Stranger) {
    this.stranger = stranger;
  }

  static async start(): Promise<CustomerHouse> {
    const program = await startProgram({ env: { PARAVENT_DEMO: "0", PARAVENT_COMPANY: "Fibre du Midi" } });
    const stranger = new Stranger(program);
    await stranger.numbers(Array.from({ length: 60 }, (_, n) => `+33937008${String(n).padStart(3, "0")}`));
    await stranger.numbers([REPORTS]);
    await stranger.call("PATCH", `/v1/numbers/${REPORTS}`, { use: "report" });
    return new CustomerHouse(stranger);
  }

  get url(): string {
    return this.stranger.program.url;
  }

  stop(): Promise<void> {
    return this.stranger.program.stop();
  }

  async meet(more: object = {}, displayName = "Samir Belkacem"): Promise<Visited> {
    this.#met += 1;
    const staff = `T-${this.#met}`;
    const [staffPhone, customerPhone] = [`+3363998${7000 + this.#met}`, `+3363998${1000 + this.#met}`];
    await this.stranger.call("PUT", `/v1/staff/${staff}`, { displayName, regime: "employee-fr", phone: staffPhone });
    const mission = await this.stranger.mission({ phone: customerPhone, language: "fr" }, { staff: [staff], ...more });
    return { mission, staffPhone, customerPhone, path: await this.pathOf(mission) };
  }

  /** `/v/<token>`, as the visit slip has it. */
  async pathOf(mission: Mission): Promise<string> {
    const { body } = await this.stranger.call("GET", `/v1/missions/${mission.id}/visit-slip`);
    const [path] = /\/v\/[\w-]{48}/.exec(JSON.stringify(body)) ?? [];
    if (path === undefined) throw new Error(`could not find the link of a visit: ${JSON.stringify(body)}`);
    return path;
  }

  /** Opens a page; whatever the test does, the page must not have done what a page may never do. */
  async open(
    path: string,
    more: { readonly language?: Language; readonly width?: number; readonly hasScripts?: boolean } = {},
  ): Promise<Page> {
    const { language = "fr", width = 1280, hasScripts = false } = more;
    const opened = await visit("about:blank", { language, width, hasScripts, origin: this.url });
    const weather = { body: "<title>Weather</title>", contentType: "text/html" };
    await opened.page.context().route(HARMLESS, (route) => route.fulfill(weather));
    onTestFinished(async () => {
      await opened.leave();
      const isExpected = /status of (403|404|409|410|422|425)/;
      const faults = opened.faults.filter((fault) => !HARMLESS.test(fault) && !isExpected.test(fault));
      if (faults.length > 0) throw new Error(`the page did what no page may: ${faults.join("; ")}`);
    });
    await opened.page.goto(this.url + path);
    return opened.page;
  }

  /** The follow-up of a report that was just made, in a browser of its own. */
  async openFollowUp(): Promise<Page> {
    const page = await this.open("/report");
    await page.locator(".one-tap button").click();
    await page.getByRole("button", { name: /ouvrir mon suivi/ }).click();
    await page.waitForURL("**/follow");
    return page;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      headers: { accept: "text/html", "accept-language": "fr", ...headers },
      redirect: "manual",
    });
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method: "POST",
      redirect: "manual",
      headers: { accept: "text/html", "accept-language": "fr", ...headers },
      body: new URLSearchParams(fields),
    });
  }

  /** The key of the log that a proof names. */
  async vkeyOf(proof: string): Promise<string> {
    const [, log = ""] = /^[^\n]*\/log\/([\w-]+)$/m.exec(proof) ?? [];
    return (await fetch(`${this.url}/log/${log}/vkey`)).text();
  }
}

export function formOf(page: string): string {
  return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? "";
}
