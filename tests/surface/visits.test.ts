/** Appointments are announced and printed on slips by whoever may, and by nobody else. */
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const HERS = "+33639983711";
const REPORTS = "+33937004799";
const PAGES = "https://rdv.exemple.fr";
const stranger = await openProgram({
  env: { PARAVENT_DEMO: "0", PUBLIC_URL: PAGES, PARAVENT_COMPANY: "Fibre & Co", PARAVENT_ZONE: "Indian/Reunion" },
});
await stranger.staff("T-1", "+33639982711");
await stranger.numbers(["+33937004711", "+33937004712", "+33937004713", REPORTS]);
const post = (id: string) => stranger.call("POST", `/v1/missions/${id}/announce`, {});
const slipOf = (id: string) => stranger.call("GET", `/v1/missions/${id}/visit-slip`);

test("she is written to once, in the zone of the company, with its name", async () => {
  await stranger.call("PATCH", `/v1/numbers/${REPORTS}`, { use: "report" });
  const mission = await stranger.mission({ phone: HERS }, { opensAt: stranger.at(60), closesAt: stranger.at(180) });
  expect(await post(mission.id)).toMatchObject({ status: 200, body: { mission: mission.id } });
  expect(await post(mission.id)).toMatchObject({ status: 409, body: { code: "already_announced" } });
  await stranger.quiet();
  const [text = "", ...more] = await stranger.textsOn(HERS);
  expect(more).toEqual([]);
  const hour = new Intl.DateTimeFormat("fr-FR", {
    timeZone: "Indian/Reunion",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(mission.opensAt));
  for (const what of [
    "Fibre & Co",
    `entre ${hour} `,
    `${PAGES}/v/`,
    REPORTS,
    `${PAGES}/n/${mission.lines[0].customerDials}`,
  ])
    expect(text).toContain(what);
});

test("a slip says where to look, to report and to call, with a picture of the link", async () => {
  const mission = await stranger.mission({ phone: HERS });
  const { status, headers, body } = await slipOf(mission.id);
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(body).toMatchObject({
    visitPage: expect.stringMatching(new RegExp(`^${PAGES}/v/[A-Za-z0-9_-]{48}$`)) as string,
    reportPage: `${PAGES}/report`,
    numberPage: `${PAGES}/n/${mission.lines[0].customerDials}`,
    reportNumber: REPORTS,
    qr: expect.stringMatching(/^<svg/) as string,
  });
});

test("what is no mission has neither", async () => {
  for (const id of ["mis_00000000000000000000000000", "nothing"]) {
    expect(await post(id)).toMatchObject({ status: 404, body: { code: "unknown_mission" } });
    expect(await slipOf(id)).toMatchObject({ status: 404, body: { code: "unknown_mission" } });
  }
});

test("without a key nobody is let in", async () => {
  const mission = await stranger.mission({ phone: HERS });
  const headers = { authorization: "" };
  expect((await stranger.call("POST", `/v1/missions/${mission.id}/announce`, {}, headers)).status).toBe(401);
  expect((await stranger.call("GET", `/v1/missions/${mission.id}/visit-slip`, undefined, headers)).status).toBe(401);
  expect((await slipOf(mission.id)).status).toBe(200);
});
