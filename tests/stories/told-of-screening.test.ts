/** Both sides are told once a mission that a machine checks what they write, and who may read it. */
import { expect, test } from "vitest";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

test("both ends are told behind the first text that gets through, once a mission, on the number they know", async () => {
  const phone = { phone: HERS, language: "en" };
  const first = await stranger.mission(phone);
  const [{ staffDials, customerDials }] = first.lines;
  expect(await stranger.text(HIS, staffDials, "J'arrive ma puce")).toMatchObject({ outcome: "refused" });
  await stranger.quiet();
  expect(await stranger.told(HERS)).toEqual([]);

  for (const text of ["J'arrive", "Je suis en bas"]) await stranger.write(HIS, staffDials, text);
  await stranger.write(HERS, customerDials, "OK");
  await stranger.quiet();
  const hers = await stranger.told(HERS);
  expect(hers).toMatchObject([{ from: customerDials }]);
  expect(hers[0]?.text).toMatch(/A machine checks each message.*Nobody reads them, unless.*each reading is recorded/);
  const his = await stranger.told(HIS);
  expect(his).toMatchObject([{ from: staffDials }]);
  expect(his[0]?.text).toContain("Une machine vérifie chaque message");

  const next = await stranger.mission(phone, { opensAt: stranger.at(-1), closesAt: stranger.at(120) });
  await stranger.write(HERS, next.lines[0].customerDials, "Bonjour");
  await stranger.quiet();
  expect([(await stranger.told(HERS)).length, (await stranger.told(HIS)).length]).toEqual([2, 2]);
});
