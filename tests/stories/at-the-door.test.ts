/**
 * PRODUCT §5, story 10, through the API: the address in the window only, the code of the building only from "on my
 * way", nothing after closing, and each view is an attempt.
 */
import { expect, test } from "vitest";
import type { Answer } from "../program.ts";
import type { Mission } from "../surface/stranger.ts";
import { openProgram } from "../surface/stranger.ts";

const ADDRESS = "12 rue des Lilas\n75020 Paris";
const NOTES = "Code 12B40, 3e étage";
const CUSTOMER = { address: ADDRESS, accessNotes: NOTES };

const stranger = await openProgram();
await stranger.staff("T-1", "+33639982301");
await stranger.staff("T-2", "+33639982302");

function ask(mission: Mission, what: string, staff = "T-1"): Promise<Answer> {
  return stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, { staff, what });
}

async function expectRefused(answer: Answer, code: string): Promise<void> {
  expect(answer.body).toMatchObject({ code });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(JSON.stringify(answer.body)).not.toMatch(/Lilas|12B40/);
}

test("from before the window to after it, she is shown to no one without a reason", async () => {
  const mission = await stranger.mission(CUSTOMER, { opensAt: stranger.at(30), closesAt: stranger.at(90) });
  await expectRefused(await ask(mission, "address"), "window_not_open");
  await stranger.act(mission, "on-my-way", { staff: "T-1" });
  await expectRefused(await ask(mission, "accessNotes"), "window_not_open");

  await stranger.advance(30);
  expect(await ask(mission, "address")).toMatchObject({ status: 200, body: { address: ADDRESS } });
  expect(await ask(mission, "accessNotes")).toMatchObject({ status: 200, body: { accessNotes: NOTES } });
  await expectRefused(await ask(mission, "address", "T-2"), "not_assigned");
  await expectRefused(await ask(mission, "address", "nobody"), "not_assigned");

  await stranger.act(mission, "close");
  await expectRefused(await ask(mission, "address"), "window_closed");
  await expectRefused(await ask(mission, "accessNotes"), "window_closed");
});

test("access notes wait for somebody to set off; the address does not", async () => {
  const mission = await stranger.mission(CUSTOMER);
  expect(await ask(mission, "address")).toMatchObject({ status: 200, body: { address: ADDRESS } });
  await expectRefused(await ask(mission, "accessNotes"), "window_not_open");
  const wrong = await stranger.call("POST", `/v1/missions/${mission.id}/on-my-way`, { staff: "T-2" });
  expect(wrong).toMatchObject({ status: 400, body: { code: "unknown_staff" } });
  await expectRefused(await ask(mission, "accessNotes"), "window_not_open");
  await stranger.act(mission, "on-my-way", { staff: "T-1" });
  expect(await ask(mission, "accessNotes")).toMatchObject({ status: 200, body: { accessNotes: NOTES } });
});

test("the window closes by itself, and what is shown stays shown to those who are on the mission", async () => {
  const mission = await stranger.mission(CUSTOMER, { closesAt: stranger.at(20), graceMinutes: 60 });
  expect(await ask(mission, "address")).toMatchObject({ status: 200 });
  await stranger.patch(mission, { staff: ["T-2"] });
  await expectRefused(await ask(mission, "address"), "not_assigned");
  expect(await ask(mission, "address", "T-2")).toMatchObject({ status: 200, body: { address: ADDRESS } });
  await stranger.advance(21);
  // The grace period is for sentences under way, not for finding the door.
  await expectRefused(await ask(mission, "address", "T-2"), "window_closed");
});

test("a cancelled mission shows nothing", async () => {
  const mission = await stranger.mission(CUSTOMER);
  expect(await ask(mission, "address")).toMatchObject({ status: 200 });
  await stranger.act(mission, "cancel");
  await expectRefused(await ask(mission, "address"), "mission_cancelled");
});

test("after she cut the pair, he is shown nothing", async () => {
  const mission = await stranger.mission({ ...CUSTOMER, phone: "+33639983301" });
  expect(await ask(mission, "address")).toMatchObject({ status: 200 });
  await stranger.text("+33639983301", mission.lines[0].customerDials, "SIGNALER");
  await expectRefused(await ask(mission, "address"), "pair_cut");
});

test("each view and each try is an attempt of its own", async () => {
  const mission = await stranger.mission(CUSTOMER);
  const shown = [await ask(mission, "address"), await ask(mission, "address")];
  const refused = [await ask(mission, "accessNotes"), await ask(mission, "address", "T-2")];
  const attempts = await stranger.attempts({ mission: mission.id });
  expect(attempts.map(({ staff, channel, outcome, code }) => [staff, channel, outcome, code])).toEqual([
    ["T-1", "disclosure", "disclosed", null],
    ["T-1", "disclosure", "disclosed", null],
    ["T-1", "disclosure", "refused", "window_not_open"],
    ["T-2", "disclosure", "refused", "not_assigned"],
  ]);
  expect(attempts.map(({ id }) => id)).toEqual([...shown, ...refused].map(({ body }) => body.attempt));
  for (const { id } of attempts) {
    const { status, body } = await stranger.call("GET", `/v1/attempts/${id}/leaf`);
    expect(status).toBe(200);
    expect(String(body)).not.toMatch(/Lilas|12B40|Fontaine/);
  }
});

test("what she did not give is shown as missing, and asking is recorded all the same", async () => {
  const mission = await stranger.mission({});
  expect(await ask(mission, "address")).toMatchObject({ status: 200, body: { address: null } });
  expect(await stranger.attempts({ mission: mission.id })).toMatchObject([{ outcome: "disclosed" }]);
});

test("only what can be shown can be asked for", async () => {
  const mission = await stranger.mission({ ...CUSTOMER, phone: "+33639983302" });
  for (const what of ["phone", "email", "displayName", ""]) {
    expect(await ask(mission, what)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
  const missing = await stranger.call("POST", "/v1/missions/mis_00000000000000000000000000/disclosures", {
    staff: "T-1",
    what: "address",
  });
  expect(missing.status).toBe(404);
});
