import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const put = (reference: string, body: object) =>
  stranger.call("PUT", `/v1/staff/${encodeURIComponent(reference)}`, body);
const PERSON = { displayName: "Samir Belkacem", regime: "employee-fr" };

test.for(["employee-fr", "platform-fr", "contractor", "generic"])("%s is a regime", async (regime) => {
  expect(await put(`R-${regime}`, { ...PERSON, regime })).toMatchObject({ status: 200, body: { regime } });
});

test("a name and a phone go in and never come out", async () => {
  const { status, body } = await put("T-1", { ...PERSON, phone: "06 39 98 40 01", language: "en" });
  expect(status).toBe(200);
  expect(body).toMatchObject({ reference: "T-1", hasPhone: true, language: "en" });
  expect(JSON.stringify(body)).not.toMatch(/Belkacem|3998/);
});

test("the same again changes nothing, and a reference may be any printable text", async () => {
  const first = await put("Équipe 7/B +", PERSON);
  expect(first).toMatchObject({ status: 200, body: { reference: "Équipe 7/B +", hasPhone: false } });
  expect((await put("Équipe 7/B +", PERSON)).body).toEqual(first.body);
  const mission = await stranger.mission({}, { staff: ["Équipe 7/B +"] });
  expect(mission.lines).toMatchObject([{ staff: "Équipe 7/B +" }]);
  expect(await stranger.attempts({ staff: "Équipe 7/B +" })).toEqual([]);
});

test("phones are understood as people write them, and abroad too", async () => {
  const [phone, hers] = ["+447700900401", "+447700900402"];
  await put("UK-1", { ...PERSON, phone: "+44 7700 900401" });
  const { lines } = await stranger.mission({ phone: "+44 (0)7700 900402" }, { staff: ["UK-1"] });
  expect(await stranger.dial(phone, lines[0].staffDials)).toMatchObject({ rings: hers });
});

test("without the phone there is nothing to ring, with another one the lines follow", async () => {
  const [first, second, hers] = ["+33639984002", "+33639984003", "+33639984009"];
  await put("T-2", { ...PERSON, phone: first });
  const mission = await stranger.mission({ phone: hers }, { staff: ["T-2"] });
  const read = async () => (await stranger.call("GET", `/v1/missions/${mission.id}`)).body.lines[0];
  await put("T-2", PERSON);
  expect(await read()).toMatchObject({ staffDials: null });
  expect(await stranger.text(first, mission.lines[0].staffDials, "Bonjour")).toMatchObject({ outcome: "refused" });
  const tried = await stranger.dial(hers, (await read()).customerDials);
  expect(tried).toMatchObject({ outcome: "refused", code: "channel_not_allowed" });
  // The app is their handset now.
  expect(await stranger.write(hers, (await read()).customerDials, "Bonjour")).toMatchObject({ outcome: "delivered" });
  await put("T-2", { ...PERSON, phone: second });
  const line = await read();
  expect(await stranger.dial(second, line.staffDials)).toMatchObject({ rings: hers });
  expect(await stranger.dial(hers, line.customerDials)).toMatchObject({ rings: second });
});

test("twenty at once with one reference make one person", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => put("T-once", { ...PERSON, phone: "+33639984004" })),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { lines } = await stranger.mission({ phone: "+33639984008" }, { staff: ["T-once"] });
  expect(await stranger.dial("+33639984004", lines[0].staffDials)).toMatchObject({ outcome: "delivered" });
});
