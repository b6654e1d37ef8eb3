/** A machine may be wrong: whoever wrote a text that was kept back can have a person read it, and only then does one. */
import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";
const PHONE = "+33639983002";
const TEXT = "Votre sourire est sur la photo du badge, il faut la refaire ma belle";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

async function post(path: string, body?: object): Promise<{ readonly status: number; readonly body: Json }> {
  return stranger.call("POST", path, body);
}

test("by a word on the line: asked, read by a named person, delivered, each step recorded", async () => {
  const mission = await stranger.mission({ phone: HERS });
  const [{ staffDials }] = mission.lines;
  const kept = await stranger.text(HIS, staffDials, TEXT);
  expect(kept).toMatchObject({ outcome: "refused", code: "screened" });
  const reading = `/v1/attempts/${kept.attempt}/reading`;

  expect(await post(`${reading}/open`, { reader: "H-1" })).toMatchObject({
    status: 409,
    body: { code: "reading_not_asked" },
  });
  expect((await stranger.call("GET", "/v1/readings")).body).toEqual({ items: [], next: null });
  expect(await stranger.text(HIS, staffDials, "Relire")).toMatchObject({ outcome: "intercepted" });
  await stranger.quiet();
  expect((await stranger.textsOn(HIS)).at(-1)).toContain("une personne de l’entreprise va le lire");

  const listed = (await stranger.call("GET", "/v1/readings")).body;
  expect(listed.items).toMatchObject([
    { attempt: kept.attempt, mission: mission.id, staff: "T-1", direction: "staff_to_customer", readAt: null },
  ]);
  expect(JSON.stringify(listed)).not.toMatch(/flirt|appearance|sourire/);
  const early = await post(`${reading}/decision`, { reader: "H-1", decision: "deliver" });
  expect(early).toMatchObject({ status: 409, body: { code: "reading_missing" } });

  expect(await post(`${reading}/open`, { reader: "H-1" })).toMatchObject({ status: 200, body: { text: TEXT } });
  expect(await stranger.textsOn(HERS)).toEqual([]);
  const another = await post(`${reading}/decision`, { reader: "H-2", decision: "deliver" });
  expect(another).toMatchObject({ status: 409, body: { code: "reading_missing" } });
  const decided = await post(`${reading}/decision`, { reader: "H-1", decision: "deliver" });
  expect(decided).toMatchObject({ status: 200, body: { outcome: "queued" } });
  expect(await stranger.settled(kept)).toMatchObject({ outcome: "delivered", code: null });
  expect(await stranger.textsOn(HERS)).toEqual([TEXT]);
  expect(await post(`${reading}/decision`, { reader: "H-1", decision: "refuse" })).toMatchObject({ status: 409 });
});

test("asked for over the API and refused by its reader: it stays refused, and nothing is left to read", async () => {
  const { lines } = await stranger.mission({ phone: PHONE });
  const kept = await stranger.text(PHONE, lines[0].customerDials, "Quel connard ce digicode, il ne marche pas");
  const reading = `/v1/attempts/${kept.attempt}/reading`;
  expect(kept.outcome).toBe("held");
  expect(await post(reading)).toMatchObject({ status: 200 });
  expect(await post(reading)).toMatchObject({ status: 200 });
  await post(`${reading}/open`, { reader: "H-2" });
  const refused = await post(`${reading}/decision`, { reader: "H-2", decision: "refuse" });
  expect(refused).toMatchObject({ status: 200, body: { outcome: "refused" } });
  expect(await stranger.attempt(kept.attempt)).toMatchObject({ outcome: "refused", code: "screened" });
  expect(await post(`${reading}/open`, { reader: "H-2" })).toMatchObject({
    status: 409,
    body: { code: "not_kept_back" },
  });
});

test("somebody else's id, no id, and a reader with a name are refused", async () => {
  const { lines } = await stranger.mission({ phone: "+33639983003" });
  const sent = await stranger.write(HIS, lines[0].staffDials, "J'arrive");
  expect(await post(`/v1/attempts/${sent.id}/reading`)).toMatchObject({ status: 409, body: { code: "not_kept_back" } });
  expect(await post(`/v1/attempts/att_${"0".repeat(26)}/reading`)).toMatchObject({ status: 404 });
  expect(await post("/v1/attempts/x/reading")).toMatchObject({ status: 404 });
  const named = await post(`/v1/attempts/${sent.id}/reading/open`, { reader: "Léa Fontaine" });
  expect(named).toMatchObject({ status: 400 });
});
