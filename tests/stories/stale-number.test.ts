/** PRODUCT §5, story 9: a technician redials last month's masked number, and nobody else's customer ever answers. */
import { expect, test } from "vitest";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982101";
const VISITS = 16;
/** Less than a month in all: the quarantine of an intervention is 30 days. */
const BETWEEN_VISITS_MINUTES = 44 * 60;
const OPEN_MINUTES = 60;

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.staff("T-1", HIS);
await stranger.numbers(Array.from({ length: VISITS + 4 }, (_, n) => `+339370010${String(n).padStart(2, "0")}`));

test("for a month, a redialled number leads to nobody else, whoever is visited since", async () => {
  const past: { phone: string; staffDials: string; customerDials: string }[] = [];
  for (let n = 0; n < VISITS; n += 1) {
    const phone = `+336399831${String(n).padStart(2, "0")}`;
    const window = { opensAt: stranger.at(-1), closesAt: stranger.at(OPEN_MINUTES), graceMinutes: 0 };
    const { lines } = await stranger.mission({ phone }, window);
    const [{ staffDials, customerDials, staffNeedsCode }] = lines;
    expect(staffNeedsCode).toBe(false);
    expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "delivered", rings: phone });
    expect(await stranger.dial(phone, customerDials)).toMatchObject({ outcome: "delivered", rings: HIS });
    expect(await stranger.write(HIS, staffDials, `visite ${n}`)).toMatchObject({ outcome: "delivered" });
    for (const stale of past) {
      expect(stale.staffDials).not.toBe(staffDials);
      expect(await stranger.dial(HIS, stale.staffDials)).toMatchObject({ outcome: "refused", code: "window_closed" });
      expect(await stranger.dial(stale.phone, stale.customerDials)).toMatchObject({ code: "window_closed" });
    }
    past.push({ phone, staffDials, customerDials });
    await stranger.advance(BETWEEN_VISITS_MINUTES);
  }
  for (const { staffDials } of past) await stranger.text(HIS, staffDials, "Vous êtes encore là ?");
  await stranger.quiet();
  for (const [n, { phone }] of past.entries()) {
    expect((await stranger.textsOn(phone)).filter((text) => !text.includes("n’a pas été remis"))).toEqual([
      `visite ${n}`,
    ]);
  }
});

test("a mission reopened within the month has its line again", async () => {
  const mission = await stranger.mission({ phone: "+33639983190" }, { graceMinutes: 0 });
  const [{ staffDials }] = mission.lines;
  await stranger.act(mission, "close");
  await stranger.advance(7 * 24 * 60);
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ code: "window_closed" });
  const reopened = await stranger.act(mission, "reopen", { reason: "pièce reçue", closesAt: stranger.at(60) });
  expect(reopened).toMatchObject({ status: "open", lines: [{ staffDials }] });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ rings: "+33639983190" });
});

test("another technician's number leads nowhere", async () => {
  await stranger.staff("T-2", "+33639982102");
  const { lines } = await stranger.mission({ phone: "+33639983191" });
  expect(await stranger.dial("+33639982102", lines[0].staffDials)).toMatchObject({
    outcome: "refused",
    code: "unknown_line",
  });
  expect(await stranger.dial(HIS, lines[0].staffDials)).toMatchObject({ rings: "+33639983191" });
});
