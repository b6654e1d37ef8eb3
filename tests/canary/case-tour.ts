import { deepStrictEqual, ok } from "node:assert/strict";
import sharp from "sharp";
import type { Answer, Json } from "../program.ts";
import { openDeskPerson } from "../surface/desk.ts";
import type { Mission } from "../surface/stranger.ts";
import { Stranger, until } from "../surface/stranger.ts";
import { CANARIES } from "./canaries.ts";
import type { Recorder } from "./outputs.ts";

const NO_CASE = "/v1/cases/cas_00000000000000000000000000";

/**
 * A report with canaries in it, in what was told, in who may be rung and in what a camera wrote beside a picture; and what
 * the desk reads of it. A case takes several people many days: `src/cases/http.test.ts` walks it from end to end.
 */
export class CaseTour {
  readonly #recorder: Recorder;
  readonly #stranger: Stranger;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.#stranger = new Stranger(recorder.program);
  }

  async everything(mission: Mission): Promise<void> {
    const report = await this.#file(mission);
    await this.#machineReads(report);
    await this.#deskReads(report);
    await this.#refusals();
  }

  async #file(mission: Mission): Promise<string> {
    const { told, customerPhone, customerName, strangerPhone, reason } = CANARIES;
    const filed = await this.#stranger.call("POST", "/v1/reports", {
      mission: mission.id,
      staff: ["T-canary"],
      by: "customer",
      what: ["danger"],
      text: `${told.value} ${customerPhone.value}`,
      when: "hier",
      contact: { phone: customerPhone.value, hours: customerPhone.value },
      offPlatform: { text: `${told.value} depuis le ${strangerPhone.value}`, number: strangerPhone.value },
    });
    deepStrictEqual(filed.status, 201);
    const { id } = filed.body;
    const more = { text: `encore ${customerPhone.value}` };
    deepStrictEqual((await this.#stranger.call("POST", `/v1/reports/${id}/details`, more)).status, 200);
    const refused = [
      await this.#stranger.call("POST", "/v1/reports", { mission: [customerName.value] }),
      await this.#stranger.call("POST", `/v1/reports/${reason.value}/details`, more),
      await this.#sendPicture(encodeURIComponent(reason.value), Buffer.from(customerName.value)),
      await this.#sendPicture(id, Buffer.from(customerName.value)),
    ];
    for (const { status } of refused) ok(status >= 400, `${status}`);
    deepStrictEqual((await this.#sendPicture(id, await pictureOfCanaries())).status, 200);
    deepStrictEqual((await this.#stranger.call("PUT", "/v1/on-call", { staff: ["T-canary"] })).status, 200);
    deepStrictEqual((await this.#stranger.call("PUT", "/v1/on-call", { staff: [customerName.value] })).status, 422);
    return id;
  }

  async #sendPicture(report: string, bytes: Buffer): Promise<Answer> {
    const form = new FormData();
    form.append("picture", new Blob([new Uint8Array(bytes)]), `${CANARIES.customerName.value}.jpg`);
    const request = new Request("http://x/", { method: "POST", body: form });
    const type = request.headers.get("content-type") ?? "";
    const body = Buffer.from(await request.arrayBuffer());
    return this.#recorder.send("POST", `/v1/reports/${report}/pictures`, body, { "content-type": type });
  }

  async #machineReads(report: string): Promise<void> {
    const stranger = this.#stranger;
    const wrong = encodeURIComponent(CANARIES.customerName.value);
    for (const path of [`/v1/reports?limit=1000`, `/v1/reports/${report}`, `/v1/reports/${report}/leaf`]) {
      deepStrictEqual((await stranger.call("GET", path)).status, 200);
    }
    const proof = () => stranger.call("GET", `/v1/reports/${report}/proof`);
    await until(proof, ({ status }) => status === 200);
    for (const path of [`?since=${wrong}`, `/${wrong}`, `/${wrong}/leaf`, `/${wrong}/proof`]) {
      ok((await stranger.call("GET", `/v1/reports${path}`)).status >= 400);
    }
  }

  async #deskReads(report: string): Promise<void> {
    const { program } = this.#recorder;
    const [handler, dispatcher] = [await this.#desk("handler"), await this.#desk("dispatcher")];
    await handler("POST", `/v1/reports/${report}/danger/acknowledge`);
    ok((await this.#stranger.call("POST", `/v1/reports/${CANARIES.reason.name}/danger/acknowledge`)).status >= 400);
    const state = () => program.call("GET", `/v1/reports/${report}`);
    const { body } = await until(state, (answer) => answer.body.case !== null);
    const on = `/v1/cases/${body.case}`;
    await handler("POST", `${on}/assign`, { role: "handler" });
    const read = await handler("GET", on);
    ok(JSON.stringify(read).includes("Roitelet"));
    for (const path of ["", "/clocks", "/history", "/trace", "/export", `/reports/${report}/pictures/0`]) {
      await handler("GET", `${on}${path}`);
    }
    for (const path of ["/v1/cases", "/v1/reviews", "/v1/alerts"]) await handler("GET", path);
    await handler("POST", `${on}/triage`);
    await handler("POST", `${on}/enquiry`);
    await handler("POST", `${on}/notes`, { text: CANARIES.reason.value });
    await handler("POST", `${on}/messages`, { text: "Nous avons bien lu." });
    await dispatcher("GET", "/v1/reassignments");
    const approver = await this.#desk("approver");
    for (const path of ["/v1/signatures", "/v1/desk-colleagues"]) await approver("GET", path);
    const officer = await this.#desk("rights_officer");
    const request = { right: "access", receivedOn: "2026-01-05", text: CANARIES.reason.value };
    const { id } = await officer("POST", "/v1/cases", request);
    ok(JSON.stringify(await officer("GET", `/v1/cases/${id}`)).includes(CANARIES.reason.value));
  }

  /** Whoever has a key only is refused everywhere here, with words of somebody in the address. */
  async #refusals(): Promise<void> {
    const { body } = await this.#stranger.call("GET", "/openapi.json");
    const paths: [string, Json][] = Object.entries(body.paths);
    for (const [template, methods] of paths) {
      if (
        !/^\/v1\/(?:cases|my-cases|companion|reviews|alerts|reassignments|signatures|desk-colleagues)\b/.test(template)
      )
        continue;
      for (const method of Object.keys(methods)) {
        const path = template.replace("/v1/cases/{id}", NO_CASE).replaceAll(/\{\w+\}/g, encodeURIComponent("Sittelle"));
        const sent = method === "post" ? { token: CANARIES.reason.value, text: CANARIES.reason.value } : undefined;
        ok((await this.#stranger.call(method.toUpperCase(), path, sent)).status >= 400, path);
      }
    }
  }

  /** A signed-in person of the desk, of whose requests everything that is answered is written down. */
  async #desk(duty: string): Promise<(method: string, path: string, body?: object) => Promise<Json>> {
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

/** What a phone writes beside a picture: whose it is, where and what for. */
async function pictureOfCanaries(): Promise<Buffer> {
  const { customerName, address, email, customerPhone } = CANARIES;
  const written = [customerName, address, email, customerPhone].map(({ value }) => value).join(" ");
  const exif = { IFD0: { Artist: written, ImageDescription: written }, IFD2: { UserComment: written } };
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: "#557799" } });
  const bytes = await picture.withExif(exif).jpeg().toBuffer();
  ok(bytes.includes("plumage-bleu"));
  return bytes;
}
