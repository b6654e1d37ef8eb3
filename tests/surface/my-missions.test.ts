/** The staff app's own API: one's own missions, what is written on them, and nothing that is anybody else's. */
import { expect, test } from "vitest";
import type { Answer, Json } from "../program.ts";
import { Browser } from "./desk.ts";
import type { StaffMember } from "./staff-member.ts";
import { openStaffMember } from "./staff-member.ts";
import { openProgram, until } from "./stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.numbers(Array.from({ length: 40 }, (_, n) => `+33937006${String(n).padStart(3, "0")}`));
const whole = { consultationDate: "2026-01-05", noticeVersion: "notice-1", impactAssessment: "DPIA-1" };
await program.call("POST", "/v1/activations", { ...whole, module: "screening", legalBasis: "eu-gdpr:A6-1-f" });

const NAME = "Léa Fontaine";
const MAIL = "lea.fontaine@exemple.fr";
const DOOR = { address: "12 rue du Port\n29200 Brest", accessNotes: "Digicode 4711" };
const FLIRT = "J'arrive ma puce";
const NOBODY = "mis_00000000000000000000000000";
let made = 0;
/** Everything that staff were answered here. */
const answered: string[] = [];

async function newMember(): Promise<StaffMember> {
  made += 1;
  return openStaffMember(stranger, `A-${made}`, `+336399860${String(made).padStart(2, "0")}`);
}

const herPhone = () => `+336399861${String(made).padStart(2, "0")}`;
const visit = (who: StaffMember, more: object = {}, customer: object = {}) =>
  stranger.mission(
    { phone: herPhone(), email: MAIL, displayName: NAME, ...DOOR, ...customer },
    { staff: [who.reference], ...more },
  );

async function ask(
  { browser }: Pick<StaffMember, "browser">,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
) {
  const answer: Answer = await browser.call(method, path, body, headers);
  answered.push(JSON.stringify(answer.body));
  return answer;
}
const read = async (who: Pick<StaffMember, "browser">, id: string): Promise<Json> =>
  (await ask(who, "GET", `/v1/my-missions/${id}`)).body;
const entriesOf = async (event: string): Promise<number> => {
  const { body } = await program.call("GET", "/log/");
  let count = 0;
  for (const { name, size } of body.items as readonly { name: string; size: number }[]) {
    for (let first = 0; first < size; first += 256) {
      const width = Math.min(256, size - first);
      const place = `${String(first / 256).padStart(3, "0")}${width === 256 ? "" : `.p/${width}`}`;
      const bundle = await program.call("GET", `/log/${name}/tile/entries/${place}`);
      count += String(bundle.body).split(`"${event}"`).length - 1;
    }
  }
  return count;
};

test("one's missions of today, and one of them with who it is for", async () => {
  const who = await newMember();
  const later = await visit(who, { opensAt: stranger.at(2), closesAt: stranger.at(30) });
  const open = await visit(who);
  await visit(await newMember());
  const { status, body } = await ask(who, "GET", "/v1/my-missions");
  expect(status).toBe(200);
  expect(body).toMatchObject({ next: null, now: expect.stringMatching(/Z$/) as string, isScreened: true });
  expect(body.items.map(({ id }: Json) => id)).toEqual([open.id, later.id]);
  expect(body.items[0]).toEqual({
    id: open.id,
    reference: open.reference,
    purpose: "home-intervention",
    status: "open",
    opensAt: open.opensAt,
    closesAt: open.closesAt,
    graceEndsAt: expect.any(String) as string,
    channels: ["sms", "call"],
    staffDials: open.lines[0].staffDials,
    needsCode: false,
    code: null,
    hasAddress: true,
    hasAccessNotes: true,
    isOnMyWay: false,
    isCut: false,
    unread: 0,
  });
  expect(await read(who, open.id)).toMatchObject({ id: open.id, customerName: NAME, messages: [] });
  expect(await read(who, later.id)).toMatchObject({ status: "scheduled", customerName: null });
  const day = new Date(Date.parse(open.opensAt) + 5 * 86_400_000).toISOString().slice(0, 10);
  expect((await ask(who, "GET", `/v1/my-missions?day=${day}`)).body).toMatchObject({ items: [] });
  for (const wrong of ["2026-02-29", "demain", "2026-1-1"]) {
    expect((await ask(who, "GET", `/v1/my-missions?day=${wrong}`)).body.code).toBe("invalid_request");
  }
});

test("somebody else's mission, one that never was and one that was taken away are answered alike", async () => {
  const [who, other] = [await newMember(), await newMember()];
  const [theirs, lost] = [await visit(other), await visit(who)];
  await stranger.patch(lost, { staff: [other.reference] });
  for (const id of [theirs.id, lost.id, NOBODY, "mission"]) {
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["GET", "/messages", undefined],
      ["POST", "/messages", { text: "Bonjour" }],
      ["POST", "/drafts", { text: "Bonjour" }],
      ["POST", "/on-my-way", undefined],
      ["POST", "/disclosures", { what: "address" }],
    ] as const) {
      const { status, body: told } = await ask(who, method, `/v1/my-missions/${id}${path}`, body);
      expect([status, told.code, Object.keys(told).toSorted()], `${method} ${path}`).toEqual([
        404,
        "not_found",
        ["code", "detail", "instance", "status", "title", "type"],
      ]);
    }
  }
  // What was tried there is on record.
  expect(await stranger.attempts({ mission: theirs.id })).toMatchObject([
    { channel: "disclosure", code: "not_assigned" },
  ]);
  expect(await stranger.textsOn(herPhone())).toEqual([]);
});

test("what is written in the app arrives by text, is answered in the thread, and is one message however often it is sent", async () => {
  const who = await newMember();
  const mission = await visit(who);
  const [hers, path] = [herPhone(), `/v1/my-missions/${mission.id}/messages`];
  const key = { "idempotency-key": "one" };
  const sent = await ask(who, "POST", path, { text: "J'arrive dans 5 minutes" }, key);
  expect(sent).toMatchObject({
    status: 200,
    body: { id: expect.any(String) as string, outcome: "queued", code: null, reason: null, findings: [], answer: null },
  });
  expect((await ask(who, "POST", path, { text: "J'arrive dans 5 minutes" }, key)).body).toEqual(sent.body);
  expect((await ask(who, "POST", path, { text: "Autre chose" }, key)).status).toBe(422);
  await until(
    () => stranger.textsOn(hers),
    ({ length }) => length > 0,
  );
  expect(await stranger.received(hers)).toMatchObject([
    { from: mission.lines[0].customerDials, text: "J'arrive dans 5 minutes" },
  ]);
  await stranger.write(hers, mission.lines[0].customerDials, "D'accord");
  const [own] = (await ask(who, "GET", "/v1/my-missions")).body.items;
  expect(own.unread).toBe(1);
  expect((await read(who, mission.id)).messages).toMatchObject([
    { direction: "out", text: "J'arrive dans 5 minutes", outcome: "delivered", code: null, mayAskReading: false },
    { direction: "in", text: "D'accord", outcome: "delivered", reason: null },
  ]);
  expect((await ask(who, "GET", "/v1/my-missions")).body.items[0].unread).toBe(0);
  for (const text of ["", "  ", "x".repeat(1_001), "a\u0000b", "\ud800"])
    expect((await ask(who, "POST", path, { text })).body.code).toBe("invalid_request");
});

test("her page shows what he wrote, and what she writes there is in his thread", async () => {
  const who = await newMember();
  const mission = await visit(who);
  await ask(who, "POST", `/v1/my-missions/${mission.id}/messages`, { text: "Je suis devant la grille" });
  const { visitPage } = (await program.call("GET", `/v1/missions/${mission.id}/visit-slip`)).body;
  const page = new Browser(program);
  const address = new URL(visitPage).pathname;
  const shown = await until(
    () => page.call("GET", address),
    ({ body }) => String(body).includes("devant la grille"),
  );
  expect(shown.body).toContain("Samir");
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(String(shown.body))?.[1] ?? "";
  const form = new URLSearchParams({ form: value("form"), to: value("to"), text: "J'ouvre tout de suite" });
  const posted = await fetch(`${program.url}${address}/messages`, { method: "POST", body: form, redirect: "manual" });
  expect(posted.status).toBe(303);
  const thread = await until(
    async () => (await ask(who, "GET", `/v1/my-missions/${mission.id}/messages`)).body.items,
    ({ length }) => length > 1,
  );
  expect(thread).toMatchObject([{ direction: "out" }, { direction: "in", text: "J'ouvre tout de suite" }]);
  await stranger.act(mission, "close", { graceMinutes: 0 });
  expect((await read(who, mission.id)).messages).toEqual([]);
});

test("are you sure: a draft is judged, a better wording offered, and nothing is recorded", async () => {
  const who = await newMember();
  const mission = await visit(who);
  const path = `/v1/my-missions/${mission.id}`;
  const before = [(await stranger.attempts()).length, await entriesOf("relay.receive-chat")];
  const draft = await ask(who, "POST", `${path}/drafts`, { text: FLIRT }, { "accept-language": "fr" });
  expect(draft).toMatchObject({
    status: 200,
    body: {
      verdict: "block",
      findings: [{ class: "flirt", rule: "flirt.pet-name", start: 9, end: 16, reason: "Petit nom tendre." }],
      suggestion: "Bonjour, j’arrive pour votre rendez-vous.",
    },
  });
  const english = await ask(who, "POST", `${path}/drafts`, { text: FLIRT }, { "accept-language": "en" });
  expect(english.body.suggestion).toBe("Hello, I am on my way for your appointment.");
  expect((await ask(who, "POST", `${path}/drafts`, { text: "J'arrive dans 5 min" })).body).toEqual({
    verdict: "pass",
    findings: [],
    suggestion: null,
  });
  expect([(await stranger.attempts()).length, await entriesOf("relay.receive-chat")]).toEqual(before);
  const sent = await ask(who, "POST", `${path}/messages`, { text: FLIRT });
  expect(sent.body).toMatchObject({ outcome: "refused", code: "screened", findings: [{ rule: "flirt.pet-name" }] });
  const reading = `/v1/my-attempts/${sent.body.id}/reading`;
  const other = await newMember();
  for (const [someone, id] of [
    [other, reading],
    [who, "/v1/my-attempts/att_00000000000000000000000000/reading"],
    [who, "/v1/my-attempts/x/reading"],
  ] as const)
    expect(await ask(someone, "POST", id)).toMatchObject({ status: 404, body: { code: "not_found" } });
  expect(await ask(who, "POST", reading)).toMatchObject({ status: 200, body: { attempt: sent.body.id } });
  expect(await stranger.textsOn(herPhone())).toEqual([]);
});

test("at the door: the address inside the window, the notes once on the way, nothing after closing, all of it recorded", async () => {
  const who = await newMember();
  const mission = await visit(who, { opensAt: stranger.at(1), closesAt: stranger.at(31), graceMinutes: 10 });
  const path = `/v1/my-missions/${mission.id}`;
  const show = (what: string) => ask(who, "POST", `${path}/disclosures`, { what });
  expect(await show("address")).toMatchObject({ status: 403, body: { code: "window_not_open" } });
  await stranger.advance(1);
  expect(await show("address")).toMatchObject({ status: 200, body: { address: DOOR.address } });
  expect(await show("accessNotes")).toMatchObject({ status: 403, body: { code: "window_not_open" } });
  expect(await ask(who, "POST", `${path}/on-my-way`)).toMatchObject({ status: 200, body: { isOnMyWay: true } });
  expect(await show("accessNotes")).toMatchObject({ status: 200, body: { accessNotes: DOOR.accessNotes } });
  await stranger.advance(30);
  expect(await show("address")).toMatchObject({ status: 403, body: { code: "window_closed" } });
  // Something may still be said in the grace period, and then no more.
  expect(await read(who, mission.id)).toMatchObject({ status: "grace", customerName: NAME });
  await stranger.advance(10);
  expect(await read(who, mission.id)).toMatchObject({
    status: "closed",
    customerName: null,
    staffDials: null,
    messages: [],
  });
  expect(await ask(who, "POST", `${path}/on-my-way`)).toMatchObject({ status: 409, body: { code: "mission_closed" } });
  expect(await ask(who, "POST", `${path}/messages`, { text: "Merci" })).toMatchObject({
    status: 200,
    body: { outcome: "refused", code: "window_closed" },
  });
  const tried = await stranger.attempts({ mission: mission.id });
  expect(tried.filter(({ channel }) => channel === "disclosure").map(({ outcome }) => outcome)).toEqual([
    "refused",
    "disclosed",
    "refused",
    "disclosed",
    "refused",
  ]);
});

test("her name is shown with an entry each time, and the thread alone needs none", async () => {
  const who = await newMember();
  const mission = await visit(who);
  const count = () => entriesOf("missions.show-customer-name");
  const before = await count();
  await read(who, mission.id);
  await read(who, mission.id);
  await ask(who, "GET", `/v1/my-missions/${mission.id}/messages`);
  expect(await until(count, (found) => found >= before + 2)).toBe(before + 2);
});

test("cut, stopped, cancelled or suspended, nothing goes and nobody says whose word it was", async () => {
  const who = await newMember();
  const [cut, stopped] = [await visit(who), await visit(who, {}, { phone: "+33639986199" })];
  await stranger.text(herPhone(), cut.lines[0].customerDials, "SIGNALER");
  await stranger.text("+33639986199", stopped.lines[0].customerDials, "STOP");
  const told = [];
  for (const { id } of [cut, stopped]) {
    const { isCut, staffDials, channels } = await read(who, id);
    const { body } = await ask(who, "POST", `/v1/my-missions/${id}/messages`, { text: "Bonjour" });
    told.push({ isCut, staffDials, channels, code: body.code, outcome: body.outcome, reason: body.reason });
  }
  expect(told[0]).toMatchObject({
    isCut: true,
    staffDials: null,
    channels: [],
    code: "contact_ended",
    outcome: "refused",
  });
  expect(told[1]).toEqual(told[0]);
  expect((await read(who, cut.id)).customerName).toBeNull();
  expect(await ask(who, "POST", `/v1/my-missions/${cut.id}/disclosures`, { what: "address" })).toMatchObject({
    status: 409,
    body: { code: "contact_ended" },
  });
  const off = await visit(who, {}, { phone: "+33639986198" });
  await stranger.act(off, "cancel");
  expect(await read(who, off.id)).toMatchObject({ status: "cancelled", customerName: null, staffDials: null });
  expect((await ask(who, "POST", `/v1/my-missions/${off.id}/messages`, { text: "Bonjour" })).body.code).toBe(
    "mission_cancelled",
  );
});

test("a word written in the app is taken there: the report is one's own, and its receipt opens it", async () => {
  const who = await newMember();
  const mission = await visit(who);
  const { body } = await ask(who, "POST", `/v1/my-missions/${mission.id}/messages`, { text: "signaler" });
  expect(body).toMatchObject({
    outcome: "intercepted",
    code: null,
    answer: expect.stringContaining("/follow") as string,
  });
  const mine = await until(
    async () => (await ask(who, "GET", "/v1/my-reports")).body.items,
    ({ length }) => length > 0,
  );
  expect(mine).toEqual([
    {
      id: expect.stringMatching(/^rep_/) as string,
      reference: expect.any(String) as string,
      filedAt: expect.any(String) as string,
      state: "received",
      outcome: null,
      about: "customer",
    },
  ]);
  const words = /: ((?:[\p{L}'-]+ ){5}[\p{L}'-]+)\./u.exec(body.answer)?.[1] ?? "";
  const followed = await fetch(`${program.url}/follow`, {
    method: "POST",
    body: new URLSearchParams({ receipt: words, words }),
    redirect: "manual",
  });
  expect(followed.status).toBe(303);
  const other = await newMember();
  expect((await ask(other, "GET", "/v1/my-reports")).body).toEqual({ items: [], next: null });
  await ask(other, "POST", "/v1/reports", { staff: [who.reference], text: "Il m'a insulté." });
  expect((await ask(other, "GET", "/v1/my-reports")).body.items).toMatchObject([{ about: "colleague" }]);
  expect((await ask(who, "GET", "/v1/my-reports")).body.items).toHaveLength(1);
  expect(await stranger.textsOn(herPhone())).toEqual([]);
});

test("whoever has no phone signs in by a code that is handed to them, and is written to in the app", async () => {
  made += 1;
  await stranger.staff("App-1");
  const make = (reference: string) => program.call("POST", `/v1/staff/${encodeURIComponent(reference)}/sign-in-code`);
  const { status, body } = await make("App-1");
  expect([status, body]).toEqual([201, { code: expect.stringMatching(/^\d{6}$/), endsAt: expect.any(String) }]);
  const browser = new Browser(program);
  const signIn = () => browser.call("POST", "/v1/staff-sign-in", { reference: "App-1", code: body.code });
  expect((await signIn()).status).toBe(200);
  expect(
    (await new Browser(program).call("POST", "/v1/staff-sign-in", { reference: "App-1", code: body.code })).status,
  ).toBe(401);
  const who = { reference: "App-1", phone: "", browser };
  const mission = await visit(who);
  expect(mission.lines[0].staffDials).toBeNull();
  const [hers, dialled] = [herPhone(), mission.lines[0].customerDials];
  expect(await stranger.write(hers, dialled, "Vous arrivez ?")).toMatchObject({ outcome: "delivered" });
  expect(await stranger.dial(hers, dialled)).toMatchObject({ outcome: "refused", code: "channel_not_allowed" });
  const [own] = (await ask(who, "GET", "/v1/my-missions")).body.items;
  expect(own).toMatchObject({ staffDials: null, channels: ["sms"], unread: 1 });
  await ask(who, "POST", `/v1/my-missions/${mission.id}/messages`, { text: "Dans 5 minutes" });
  await until(
    () => stranger.textsOn(hers),
    (texts) => texts.includes("Dans 5 minutes"),
  );
  expect((await read(who, mission.id)).messages).toMatchObject([
    { direction: "in", text: "Vous arrivez ?" },
    { direction: "out", text: "Dans 5 minutes", outcome: "delivered" },
  ]);
  const member = await newMember();
  expect(await make(member.reference)).toMatchObject({ status: 409, body: { code: "staff_has_phone" } });
  expect(await make("App-404")).toMatchObject({ status: 404, body: { code: "not_found" } });
});

test("one's own devices are listed and signed out, and nobody else's", async () => {
  const [who, other] = [await newMember(), await newMember()];
  const second = new Browser(program);
  await second.call("POST", "/v1/staff-sign-in/code", { reference: who.reference });
  const codes = async () =>
    (await stranger.textsOn(who.phone)).flatMap((text) => /code Paravent\D*(\d{6})/.exec(text)?.[1] ?? []);
  const [, code] = await until(codes, ({ length }) => length > 1);
  await second.call("POST", "/v1/staff-sign-in", { reference: who.reference, code });
  const { items } = (await ask(who, "GET", "/v1/staff/sessions")).body;
  expect(items.map(({ isOwn }: Json) => isOwn)).toEqual([false, true]);
  expect(items[0]).toEqual({
    id: expect.stringMatching(/^ses_/) as string,
    isOwn: false,
    beganAt: expect.any(String) as string,
    seenAt: expect.any(String) as string,
    endsAt: expect.any(String) as string,
  });
  const lost = `/v1/staff/sessions/${items[0].id}`;
  expect((await ask(other, "DELETE", lost)).status).toBe(404);
  expect((await ask({ browser: second }, "GET", "/v1/staff/me")).status).toBe(200);
  expect((await ask(who, "DELETE", lost)).status).toBe(204);
  expect((await ask(who, "DELETE", lost)).status).toBe(404);
  expect((await ask({ browser: second }, "GET", "/v1/staff/me")).status).toBe(401);
  expect((await ask(who, "GET", "/v1/staff/sessions")).body.items).toHaveLength(1);
});

test("no answer held a phone or a mail address of hers", () => {
  expect(answered.length).toBeGreaterThan(90);
  for (const body of answered) {
    expect(body).not.toContain(MAIL);
    expect(body.replace(/\+33937006\d{3}/g, "")).not.toMatch(/639986[01]|6 39 98 6/);
  }
});
