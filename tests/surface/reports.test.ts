/** Reports through the API: for a caller by the desk, for themselves by staff, and what each may learn from it. */
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { SUPERUSER } from "../../src/store/engine/postmaster.ts";
import type { DeskPerson } from "./desk.ts";
import { openDeskPerson } from "./desk.ts";
import type { StaffMember } from "./staff-member.ts";
import { openStaffMember } from "./staff-member.ts";
import { openProgram, until } from "./stranger.ts";

const stranger = await openProgram({ isEmbedded: true, env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
const SIX_WORDS = /^(?:[a-z]{3,10} ){5}[a-z]{3,10}$/;
let dispatcher: DeskPerson;
let handler: DeskPerson;
let admin: DeskPerson;
let staff: StaffMember;
beforeAll(async () => {
  await stranger.numbers(Array.from({ length: 20 }, (_, n) => `+339370073${String(n).padStart(2, "0")}`));
  dispatcher = await openDeskPerson(program, "dispatcher");
  handler = await openDeskPerson(program, "handler", { personReference: "P-77" });
  admin = await openDeskPerson(program, "admin");
  staff = await openStaffMember(stranger, "T-700", "+33639987700");
  await stranger.staff("T-701", "+33639987701");
});

/** Whatever a statement gives, as somebody who holds the database reads it. */
async function rows(text: string): Promise<readonly Record<string, unknown>[]> {
  const pid = readFileSync(join(realpathSync(program.dataFolder), "postgres/postmaster.pid"), "utf8");
  const client = new pg.Client({ host: pid.split("\n")[4] ?? "", user: SUPERUSER, database: "paravent" });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
const entryOf = async (id: string, event: string) => {
  const found = await rows(`select convert_from(bytes, 'UTF8') as body from ledger.entry`);
  return found.map(({ body }) => JSON.parse(String(body))).find((one) => one.report === id && one.event === event);
};
const report = (id: string) => stranger.call("GET", `/v1/reports/${id}`);
const national = (phone: string) => `0${phone.slice(3)}`;

test("the desk files for a caller, under its own account in the ledger, and may add to it", async () => {
  const asked = { by: "relative", staff: ["T-701"], text: "Sa mère appelle" };
  const filed = await dispatcher.browser.call("POST", "/v1/reports", asked);
  expect(filed).toMatchObject({ status: 201, body: { receipt: expect.stringMatching(SIX_WORDS), notices: [] } });
  const { id } = filed.body;
  expect((await report(id)).body).toMatchObject({ door: "desk", by: "relative", staff: ["T-701"] });
  expect(await entryOf(id, "reports.file-report")).toMatchObject({ deskUser: dispatcher.id, by: "relative" });
  const added = await dispatcher.browser.call("POST", `/v1/reports/${id}/details`, { when: "hier" });
  expect(added.status).toBe(200);
  expect(await entryOf(id, "reports.add-to-report")).toMatchObject({ deskUser: dispatcher.id });
  expect(JSON.stringify([added.body, (await report(id)).body])).not.toMatch(/mère|hier/);
});

test("staff report a customer's abuse and a colleague's conduct, and learn from no answer who is a customer", async () => {
  const mission = await stranger.mission({ phone: "+33639987801", reference: "C-known" }, { staff: ["T-700"] });
  const shape = ({ status, body }: Awaited<ReturnType<typeof report>>) => ({
    status,
    keys: Object.keys(body),
    notices: body.notices,
  });
  const ask = (body: object) => staff.browser.call("POST", "/v1/reports", body);
  const [known, unknown] = [await ask({ customer: "C-known" }), await ask({ customer: "C-nobody" })];
  expect(shape(known)).toEqual(shape(unknown));
  expect(known).toMatchObject({ status: 201, body: { notices: [] } });
  expect(shape(await ask({ mission: "mis_00000000000000000000000000" }))).toEqual(shape(known));
  expect((await report(known.body.id)).body).toMatchObject({ door: "staff", by: "staff", staff: [] });
  expect(await stranger.text(staff.phone, mission.lines[0].staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  const colleague = await ask({ staff: ["T-701"], text: "Il garde les numéros" });
  expect((await report(colleague.body.id)).body.staff).toEqual(["T-701"]);
  // The twin: the desk, who may know, is told what was not understood.
  const told = await dispatcher.browser.call("POST", "/v1/reports", { customer: "C-nobody" });
  expect(told.body.notices).toEqual(["unknown_customer"]);
  // Staff read no list, and nobody's report.
  for (const path of ["/v1/reports", `/v1/reports/${known.body.id}`]) {
    expect((await staff.browser.call("GET", path)).status).toBe(403);
  }
});

test("a reference that led nowhere is kept with the report, sealed", async () => {
  const { body } = await staff.browser.call("POST", "/v1/reports", { customer: "C-misspelt-somehow" });
  const kept = await rows(
    `select kind, encode(sealed, 'escape') as sealed from reports.detail where report_id = '${body.id}'`,
  );
  expect(kept.map(({ kind }) => kind)).toEqual(["reference"]);
  expect(JSON.stringify(kept)).not.toContain("misspelt");
});

test("who it is about, or who leads them, does not learn at the desk that somebody spoke", async () => {
  const put = (reference: string, more: object) =>
    stranger.call("PUT", `/v1/staff/${reference}`, { displayName: "Nadia", regime: "generic", ...more });
  await put("T-own", { personnel: "p-77" });
  await put("T-team", { manager: "P-77" });
  await put("T-other", { manager: "P-78" });
  const file = async (reference: string) =>
    (await stranger.call("POST", "/v1/reports", { staff: [reference] })).body.id;
  const [own, team, other] = [await file("T-own"), await file("T-team"), await file("T-other")];
  const seenBy = async ({ browser }: DeskPerson) => {
    const { items } = (await browser.call("GET", "/v1/reports?limit=1000")).body;
    return [own, team, other].map((id) => items.some((item: { id: string }) => item.id === id));
  };
  expect(await seenBy(handler)).toEqual([false, false, true]);
  expect(await seenBy(dispatcher)).toEqual([true, true, true]);
  for (const path of ["", "/leaf", "/proof"]) {
    expect((await handler.browser.call("GET", `/v1/reports/${own}${path}`)).status).toBe(404);
  }
  expect((await handler.browser.call("POST", `/v1/reports/${own}/details`, { text: "…" })).status).toBe(404);
  expect((await handler.browser.call("GET", `/v1/reports/${other}`)).status).toBe(200);
});

test("pages of a list go on past what somebody may not see", async () => {
  const seen = new Set<string>();
  let after = "";
  for (let page = 0; page < 50; page += 1) {
    const { body } = await handler.browser.call("GET", `/v1/reports?limit=2${after}`);
    for (const { id } of body.items) seen.add(id);
    if (body.next === null) break;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
  const all = (await handler.browser.call("GET", "/v1/reports?limit=1000")).body.items;
  expect([...seen].toSorted()).toEqual(all.map(({ id }: { id: string }) => id).toSorted());
});

test("the same key and body give the same six words, which are nowhere in the database", async () => {
  const key = { "idempotency-key": "one report" };
  const first = await stranger.call("POST", "/v1/reports", { by: "customer" }, key);
  const again = await stranger.call("POST", "/v1/reports", { by: "customer" }, key);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect((await stranger.call("POST", "/v1/reports", { by: "witness" }, key)).body.code).toBe("idempotency_key_reused");
  const kept = JSON.stringify(await rows("select * from store.idempotency"));
  expect(kept).not.toContain(first.body.receipt);
  expect(kept).not.toContain(first.body.id);
});

test("an answer takes as long whether his number is known or not, and longer than the filing", {
  timeout: 60_000,
}, async () => {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < 8; n += 1) {
    for (const [name, number] of [
      ["known", national(staff.phone)],
      ["unknown", "06 39 98 79 99"],
    ] as const) {
      const began = performance.now();
      await stranger.call("POST", "/v1/reports", { by: "customer", offPlatform: { text: "…", number } });
      times[name].push(performance.now() - began);
    }
  }
  const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[4] as number;
  expect(median(times.known)).toBeGreaterThanOrEqual(300);
  expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(30);
});

test("danger rings whoever is on call; somebody of the desk says that they have seen it, an admin does not", async () => {
  expect((await admin.browser.call("PUT", "/v1/on-call", { staff: ["T-700"] })).body).toEqual({ staff: ["T-700"] });
  const { body } = await staff.browser.call("POST", "/v1/reports", { danger: true });
  await until(
    () => stranger.textsOn(staff.phone),
    (texts) => texts.some((text) => text.startsWith("Urgent")),
  );
  const see = (by: DeskPerson) => by.browser.call("POST", `/v1/reports/${body.id}/danger/acknowledge`);
  expect((await see(admin)).status).toBe(403);
  expect((await see(dispatcher)).status).toBe(200);
  expect(await entryOf(body.id, "reports.see-danger")).toMatchObject({ deskUser: dispatcher.id });
});

test("who has no phone cannot be on call, and the refusal says so; an appointment's own sentence is its own", async () => {
  await stranger.call("PUT", "/v1/staff/T-silent", { displayName: "Nadia", regime: "generic" });
  const refused = await stranger.call("PUT", "/v1/on-call", { staff: ["T-silent"] }, { "accept-language": "fr" });
  expect(refused).toMatchObject({ status: 409, body: { code: "on_call_without_phone" } });
  expect(refused.body.detail).toContain("pas de téléphone");
});
