import { deepStrictEqual, ok } from "node:assert/strict";
import type { Answer } from "../program.ts";
import { Stranger, until } from "../surface/stranger.ts";
import { CANARIES } from "./canaries.ts";
import type { Recorder } from "./outputs.ts";

const STAFF = { displayName: CANARIES.staffName.value, regime: "employee-fr", phone: "+33639989904" };
const PAGE = { accept: "text/html" };

/**
 * The customer's pages with canaries on them: every page is opened, every form sent as its page offers it, sent by another
 * site, and sent with words where a token belongs.
 */
export class PagesTour {
  readonly #recorder: Recorder;
  readonly #stranger: Stranger;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#stranger = new Stranger(recorder.program);
  }

  async everything(customer: object): Promise<void> {
    const stranger = this.#stranger;
    deepStrictEqual((await stranger.call("PUT", "/v1/staff/T-pages", STAFF)).status, 200);
    const mission = await stranger.mission(customer, { staff: ["T-pages"] });
    const slip = await stranger.call("GET", `/v1/missions/${mission.id}/visit-slip`);
    const [link = ""] = /\/v\/[\w-]{48}/.exec(JSON.stringify(slip.body)) ?? [];
    await this.#plainPages(mission.lines[0].customerDials);
    await this.#visit(link);
    await this.#report("/report");
    const words = await this.#report(`${link}/report`);
    await this.#followUp(words);
    await this.#lost(link);
  }

  async #plainPages(number: string): Promise<void> {
    const report = await this.#open(`/n/${number}`);
    const assets = [...report.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map(([, path]) => path as string);
    deepStrictEqual(assets.length, 3);
    for (const path of ["/speaking-up", "/accessibility", "/verifier", "/exit", ...assets]) await this.#open(path);
    await this.#refused("GET", `/n/${encodeURIComponent(CANARIES.customerPhone.value)}x`);
    await this.#refused("GET", `/v/${encodeURIComponent(CANARIES.reason.value)}`);
    await this.#refused("GET", `/${encodeURIComponent(CANARIES.reason.value)}`);
  }

  async #visit(link: string): Promise<void> {
    const page = await this.#open(link);
    ok(page.includes("Fulgence"));
    ok(!page.includes("Brûlézac"));
    const to = /name="to" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const fields = { form: formOf(page), to, text: CANARIES.written.value };
    for (const act of ["messages", "call-back"]) {
      await this.#refused("POST", `${link}/${act}`, { ...fields, form: CANARIES.reason.value });
      const form = formOf(await this.#open(link));
      deepStrictEqual((await this.#post(`${link}/${act}`, { ...fields, form })).status, 303);
    }
    ok((await this.#open(link)).includes("Pouillot"));
  }

  async #report(path: string): Promise<string> {
    const page = await this.#open(path);
    const told = {
      text: CANARIES.told.value,
      message: CANARIES.told.value,
      number: CANARIES.strangerPhone.value,
      phone: CANARIES.customerPhone.value,
      hours: CANARIES.told.value,
      what_message: "1",
    };
    await this.#refused("POST", path, { ...told, form: CANARIES.reason.value });
    const filed = await this.#post(path, { ...told, form: formOf(page) });
    deepStrictEqual(filed.status, 200);
    const words = [...String(filed.body).matchAll(/<li>([a-z]+)<\/li>/g)].map(([, word]) => word);
    deepStrictEqual(words.length, 6);
    return words.join(" ");
  }

  async #followUp(words: string): Promise<void> {
    await this.#open("/follow");
    await this.#refused("POST", "/follow", { words: CANARIES.reason.value });
    const opened = await this.#post("/follow", { words });
    const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const shown = () => this.#open("/follow", { cookie });
    const told = { text: CANARIES.told.value, details: CANARIES.told.value, wish: "protect_only", answer: "fine" };
    for (const act of ["message", "details", "choices", "check-in", "leave"]) {
      await this.#refused("POST", `/follow/${act}`, told, { "sec-fetch-site": "cross-site" });
      const form = formOf(await shown());
      deepStrictEqual((await this.#post(`/follow/${act}`, { ...told, form }, { cookie })).status, 303);
    }
    ok((await shown()).includes("Roitelet"));
    for (const what of ["proof", "leaf"]) {
      await this.#refused("POST", `/follow/${what}`, told, { "sec-fetch-site": "cross-site" });
      await until(
        () => this.#post(`/follow/${what}`, {}, { cookie }),
        ({ status }) => status === 200,
      );
    }
  }

  async #lost(link: string): Promise<void> {
    const path = `${link}/follow`;
    const form = formOf(await this.#open(path));
    deepStrictEqual((await this.#post(path, { form, step: "ask" })).status, 200);
    await this.#refused("POST", path, { form, step: "enter", code: CANARIES.reason.value });
    const nowhere = `/v/${encodeURIComponent(CANARIES.reason.value)}`;
    for (const rest of ["/follow", "/messages", "/call-back"]) await this.#refused("POST", nowhere + rest, { form });
    await this.#refused("GET", `${nowhere}/follow`);
  }

  async #open(path: string, headers: Record<string, string> = {}): Promise<string> {
    const { status, body } = await this.#recorder.send("GET", path, undefined, { ...PAGE, ...headers });
    ok(status < 400, `${path} ${status}`);
    return String(body);
  }

  #post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    return this.#recorder.send("POST", path, new URLSearchParams(fields).toString(), { ...PAGE, ...type, ...headers });
  }

  async #refused(
    method: "GET" | "POST",
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<void> {
    const asked =
      method === "GET"
        ? this.#recorder.send("GET", path, undefined, { ...PAGE, ...headers })
        : this.#post(path, fields, headers);
    const { status } = await asked;
    ok(status >= 400 && status < 500, `${method} ${path} ${status}`);
  }
}

function formOf(page: string): string {
  return /name="form" value="([^"]+)"/.exec(page)?.[1] ?? "";
}
