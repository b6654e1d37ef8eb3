import { ok } from "node:assert/strict";
import type { Json } from "../program.ts";
import { openDeskPerson } from "../surface/desk.ts";
import type { Mission } from "../surface/stranger.ts";
import { Stranger } from "../surface/stranger.ts";
import { CANARIES } from "./canaries.ts";
import type { Recorder } from "./outputs.ts";

type Person = (method: string, path: string, body?: object) => Promise<Json>;

/** What the console asks for, duty by duty, once cases and missions with canaries are there; and the same with canaries in it. */
export class DeskTour {
  readonly #recorder: Recorder;
  readonly #stranger: Stranger;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#stranger = new Stranger(recorder.program);
  }

  async everything(mission: Mission): Promise<void> {
    await this.#dispatches(mission);
    await this.#administers();
    await this.#takesRequest();
    await this.#audits();
    for (const duty of ["handler", "approver", "dpo"]) await (await this.#desk(duty))("GET", "/v1/desk-home");
    await (await this.#desk("handler"))("GET", "/v1/cases/counts");
    await this.#refusals();
  }

  async #dispatches(mission: Mission): Promise<void> {
    const dispatcher = await this.#desk("dispatcher");
    for (const path of [
      "?sort=-opensAt",
      "?q=M",
      "?staff=T-canary",
      "?status=open&purpose=home-intervention",
      "/summary",
    ])
      await dispatcher("GET", `/v1/missions${path}`);
    for (const path of [`/v1/missions/${mission.id}`, "/v1/staff", "/v1/numbers", "/v1/attempts", "/v1/desk-home"])
      await dispatcher("GET", path);
    const { items } = await dispatcher("GET", "/v1/imports");
    ok(items.length > 0);
    await dispatcher("GET", `/v1/imports/${items[0].id}`);
  }

  async #administers(): Promise<void> {
    const admin = await this.#desk("admin");
    const { id } = await admin("POST", "/v1/machine-keys", { name: "Planning", scopes: ["missions:read"] });
    await admin("GET", "/v1/machine-keys");
    await admin("DELETE", `/v1/machine-keys/${id}`);
    await admin("GET", "/v1/desk-home");
  }

  async #takesRequest(): Promise<void> {
    const officer = await this.#desk("rights_officer");
    const { told, customerPhone } = CANARIES;
    const receivedOn = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const text = `${told.value} ${customerPhone.value}`;
    await officer("POST", "/v1/cases", { right: "access", receivedOn, text });
    await officer("GET", "/v1/desk-home");
  }

  async #audits(): Promise<void> {
    const auditor = await this.#desk("auditor");
    const { items } = await auditor("GET", "/v1/ledger/health");
    for (const { name } of items) await auditor("GET", `/v1/ledger/entries?log=${name}&limit=256`);
    await auditor("GET", "/v1/desk-home");
  }

  /** A key is let in to none of these, whatever it asks; a refusal repeats nothing. */
  async #refusals(): Promise<void> {
    const canary = encodeURIComponent(CANARIES.customerName.value);
    const refused: readonly (readonly [string, string, object?])[] = [
      ["GET", `/v1/machine-keys?q=${canary}`],
      ["POST", "/v1/machine-keys", { name: CANARIES.customerName.value }],
      ["DELETE", `/v1/machine-keys/${canary}`],
      ["GET", `/v1/staff?q=${canary}`],
      ["GET", `/v1/imports/${canary}`],
      ["GET", `/v1/missions?day=${canary}`],
      ["POST", "/v1/cases", { text: CANARIES.told.value }],
      ["GET", `/v1/cases/counts?q=${canary}`],
      ["GET", `/v1/desk-home?q=${canary}`],
      ["GET", `/v1/ledger/health?q=${canary}`],
      ["GET", `/v1/ledger/entries?log=${canary}`],
    ];
    for (const [method, path, body] of refused) {
      const { status } = await this.#stranger.call(method, path, body);
      ok(status >= 400, `${method} ${path} ${status}`);
    }
  }

  /** A signed-in person of the desk, of whose requests everything that is answered is written down. */
  async #desk(duty: string): Promise<Person> {
    const { program } = this.#recorder;
    const { browser } = await openDeskPerson(program, duty);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return async (method, path, body) => {
      const answer = await this.#stranger.call(method, path, body, { cookie, origin: program.url });
      ok(answer.status < 300, `${duty}: ${method} ${path} ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
  }
}
