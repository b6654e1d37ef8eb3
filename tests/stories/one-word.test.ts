/** Story 4: she answers one word, and is protected, heard, and holds a proof that she spoke. */
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CustomerHouse } from "../browser/customer-house.ts";
import { act, caseOf } from "../surface/case-work.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { SIX_WORDS } from "../surface/follow-up.ts";
import { openProgram, until } from "../surface/stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.numbers(Array.from({ length: 30 }, (_, n) => `+339370071${String(n).padStart(2, "0")}`));
const REPORTS = "+33937007199";
await stranger.numbers([REPORTS]);
await stranger.call("PATCH", `/v1/numbers/${REPORTS}`, { use: "report" });

const VERIFIER = join(import.meta.dirname, "../../verifier/bin/paravent-verify.mjs");
const scratch = mkdtempSync(join(tmpdir(), "paravent-receipt-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const headers = { authorization: `Bearer ${program.apiKey}` };

/** Exit status of the verifier that strangers use, on two files and the key of a log. */
function verify(proof: string, leaf: Uint8Array, vkey: string): number | null {
  const [proofFile, leafFile] = [join(scratch, "proof"), join(scratch, "leaf")];
  writeFileSync(proofFile, proof);
  writeFileSync(leafFile, leaf);
  return spawnSync(process.execPath, [VERIFIER, "proof", proofFile, leafFile, "--key", vkey]).status;
}

let met = 0;
async function meet(more: object = {}) {
  met += 1;
  const [staff, his, hers] = [`T-71${met}`, `+336399871${10 + met}`, `+336399872${10 + met}`];
  await stranger.staff(staff, his);
  const mission = await stranger.mission({ phone: hers }, { staff: [staff], ...more });
  return { staff, his, hers, mission, line: mission.lines[0] };
}

const reportsOf = (mission: string) =>
  until(
    async () => (await stranger.call("GET", `/v1/reports?mission=${mission}`)).body.items,
    (items) => items.length > 0,
  );

test.for(["SIGNALER", "signaller", "report "])(
  "she answers %j: cut within seconds, a receipt, a report on file",
  async (word) => {
    const { staff, his, hers, mission, line } = await meet();
    const began = performance.now();
    expect(await stranger.text(hers, line.customerDials, word)).toMatchObject({ outcome: "intercepted" });
    expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
    expect(performance.now() - began).toBeLessThan(5_000);
    const [told] = await until(
      () => stranger.textsOn(hers),
      (texts) => texts.length > 0,
    );
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(told).toContain("signalement");
    expect(told).toMatch(SIX_WORDS);
    expect(told).not.toContain(staff);
    expect(await reportsOf(mission.id)).toMatchObject([
      {
        door: "sms",
        by: "customer",
        mission: mission.id,
        staff: [staff],
        isUnsure: false,
        isDanger: false,
        state: "received",
      },
    ]);
  },
);

test("the entry shows that the receipt is hers, and verifies without us", async () => {
  const { hers, mission, line } = await meet();
  await stranger.text(hers, line.customerDials, "SIGNALER");
  const [told] = await until(
    () => stranger.textsOn(hers),
    (texts) => texts.length > 0,
  );
  const words = SIX_WORDS.exec(told ?? "")?.[1] ?? "";
  const [report] = await reportsOf(mission.id);
  const proof = await until(
    () => stranger.call("GET", `/v1/reports/${report.id}/proof`),
    ({ status }) => status === 200,
  );
  const leaf = Buffer.from(
    await (await fetch(`${program.url}/v1/reports/${report.id}/leaf`, { headers })).arrayBuffer(),
  );
  const vkey = await (await fetch(`${program.url}/log/${report.leaf.log}/vkey`)).text();
  expect(verify(proof.body, leaf, vkey.trim())).toBe(0);
  expect(verify(proof.body, Buffer.concat([leaf, Buffer.from(" ")]), vkey.trim())).toBe(1);
  const entry = JSON.parse(leaf.toString());
  expect(entry).toMatchObject({ event: "reports.file-report", report: report.id, mission: mission.id });
  expect(entry.receipt).toBe(createHmac("sha256", words).update(report.id).digest("hex"));
});

test("AIDE gets a question first, and only its second answer is a report", async () => {
  const { his, hers, mission, line } = await meet();
  expect(await stranger.text(hers, line.customerDials, "AIDE")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.write(his, line.staffDials, "J'arrive")).toMatchObject({ outcome: "delivered" });
  expect(await stranger.text(hers, line.customerDials, "2")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  expect(await reportsOf(mission.id)).toHaveLength(1);
});

test("what happened is told by a digit afterwards, and danger is answered with help first", async () => {
  const { hers, mission, line } = await meet();
  await stranger.text(hers, line.customerDials, "SIGNALER");
  await reportsOf(mission.id);
  await stranger.text(hers, line.customerDials, "5");
  const items = await until(
    async () => (await stranger.call("GET", `/v1/reports?mission=${mission.id}`)).body.items,
    ([one]) => one.isDanger,
  );
  expect(items).toHaveLength(1);
  await stranger.quiet();
  expect((await stranger.textsOn(hers)).at(-1)).toMatch(/17.*112.*114/);
});

test("somebody is rung when there is danger, again after five minutes, until the desk has seen it", async () => {
  const phone = "+33639987301";
  await stranger.staff("T-oncall", phone);
  expect(await stranger.call("PUT", "/v1/on-call", { staff: ["T-nobody"] })).toMatchObject({ status: 422 });
  expect(await stranger.call("PUT", "/v1/on-call", { staff: ["T-oncall"] })).toMatchObject({ status: 200 });
  const filed = await stranger.call("POST", "/v1/reports", { danger: true });
  expect(filed).toMatchObject({ status: 201, body: { notices: [] } });
  const rung = await until(
    () => stranger.textsOn(phone),
    (texts) => texts.length > 0,
  );
  expect(rung[0]).toContain("Urgent");
  expect(rung.join()).not.toContain(filed.body.id);
  await stranger.advance(6);
  await until(
    () => stranger.textsOn(phone),
    (texts) => texts.length > rung.length,
  );
});

test("also after closing and on a cut line; the same word twice is two reports of one pair, cut once", async () => {
  const { his, hers, mission, line } = await meet({ graceMinutes: 0 });
  await stranger.act(mission, "close");
  await stranger.advance(30);
  for (const _ of [1, 2]) {
    expect(await stranger.text(hers, line.customerDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  }
  expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  const items = await until(
    async () => (await stranger.call("GET", `/v1/reports?mission=${mission.id}`)).body.items,
    ({ length }) => length === 2,
  );
  expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(2);
});

test("a report through the API says nothing and is a report; wrong references cost nobody theirs", async () => {
  const { staff, mission } = await meet();
  const empty = await stranger.call("POST", "/v1/reports", {});
  expect(empty).toMatchObject({ status: 201, body: { receipt: expect.stringMatching(SIX_WORDS), notices: [] } });
  const wrong = await stranger.call("POST", "/v1/reports", {
    mission: "mis_nothing",
    staff: ["T-nobody"],
    customer: "C-nobody",
    contact: { phone: "12" },
  });
  expect(wrong).toMatchObject({ status: 201 });
  expect(new Set(wrong.body.notices)).toEqual(
    new Set(["unknown_mission", "unknown_staff", "unknown_customer", "phone_invalid"]),
  );
  const key = { "idempotency-key": "one-report" };
  const first = await stranger.call("POST", "/v1/reports", { mission: mission.id, staff: [staff] }, key);
  const again = await stranger.call("POST", "/v1/reports", { mission: mission.id, staff: [staff] }, key);
  expect(again.body).toEqual(first.body);
  expect(await reportsOf(mission.id)).toHaveLength(1);
});

test("the six words of the text open her follow-up in a browser, where she is answered", async () => {
  const { hers, mission, line } = await meet();
  await stranger.text(hers, line.customerDials, "SIGNALER");
  const [told] = await until(
    () => stranger.textsOn(hers),
    (texts) => texts.length > 0,
  );
  const id = await caseOf(stranger, mission);
  const handler = await openDeskPerson(program, "handler");
  await act(handler, id, "assign", { role: "handler" });
  await act(handler, id, "messages", { text: "Préférez-vous être appelée ?" });

  const page = await new CustomerHouse(stranger).open("/follow");
  await page.getByLabel("Vos six mots").fill(SIX_WORDS.exec(told ?? "")?.[1] ?? "");
  await page.getByRole("button", { name: "Ouvrir mon suivi" }).click();
  expect(await page.locator("main").innerText()).toMatch(/Reçu[\s\S]*ne peut pas vous joindre/);
  expect(await page.locator(".talk").innerText()).toContain("Préférez-vous être appelée ?");
  await page.getByLabel("Écrire à l’équipe Protection").fill("Non, écrivez-moi ici.");
  await page.getByRole("button", { name: "Envoyer le message" }).click();
  const read = await handler.browser.call("GET", `/v1/cases/${id}`);
  expect(read.body.reports[0].messages).toMatchObject([
    { sender: "desk", readAt: expect.any(String) },
    { sender: "reporter", text: "Non, écrivez-moi ici." },
  ]);
});
