/** PRODUCT §5, story 2: what drivers wrote in 2015 arrives nowhere and its author is told why; the ride goes on. */
import { expect, test } from "vitest";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

test("« J'arrive ma puce » is blocked during the ride, the driver told why; « J'arrive dans 5 min » passes", async () => {
  const ride = await stranger.mission({ phone: HERS, language: "fr" }, { purpose: "ride" });
  const [{ staffDials, customerDials }] = ride.lines;

  const blocked = await stranger.write(HIS, staffDials, "J'arrive ma puce");
  expect(blocked).toMatchObject({ outcome: "refused", code: "screened" });
  const worse = await stranger.write(HIS, staffDials, "j'ai pas de bonbon mais j'ai une sucette pour toi");
  expect(worse).toMatchObject({ outcome: "refused", code: "screened" });
  expect(await stranger.write(HIS, staffDials, "J'arrive dans 5 min")).toMatchObject({ outcome: "delivered" });
  await stranger.quiet();

  expect(await stranger.received(HERS)).toMatchObject([{ from: customerDials, text: "J'arrive dans 5 min" }]);
  const [flirt, sexual, ...more] = await stranger.received(HIS);
  expect(flirt).toMatchObject({ from: staffDials });
  expect(flirt?.text).toContain("de la drague");
  expect(sexual?.text).toContain("un propos sexuel");
  expect(more).toEqual([]);
});

test("no list, entry or answer of the API says what was seen in his text", async () => {
  const ride = await stranger.mission({ phone: "+33639983002" }, { purpose: "ride" });
  const { id } = await stranger.write(HIS, ride.lines[0].staffDials, "tu es trop belle ma puce");
  const { url, apiKey } = stranger.program;
  const read = async (path: string) =>
    (await fetch(url + path, { headers: { authorization: `Bearer ${apiKey}` } })).text();
  const everywhere = await Promise.all(
    [
      `/v1/attempts/${id}`,
      `/v1/attempts/${id}/leaf`,
      `/v1/attempts?mission=${ride.id}`,
      "/v1/readings",
      "/metrics",
    ].map(read),
  );
  for (const said of everywhere) expect(said).not.toMatch(/flirt|appearance|belle|puce|pet-name/);
  expect(everywhere[1]).toContain('"code":"screened"');
});
