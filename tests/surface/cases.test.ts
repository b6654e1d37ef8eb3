/** A report by SMS becomes a case that people of the desk work on, in the running program; no machine decides on a person. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import type { DeskPerson } from "./desk.ts";
import { openDeskPerson } from "./desk.ts";
import { Stranger, until } from "./stranger.ts";

const [STAFF_PHONE, HER_PHONE] = ["+33639986101", "+33639986102"];
let program: RunningProgram;
let stranger: Stranger;
let handler: DeskPerson;
let on = "";
beforeAll(async () => {
  program = await startProgram();
  stranger = new Stranger(program);
  await stranger.numbers(["+33937006101", "+33937006102", "+33937006103", "+33937006104"]);
  await stranger.staff("T-61", STAFF_PHONE);
  handler = await openDeskPerson(program, "handler");
});
afterAll(() => program.stop());

type Listed = { readonly id: string };
const listed = async () => (await handler.browser.call("GET", "/v1/cases?limit=1000")).body.items as readonly Listed[];

async function reportedCase() {
  const mission = await stranger.mission({ phone: HER_PHONE }, { staff: ["T-61"] });
  const before = new Set((await listed()).map(({ id }) => id));
  await stranger.text(HER_PHONE, mission.lines[0]?.customerDials ?? "", "SIGNALER");
  const all = await until(listed, (items) => items.some(({ id }) => !before.has(id)));
  const found = all.find(({ id }) => !before.has(id));
  if (found === undefined) throw new Error("no case");
  return { mission, id: found.id };
}

test("a word by SMS is a case, a cut to be reviewed, and a mission that somebody else has to do", async () => {
  const { mission, id } = await reportedCase();
  on = `/v1/cases/${id}`;
  const dispatcher = await openDeskPerson(program, "dispatcher");
  const reassigned = await dispatcher.browser.call("GET", "/v1/reassignments");
  expect(reassigned.body.items).toContainEqual(expect.objectContaining({ mission: mission.id, staff: "T-61" }));
  expect(JSON.stringify(reassigned.body)).not.toContain(id);
  const reviews = await handler.browser.call("GET", "/v1/reviews");
  expect(reviews.body.items).toContainEqual(expect.objectContaining({ case: id, staff: "T-61", isOverdue: false }));

  expect((await handler.browser.call("POST", `${on}/assign`, { role: "handler" })).status).toBe(200);
  const read = await handler.browser.call("GET", on);
  expect(read).toMatchObject({
    status: 200,
    body: { state: "received", concerned: [{ staff: "T-61" }], reports: [{ door: "sms" }] },
  });
  for (const phone of [STAFF_PHONE, HER_PHONE]) expect(JSON.stringify(read.body)).not.toContain(phone.slice(3));

  const clocks = await handler.browser.call("GET", `${on}/clocks`);
  const engage = clocks.body.items.find((one: Listed) => one.id === "engage");
  expect(engage).toMatchObject({ basis: "known_on", source: expect.stringContaining("L1332-4") });

  // Nobody looks: three days later the alarm rings.
  expect((await program.call("GET", "/metrics")).body).toContain("paravent_cut_reviews_overdue 0");
  await stranger.advance(72 * 60);
  expect((await program.call("GET", "/metrics")).body).toContain("paravent_cut_reviews_overdue 1");
});

test("a hold and a suspension are a signed-in human's, count at once, and no machine key orders either", async () => {
  const asked = { kind: "hold", staff: "T-61", reasons: "Le temps d’y voir clair." };
  expect([401, 403]).toContain((await program.call("POST", `${on}/measures`, asked)).status);
  expect([401, 403]).toContain((await program.call("GET", "/v1/cases")).status);
  const again = await openDeskPerson(program, "handler");
  const dpo = await openDeskPerson(program, "dpo");
  expect((await dpo.browser.call("POST", `${on}/assign`, { role: "handler", deskUser: again.id })).status).toBe(200);
  const hold = await again.browser.call("POST", `${on}/measures`, asked);
  expect(hold.status).toBe(201);
  const other = stranger.request({ phone: "+33639986103" }, { staff: ["T-61"] });
  expect(await program.call("POST", "/v1/missions", other)).toMatchObject({
    status: 409,
    body: { code: "staff_on_hold" },
  });
  const end = `${on}/measures/${hold.body.measure}/end`;
  expect((await again.browser.call("POST", end, { reasons: "Vu." })).status).toBe(200);
  const mission = await stranger.mission({ phone: "+33639986103" }, { staff: ["T-61"] });
  const dials = mission.lines[0]?.staffDials ?? "";
  expect((await stranger.text(STAFF_PHONE, dials, "J’arrive à 9 h")).outcome).toBe("queued");
  expect((await again.browser.call("POST", `${on}/measures`, { ...asked, kind: "suspension" })).status).toBe(201);
  expect(await stranger.text(STAFF_PHONE, dials, "Je suis en bas")).toMatchObject({
    outcome: "refused",
    code: "staff_suspended",
  });
});
