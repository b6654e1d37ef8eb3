import { deepStrictEqual, match, partialDeepStrictEqual } from "node:assert/strict";
import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../src/cli/paravent.ts";
import type { Answer } from "../program.ts";
import type { Mission } from "../surface/stranger.ts";
import { Authenticator } from "../surface/desk.ts";
import { Stranger, until } from "../surface/stranger.ts";
import { CANARIES, reversed } from "./canaries.ts";
import type { Recorder } from "./outputs.ts";

const { customerPhone, newPhone, importedPhone, staffPhone, strangerPhone } = CANARIES;
const MASKED = ["+33937004701", "+33937004702", "+33937004703", "+33937004704"] as const;
export const CUSTOMER = {
  reference: "C-canary",
  displayName: CANARIES.customerName.value,
  phone: "06 39 98 47 11",
  email: CANARIES.email.value,
  address: CANARIES.address.value,
  accessNotes: CANARIES.accessNotes.value,
};
const REPORTS = "+33937004705";
const STAFF = { displayName: CANARIES.staffName.value, regime: "employee-fr", phone: "+33 6 39 98 47 29" };
const COLUMNS =
  "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;customer.email;" +
  "customer.address;customer.accessNotes;staff";

/** One spelling of a phone after another: what people type, and what exports hold. */
function spelled(phone: string): readonly string[] {
  const national = `0${phone.slice(3)}`;
  const pairs = national.replace(/\d\d(?!$)/g, "$& ");
  return [phone, national, pairs, pairs.replaceAll(" ", "."), `0033${phone.slice(3)}`, phone.slice(1), `(${pairs})`];
}

/** A mission whose people are canaries, and a day of theirs in which everything that can happen happens. */
export class Tour {
  readonly recorder: Recorder;
  readonly stranger: Stranger;

  constructor(recorder: Recorder) {
    this.recorder = recorder;
    this.stranger = new Stranger(recorder.program);
  }

  async plant(): Promise<Mission> {
    const { stranger } = this;
    await stranger.numbers(MASKED);
    partialDeepStrictEqual(await stranger.call("PUT", "/v1/staff/T-canary", STAFF), { status: 200 });
    await stranger.staff("T-other", "+33639989903");
    const body = { ...stranger.request(CUSTOMER, { staff: ["T-canary"] }), reference: "M-canary" };
    const key = { "idempotency-key": `${customerPhone.value} ${CANARIES.email.value}` };
    const [first, again] = [
      await stranger.call("POST", "/v1/missions", body, key),
      await stranger.call("POST", "/v1/missions", body, key),
    ];
    deepStrictEqual([first.status, again.status, again.body.id], [201, 201, first.body.id]);
    partialDeepStrictEqual(await stranger.call("POST", "/v1/missions", { ...body, purpose: "ride" }, key), {
      status: 422,
    });
    partialDeepStrictEqual(await stranger.call("POST", "/v1/missions", { ...body, purpose: "ride" }), { status: 409 });
    return first.body;
  }

  /** Contact of all kinds: let through, refused, in parts, from nobody, to no masked number, by voice, at the door. */
  async contact(mission: Mission): Promise<void> {
    const { stranger } = this;
    const [{ staffDials, customerDials, code }] = mission.lines;
    const [his, hers, nobody] = [staffPhone.value, customerPhone.value, strangerPhone.value];
    partialDeepStrictEqual(await stranger.write(his, staffDials, CANARIES.delivered.value), { outcome: "delivered" });
    partialDeepStrictEqual(await stranger.write(hers, customerDials, CANARIES.answered.value), {
      outcome: "delivered",
    });
    partialDeepStrictEqual(await stranger.write(hers, customerDials, CANARIES.long.value), { outcome: "delivered" });
    deepStrictEqual(await stranger.textsOn(his), [CANARIES.answered.value, CANARIES.long.value]);
    partialDeepStrictEqual(await stranger.dial(his, staffDials), { rings: hers });
    partialDeepStrictEqual(await stranger.dial(hers, customerDials), { rings: his });
    for (const to of [customerDials, hers, nobody]) {
      partialDeepStrictEqual(await stranger.text(nobody, to, CANARIES.refused.value), { outcome: "refused" });
      partialDeepStrictEqual(await stranger.dial(nobody, to, nobody.slice(1)), { outcome: "refused" });
      partialDeepStrictEqual(await stranger.text("anonymous", to, CANARIES.refused.value), { outcome: "refused" });
    }
    await this.#keptBack(staffDials);
    for (const [from, to] of [
      [his, hers],
      [hers, his],
    ] as const) {
      partialDeepStrictEqual(await stranger.text(from, to, CANARIES.refused.value), { outcome: "refused" });
      partialDeepStrictEqual(await stranger.text(from, to, `${code} ${CANARIES.refused.value}`), {
        outcome: "refused",
      });
      partialDeepStrictEqual(await stranger.dial(from, to, "12345678"), { outcome: "refused" });
      partialDeepStrictEqual(await stranger.text(from, to, "SIGNALER"), { outcome: "intercepted" });
    }
    const network = { "idempotency-key": `${nobody} ${customerPhone.value}` };
    partialDeepStrictEqual(await stranger.text(nobody, customerDials, "SIGNALER", network), { outcome: "intercepted" });
  }

  /** Whoever speaks up: on a line, on the report number, by voice; and what is told of a visit beforehand. */
  async speaksUp(mission: Mission): Promise<void> {
    const { stranger } = this;
    const [{ customerDials }] = mission.lines;
    const [hers, nobody] = [customerPhone.value, strangerPhone.value];
    await stranger.numbers([REPORTS]);
    mustAnswer(await stranger.call("PATCH", `/v1/numbers/${REPORTS}`, { use: "report" }));
    mustAnswer(await stranger.call("POST", `/v1/missions/${mission.id}/announce`));
    mustAnswer(await stranger.call("GET", `/v1/missions/${mission.id}/visit-slip`));
    for (const path of ["announce", "visit-slip"]) {
      const method = path === "announce" ? "POST" : "GET";
      mustRefuse(await stranger.call(method, `/v1/missions/${encodeURIComponent(CANARIES.reason.value)}/${path}`));
    }
    for (const text of ["AIDE", "1"])
      partialDeepStrictEqual(await stranger.text(hers, customerDials, text), { outcome: "intercepted" });
    for (const from of [hers, staffPhone.value, nobody]) {
      for (const text of [CANARIES.refused.value, hers, "5"])
        partialDeepStrictEqual(await stranger.text(from, REPORTS, text), { outcome: "intercepted" });
      partialDeepStrictEqual(await stranger.dial(from, REPORTS), { outcome: "intercepted" });
    }
  }

  /** A text that screening keeps back, read at its sender's wish and delivered. */
  async #keptBack(to: string): Promise<void> {
    const { stranger } = this;
    const [his, text] = [staffPhone.value, CANARIES.keptBack.value];
    const kept = await stranger.text(his, to, text);
    partialDeepStrictEqual(kept, { outcome: "refused", code: "screened" });
    const reading = `/v1/attempts/${kept.attempt}/reading`;
    mustRefuse(await stranger.call("POST", "/v1/attempts/att_x/reading"));
    mustAnswer(await stranger.call("POST", reading));
    partialDeepStrictEqual(await stranger.text(his, to, "RELIRE"), { outcome: "intercepted" });
    mustAnswer(await stranger.call("GET", "/v1/readings"));
    mustRefuse(await stranger.call("GET", `/v1/readings?limit=${encodeURIComponent(text)}`));
    for (const path of [`${reading}/open`, `${reading}/decision`]) {
      mustRefuse(await stranger.call("POST", path, { reader: CANARIES.staffName.value, decision: text }));
    }
    partialDeepStrictEqual(await stranger.call("POST", `${reading}/open`, { reader: "H-1" }), { body: { text } });
    mustAnswer(await stranger.call("POST", `${reading}/decision`, { reader: "H-1", decision: "deliver" }));
    partialDeepStrictEqual(await stranger.settled(kept), { outcome: "delivered" });
  }

  async #activations(): Promise<void> {
    const { stranger } = this;
    const references = { noticeVersion: "notice-1", impactAssessment: "DPIA-1" };
    const whole = { module: "screening", consultationDate: "2026-01-05", legalBasis: "eu-gdpr:A6-1-f", ...references };
    const { body } = await stranger.call("POST", "/v1/activations", whole);
    mustRefuse(await stranger.call("POST", "/v1/activations", { ...whole, noticeVersion: CANARIES.staffName.value }));
    mustAnswer(await stranger.call("GET", "/v1/activations"));
    mustRefuse(await stranger.call("GET", "/v1/activations", undefined, { authorization: "Bearer nobody" }));
    mustRefuse(await stranger.call("POST", `/v1/activations/${encodeURIComponent(CANARIES.reason.value)}/end`));
    mustAnswer(await stranger.call("POST", `/v1/activations/${body.id}/end`));
  }

  /** The rules that everybody reads; names of people are asked for where none belongs. */
  async #charter(): Promise<void> {
    const { stranger } = this;
    const name = CANARIES.staffName.value;
    const text = { fr: "Un numéro est confié.", en: "A number is entrusted." };
    const scale = [{ code: "warning", regimes: ["employee-fr"] }];
    const dates = { inForceFrom: "2026-03-01", consultedOn: "2026-01-05", depositedOn: "2026-01-20" };
    const ask = (method: string, path: string, body?: object) => stranger.call(method, path, body);
    mustAnswer(await ask("POST", "/v1/charters", { title: "Charte", text, scale, ...dates }));
    mustRefuse(await ask("POST", "/v1/charters", { title: name, text, scale: [{ code: name }], ...dates }));
    mustAnswer(await ask("GET", "/v1/charters/1"));
    mustRefuse(await ask("GET", `/v1/charters/${encodeURIComponent(name)}`));
    mustAnswer(await ask("PUT", "/v1/charter-policy", { requireAcknowledgement: false }));
    mustRefuse(await ask("PUT", "/v1/charter-policy", { requireAcknowledgement: name }));
    mustAnswer(await ask("POST", "/v1/charter-acknowledgements", { staff: "T-canary", version: 1 }));
    mustRefuse(await ask("POST", "/v1/charter-acknowledgements", { staff: name, version: 1 }));
    const notice = { version: "notice-1", title: "Note", text, modules: ["screening"] };
    mustAnswer(await ask("POST", "/v1/notices", notice));
    mustRefuse(await ask("POST", "/v1/notices", { ...notice, version: name }));
    mustAnswer(await ask("POST", "/v1/notices/notice-1/receipts", { staff: "T-canary" }));
    mustRefuse(await ask("POST", `/v1/notices/${encodeURIComponent(name)}/receipts`, { staff: "T-canary" }));
    for (const path of [
      "charters",
      "charter-policy",
      "charter-acknowledgements",
      "notices",
      "notices/notice-1/receipts",
    ]) {
      mustAnswer(await ask("GET", `/v1/${path}`));
      mustRefuse(await stranger.call("GET", `/v1/${path}`, undefined, { authorization: `Bearer ${"x".repeat(40)}` }));
    }
    for (const path of ["lessons", "lessons-done"]) mustAnswer(await ask("GET", `/v1/${path}`));
  }

  async #learns(cookie: string): Promise<void> {
    const finish = (lesson: string) =>
      this.stranger.call("POST", `/v1/lessons/${encodeURIComponent(lesson)}/done`, undefined, { cookie });
    mustAnswer(await finish("ride-2015"));
    mustRefuse(await finish(CANARIES.staffName.value));
  }

  async atTheDoor(mission: Mission): Promise<void> {
    const ask = (what: string) => {
      return this.stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, { staff: "T-canary", what });
    };
    partialDeepStrictEqual(await ask("accessNotes"), { status: 403 });
    await this.stranger.act(mission, "on-my-way", { staff: "T-canary" });
    partialDeepStrictEqual(await ask("address"), { status: 200, body: { address: CANARIES.address.value } });
    partialDeepStrictEqual(await ask("accessNotes"), {
      status: 200,
      body: { accessNotes: CANARIES.accessNotes.value },
    });
    const wrong = { staff: CANARIES.staffName.value, what: CANARIES.address.value };
    const refused = await this.stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, wrong);
    partialDeepStrictEqual(refused, { status: 400 });
  }

  /** The mission moves, closes, opens again and is taken back, with reasons that somebody wrote. */
  async acts(mission: Mission): Promise<void> {
    const { stranger } = this;
    const reason = CANARIES.reason.value;
    await stranger.patch(mission, { customer: { phone: "06.39.98.47.62" } });
    const { lines } = await stranger.patch(mission, { staff: ["T-canary", "T-other"] });
    for (const other of [customerPhone.value, CANARIES.staffName.value]) {
      const answer = await stranger.call("PATCH", `/v1/missions/${mission.id}`, { staff: [other] });
      partialDeepStrictEqual(answer, { status: 400, body: { code: "unknown_staff" } });
    }
    await stranger.act(mission, "close", { reason, graceMinutes: 0 });
    const [line] = lines;
    const late = await stranger.text(staffPhone.value, line.staffDials, CANARIES.refused.value);
    partialDeepStrictEqual(late, { code: "window_closed" });
    partialDeepStrictEqual(await stranger.text(newPhone.value, line.customerDials, CANARIES.refused.value), {
      outcome: "refused",
    });
    await stranger.act(mission, "reopen", { reason, closesAt: stranger.at(60) });
    const cancelled = await stranger.mission({ ...CUSTOMER, reference: "C-2" }, { staff: ["T-canary"] });
    await stranger.act(cancelled, "cancel", { reason });
  }

  /** Rows as exports hold them: good ones, and ones where a person stands in every wrong place. */
  async imports(): Promise<void> {
    const { stranger } = this;
    const [opens, closes] = [stranger.at(-5), stranger.at(55)];
    const { email, address, accessNotes, importedName: name, staffName } = CANARIES;
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const row = (reference: string, changed: { readonly [column: number]: string } = {}) => {
      const phone = importedPhone.value;
      const notes = quoted(accessNotes.value);
      const cells = [reference, "ride", opens, closes, "C-csv", name.value, phone, email.value, quoted(address.value)];
      return [...cells, notes, "T-canary"].map((cell, i) => changed[i] ?? cell).join(";");
    };
    const phones = spelled(importedPhone.value).map((phone, i) => row(`I-phone-${i}`, { 6: phone }));
    const wrong = [1, 2, 3, 7, 10].flatMap((column) =>
      [name.value, customerPhone.value, staffName.value].map((cell, i) => row(`I-${column}-${i}`, { [column]: cell })),
    );
    const phone = ["not 06 39 98 47 53", `${importedPhone.value}99`, name.value];
    const wrongPhones = phone.map((cell, i) => row(`I-bad-${i}`, { 6: cell }));
    const broken = [
      `I-x;${name.value}";"ride;${email.value}`,
      `${row("I-y")};${customerPhone.value}`,
      row("I-phone-0"),
    ];
    const file = [COLUMNS, ...phones, ...wrong, ...wrongPhones, ...broken, `"${accessNotes.value}`].join("\r\n");
    const strange = `${customerPhone.value};${name.value};${email.value}\r\n${row("I-z")}`;
    const repeated = `${COLUMNS};${name.value};${name.value}\r\n${row("I-z")}`;
    // A dry run shows what stands in the column of references as it was understood: no person stands there.
    const dry = [COLUMNS, ...phones, ...wrongPhones, ...broken].join("\r\n");
    partialDeepStrictEqual(await this.#import(dry, "?dryRun=true"), { status: 200, body: { accepted: phones.length } });
    const { status, body } = await this.#import(file);
    deepStrictEqual({ status, accepted: body.accepted }, { status: 200, accepted: phones.length });
    if (body.rejected.length < wrong.length) throw new Error(`could not see rows refused: ${body.rejected.length}`);
    for (const text of [strange, repeated]) partialDeepStrictEqual((await this.#import(text)).body, { accepted: 0 });
    partialDeepStrictEqual(await this.#import(dry, `?mapping=${encodeURIComponent(name.value)}`), { status: 400 });
    await this.#commands(file, name.value);
  }

  /** The command line of an operator, beside the running program. */
  async #commands(file: string, name: string): Promise<void> {
    const { dataFolder } = this.recorder.program;
    const path = join(tmpdir(), `paravent-canary-${process.pid}.csv`);
    writeFileSync(path, file);
    for (const words of [["import", path], ["import", path, "--mapping", name], ["doctor"], ["keys", "list"], [name]]) {
      const { exitCode, lines } = await runCommand(words, { PARAVENT_DATA: dataFolder });
      const output = { name: `paravent ${words.join(" ")}`, bytes: Buffer.from(lines.join("\n")) };
      this.recorder.sent.push({ method: "paravent", path: words.join(" "), status: exitCode, output });
    }
    rmSync(path);
  }

  #import(text: string, query = "") {
    return this.stranger.call("POST", `/v1/missions/import${query}`, text);
  }

  /** Somebody of the desk is invited, signs in and out; a staff member does. Each step is also refused, with words in it. */
  async people(): Promise<void> {
    const [email, displayName] = [CANARIES.deskEmail.value, CANARIES.deskName.value];
    const request = { personReference: "E-canary", duty: "admin", email, displayName };
    const invited = await this.stranger.call("POST", "/v1/desk-users", request);
    partialDeepStrictEqual(invited, { status: 201 });
    mustRefuse(await this.stranger.call("POST", "/v1/desk-users", request));
    mustRefuse(await this.stranger.call("POST", "/v1/desk-users", { ...request, personReference: displayName }));
    const user = `/v1/desk-users/${invited.body.id}`;
    mustAnswer(await this.stranger.call("PATCH", user, { depot: "LYON" }));
    mustRefuse(await this.stranger.call("PATCH", user, { depot: displayName }));
    mustAnswer(await this.stranger.call("GET", "/v1/desk-users"));
    mustRefuse(await this.stranger.call("POST", `/v1/desk-users/${encodeURIComponent(email)}/invite`));
    const again = await this.stranger.call("POST", `${user}/invite`);
    await this.#deskSignsIn(email, again.body.invitation);
    await this.#staffSignsIn();
  }

  async #deskSignsIn(email: string, invitation: string): Promise<void> {
    const call = (path: string, body: object, cookie = "paravent_sign_in=x") =>
      this.stranger.call("POST", `/v1/sign-in/${path}`, body, { cookie });
    const password = CANARIES.password.value;
    const begun = await call("accept", { invitation, password });
    mustAnswer(begun);
    mustRefuse(await call("accept", { invitation: password, password }));
    const authenticator = new Authenticator(begun.body.totp.secret);
    mustRefuse(await call("accept/totp", { code: password }, cookieOf(begun)));
    mustAnswer(await call("accept/totp", { code: await authenticator.code() }, cookieOf(begun)));
    mustRefuse(await call("password", { email, password: `${password}!` }));
    const first = await call("password", { email, password });
    mustAnswer(first);
    mustRefuse(await call("totp", { code: password }, cookieOf(first)));
    const signedIn = await call("totp", { code: await authenticator.code(1) }, cookieOf(first));
    mustAnswer(signedIn);
    const credential = { id: email, rawId: email, type: "public-key", response: { clientDataJSON: password } };
    for (const path of ["passkey/options", "passkey", "accept/passkey"]) mustRefuse(await call(path, { credential }));
    mustAnswer(await this.stranger.call("GET", "/v1/sign-in"));
    for (const path of ["oidc", `oidc/callback?state=${email}&code=${encodeURIComponent(password)}`]) {
      mustRefuse(await this.stranger.call("GET", `/v1/sign-in/${path}`));
    }
    await this.#deskLooks(cookieOf(signedIn));
  }

  async #deskLooks(cookie: string): Promise<void> {
    const ask = (method: string, path: string, by = cookie) =>
      this.stranger.call(method, path, undefined, { cookie: by });
    const nobody = `paravent_desk=${encodeURIComponent(CANARIES.deskEmail.value)}`;
    for (const path of ["/v1/session", "/v1/sessions", "/v1/desk-users"]) {
      mustAnswer(await ask("GET", path));
      mustRefuse(await ask("GET", path, nobody));
    }
    const { items } = (await ask("GET", "/v1/sessions")).body;
    const other = items.find(({ isOwn }: { isOwn: boolean }) => !isOwn);
    mustAnswer(await ask("DELETE", `/v1/sessions/${other.id}`));
    mustRefuse(await ask("DELETE", `/v1/sessions/${encodeURIComponent(CANARIES.deskName.value)}`));
    mustRefuse(await ask("POST", "/v1/sign-out", nobody));
    mustAnswer(await ask("POST", "/v1/sign-out"));
  }

  async #staffSignsIn(): Promise<void> {
    const { stranger } = this;
    const post = (path: string, body: object) => stranger.call("POST", path, body, { cookie: "x=y" });
    mustRefuse(await post("/v1/staff-sign-in/code", { reference: "" }));
    const signIn = async (count: number) => {
      mustAnswer(await post("/v1/staff-sign-in/code", { reference: "T-canary" }));
      const codes = async () =>
        (await stranger.textsOn(staffPhone.value)).flatMap((text) => CODE.exec(text)?.[1] ?? []);
      const code = (await until(codes, ({ length }) => length >= count)).at(-1);
      mustRefuse(await post("/v1/staff-sign-in", { reference: CANARIES.staffName.value, code }));
      const answer = await post("/v1/staff-sign-in", { reference: "T-canary", code });
      mustAnswer(answer);
      return answer;
    };
    const [lost, signedIn] = [await signIn(1), await signIn(2)];
    mustAnswer(await stranger.call("GET", "/v1/staff/me", undefined, { cookie: cookieOf(lost) }));
    await this.#learns(cookieOf(signedIn));
    await this.#works(cookieOf(signedIn));
    const [cookie, nobody] = [cookieOf(signedIn), `paravent_staff=${encodeURIComponent(staffPhone.value)}`];
    for (const [method, path] of [
      ["GET", "/v1/staff/me"],
      ["POST", "/v1/staff-sign-out"],
    ] as const) {
      mustRefuse(await stranger.call(method, path, undefined, { cookie: nobody }));
      mustAnswer(await stranger.call(method, path, undefined, { cookie }));
    }
  }

  /** A day in the staff app. Each way in is also tried with words where an id belongs. */
  async #works(cookie: string): Promise<void> {
    const { stranger } = this;
    const wrong = encodeURIComponent(CANARIES.customerName.value);
    const ask = (method: string, path: string, body?: object) => stranger.call(method, path, body, { cookie });
    const customer = { ...CUSTOMER, reference: "C-app", phone: CANARIES.importedPhone.value };
    const { id } = await stranger.mission(customer, { staff: ["T-canary"] });
    mustAnswer(await ask("GET", "/v1/my-missions"));
    mustRefuse(await ask("GET", `/v1/my-missions?day=${wrong}`));
    for (const [method, path, body] of [
      ["POST", "/messages", { text: CANARIES.written.value }],
      ["POST", "/drafts", { text: CANARIES.keptBack.value }],
      ["POST", "/on-my-way", undefined],
      ["POST", "/disclosures", { what: "address" }],
      ["POST", "/disclosures", { what: "accessNotes" }],
      ["GET", "/messages", undefined],
      ["GET", "", undefined],
    ] as const) {
      mustAnswer(await ask(method, `/v1/my-missions/${id}${path}`, body));
      mustRefuse(await ask(method, `/v1/my-missions/${wrong}${path}`, body));
    }
    const kept = await ask("POST", `/v1/my-missions/${id}/messages`, { text: CANARIES.keptBack.value });
    partialDeepStrictEqual(kept, { status: 200, body: { code: "screened" } });
    mustAnswer(await ask("POST", `/v1/my-attempts/${kept.body.id}/reading`));
    mustRefuse(await ask("POST", `/v1/my-attempts/${wrong}/reading`));
    const read = await ask("GET", `/v1/my-missions/${id}`);
    partialDeepStrictEqual(read.body, { customerName: CUSTOMER.displayName });
    const nobody = { cookie: `paravent_staff=${wrong}` };
    for (const path of ["/v1/my-reports", "/v1/staff/sessions"]) {
      mustAnswer(await ask("GET", path));
      mustRefuse(await stranger.call("GET", path, undefined, nobody));
    }
    const { items } = (await ask("GET", "/v1/staff/sessions")).body;
    const other = items.find(({ isOwn }: { isOwn: boolean }) => !isOwn);
    mustAnswer(await ask("DELETE", `/v1/staff/sessions/${other.id}`));
    mustRefuse(await ask("DELETE", `/v1/staff/sessions/${wrong}`));
    await stranger.staff("T-app");
    mustAnswer(await stranger.call("POST", "/v1/staff/T-app/sign-in-code"));
    mustRefuse(await stranger.call("POST", `/v1/staff/${wrong}/sign-in-code`));
  }

  /** Everything that is only read, so that every route has answered well once. */
  async reads(mission: Mission): Promise<void> {
    const { stranger } = this;
    const attempts = await stranger.attempts();
    if (attempts.length < 20) throw new Error(`could not see more than ${attempts.length} attempts`);
    for (const { id } of attempts) {
      await stranger.attempt(id);
      await stranger.call("GET", `/v1/attempts/${id}/leaf`);
      await until(
        () => stranger.call("GET", `/v1/attempts/${id}/proof`),
        ({ status }) => status === 200,
      );
    }
    await this.#readLog();
    await this.#charter();
    await this.#activations();
    const paths = [`/v1/missions/${mission.id}`, "/v1/missions?limit=1000", "/v1/missions?reference=M-canary"];
    paths.push(`/v1/attempts?mission=${mission.id}&staff=T-canary`, "/v1/numbers?limit=1000", "/phones", "/");
    paths.push("/healthz/live", "/healthz/ready", "/metrics", "/openapi.json");
    for (const phone of [customerPhone, newPhone, staffPhone, strangerPhone]) {
      paths.push(`/simulator/handsets/${phone.value}/messages`);
    }
    for (const path of paths) mustAnswer(await stranger.call("GET", path));
    for (const { value: text } of Object.values(CANARIES)) {
      mustAnswer(await stranger.call("POST", "/v1/screenings", { text, direction: "staff_to_customer" }));
    }
    const drained = await stranger.call("PATCH", `/v1/numbers/${MASKED[3]}`, { draining: true });
    partialDeepStrictEqual(drained, { status: 200 });
    await stranger.advance(1);
  }

  /** The ledger as auditors and strangers read it: every bundle, every tile of hashes, what others say of it. */
  async #readLog(): Promise<void> {
    const { stranger } = this;
    const { body } = await stranger.call("GET", "/log/");
    // The witness knows the log of the first start; that of reports is as any other.
    const logs = body.items as readonly { readonly name: string; readonly size: number }[];
    const { name, size } = logs.find((one) => one.name.startsWith("routine-")) ?? mustBeThere("a log");
    const log = `/log/${name}`;
    await until(
      () => stranger.call("GET", `${log}/witnessed`),
      ({ status }) => status === 200,
    );
    for (const path of ["checkpoint", "vkey"]) mustAnswer(await stranger.call("GET", `${log}/${path}`));
    for (let first = 0; first < size; first += 256) {
      const width = Math.min(256, size - first);
      const place = `${String(first / 256).padStart(3, "0")}${width === 256 ? "" : `.p/${width}`}`;
      for (const kind of ["0", "entries"]) mustAnswer(await stranger.call("GET", `${log}/tile/${kind}/${place}`));
    }
    const { body: anchors } = await stranger.call("GET", `${log}/anchor/`);
    for (const day of anchors.items) {
      for (const kind of ["checkpoint", "tsr"]) mustAnswer(await stranger.call("GET", `${log}/anchor/${day}.${kind}`));
    }
  }

  /** Nonsense with people in it, in every place of a request to every route. */
  async badInput(): Promise<void> {
    const { recorder } = this;
    const { body: document } = await recorder.program.call("GET", "/openapi.json");
    const secrets = Object.values(CANARIES).map(({ value }) => value);
    const flat = secrets.map((text) => text.replaceAll("\n", " "));
    const all = [...flat, ...spelled(customerPhone.value), ...flat.map(reversed)];
    const query = all.map((text) => encodeURIComponent(text));
    const json = { "content-type": "application/json" };
    const person = Object.fromEntries(all.map((text) => [text, text]));
    let turn = 0;
    const next = () => query[turn++ % query.length] as string;
    for (const [template, methods] of Object.entries(document.paths as object)) {
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        const path = () => template.replace(/\{\w+\}/g, next);
        const canTakeBody = method !== "GET";
        for (const _ of query)
          await recorder.send(method, path(), canTakeBody ? "{}" : undefined, canTakeBody ? json : {});
        for (const name of ["after", "reference", "limit", "mission", "since", "staff", "dryRun", next()]) {
          await recorder.send(method, `${path()}?${name}=${next()}`, canTakeBody ? "{" : undefined);
        }
        const headers = { authorization: `Bearer ${customerPhone.value}`, "accept-language": staffPhone.value };
        await recorder.send(method, path(), undefined, headers);
        if (!canTakeBody) continue;
        const key = { ...json, "idempotency-key": `${customerPhone.value} ${CANARIES.email.value}` };
        const bodies = [JSON.stringify(person), JSON.stringify(all), `{"${all.join('","')}`, `{"phone":${flat[0]}}`];
        for (const body of bodies) await recorder.send(method, path(), body, key);
        await recorder.send(method, path(), all.join("\n"), { "content-type": `text/${CANARIES.email.value}` });
        await recorder.send(method, path(), `${all.join(";")}\n${all.join(";")}`, { "content-type": "text/csv" });
      }
    }
  }

  /** Bodies of the right shape with a person in every field that refuses one. */
  async wrongPeople(): Promise<void> {
    const { stranger } = this;
    const good = () => stranger.request(CUSTOMER, { staff: ["T-canary"] });
    const { customerName: name, reason, accessNotes } = CANARIES;
    for (const text of [name.value, customerPhone.value, ...spelled(importedPhone.value)]) {
      for (const field of ["purpose", "legalBasis", "opensAt", "closesAt", "channels", "graceMinutes", "customer"]) {
        mustRefuse(await stranger.call("POST", "/v1/missions", { ...good(), [field]: text }));
      }
      for (const change of [{ phone: `${text} 99` }, { email: text }, { language: text }, { [text]: text }]) {
        mustRefuse(
          await stranger.call("POST", "/v1/missions", {
            ...good(),
            customer: { ...CUSTOMER, ...change },
          }),
        );
      }
      for (const change of [{ phone: `${text} 99` }, { regime: text }, { language: text }, { [text]: 1 }]) {
        mustRefuse(await stranger.call("PUT", "/v1/staff/T-canary", { ...STAFF, ...change }));
      }
      const numbers = { numbers: [text, accessNotes.value.slice(0, 40), "no number"], carrier: "simulator" };
      mustRefuse(await stranger.call("POST", "/v1/numbers", numbers));
      const carrier = { numbers: [MASKED[0]], carrier: text };
      mustRefuse(await stranger.call("POST", "/v1/numbers", carrier));
      mustRefuse(await stranger.call("POST", "/v1/screenings", { text, direction: text }));
      const unknown = { staff: text, what: "address" };
      const nowhere = "/v1/missions/mis_00000000000000000000000000";
      partialDeepStrictEqual(await stranger.call("POST", `${nowhere}/disclosures`, unknown), { status: 404 });
      partialDeepStrictEqual(await stranger.call("POST", `${nowhere}/close`, { reason: reason.value }), {
        status: 404,
      });
    }
    await this.#noHttp(`GET /${customerPhone.value} HTTP/9.9\r\n${CANARIES.email.value}\r\n\r\n`);
    await this.#noHttp(`GET / HTTP/1.1\r\nx-phone: ${`${customerPhone.value} `.repeat(3_000)}\r\n\r\n`);
  }

  /** What is no HTTP is answered without the server's routes. */
  async #noHttp(bytes: string): Promise<void> {
    const { port, hostname } = new URL(this.recorder.program.url);
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    const closed = new Promise<void>((resolve, reject) => socket.once("close", () => resolve()).once("error", reject));
    socket.end(bytes);
    await closed;
    const answer = Buffer.concat(chunks);
    match(answer.toString(), /^HTTP\/1\.1 4\d\d /);
    this.recorder.sent.push({ method: "-", path: "-", status: 400, output: { name: "no HTTP", bytes: answer } });
  }

  /**
   * The disk with the data goes away, and the server dies with it: texts and acts are refused, words are taken.
   * `meanwhile` looks around while it is so.
   */
  async outage(mission: Mission, meanwhile: () => void): Promise<void> {
    const { stranger } = this;
    const { body: now } = await stranger.call("GET", `/v1/missions/${mission.id}`);
    const { staffDials, customerDials } = now.lines[0];
    const folder = join(realpathSync(this.recorder.program.dataFolder), "postgres");
    const queued = await stranger.text(staffPhone.value, staffDials, CANARIES.queued.value);
    partialDeepStrictEqual(queued, { outcome: "queued" });
    const [pid] = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    renameSync(folder, `${folder}.away`);
    process.kill(Number(pid), "SIGKILL");
    const ready = async () => (await stranger.call("GET", "/healthz/ready")).status === 200;
    await until(ready, (isReady) => !isReady);
    const send = (from: string, to: string, text: string) =>
      stranger.call("POST", "/simulator/messages", { from, to, text });
    const tries = [
      await send(staffPhone.value, staffDials, CANARIES.outage.value),
      await send(newPhone.value, customerDials, `${CANARIES.outage.value} `.repeat(10)),
      await send(strangerPhone.value, customerPhone.value, CANARIES.outage.value),
      await stranger.call("POST", "/simulator/calls", { from: newPhone.value, to: customerDials }),
      await stranger.call("POST", "/v1/missions", stranger.request(CUSTOMER, { staff: ["T-canary"] })),
      await stranger.call("PUT", "/v1/staff/T-canary", STAFF),
      await stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, { staff: "T-canary", what: "address" }),
      await stranger.call("POST", `/v1/missions/${mission.id}/close`, { reason: CANARIES.reason.value }),
      await this.#import(`${COLUMNS}\n${Object.values(CUSTOMER).join(";")}`),
    ];
    for (const { status, body } of tries.slice(0, 8)) {
      deepStrictEqual({ status, code: body.code }, { status: 503, code: "ledger_unavailable" });
    }
    for (const [from, word] of [
      [strangerPhone, "SIGNALER"],
      [newPhone, "STOP"],
      [newPhone, "SIGNALER"],
    ] as const) {
      partialDeepStrictEqual(await send(from.value, customerDials, word), { status: 202 });
    }
    await stranger.call("GET", "/metrics");
    meanwhile();
    renameSync(`${folder}.away`, folder);
    await until(ready, (isReady) => isReady);
    const shut = await until(
      () => stranger.text(staffPhone.value, staffDials, CANARIES.refused.value),
      ({ outcome }) => outcome === "refused",
    );
    partialDeepStrictEqual(shut, { code: "pair_cut" });
  }
}

const CODE = /code Paravent\D*(\d{6})/;

/** The cookies an answer sets, as a browser sends them back. */
function cookieOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((line) => line.slice(0, line.indexOf(";")))
    .filter((pair) => !pair.endsWith("="))
    .join("; ");
}

function mustRefuse({ status, body }: Answer): void {
  if (status < 400) throw new Error(`could not be refused: ${status} ${JSON.stringify(body)}`);
}

function mustBeThere(what: string): never {
  throw new Error(`could not find ${what}`);
}

function mustAnswer({ status, body }: Answer): void {
  if (status >= 400) throw new Error(`could not be answered: ${status} ${JSON.stringify(body)}`);
}
