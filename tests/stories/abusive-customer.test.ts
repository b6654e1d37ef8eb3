/**
 * PRODUCT §5, story 7: what a customer writes in anger arrives; what is an insult, a threat or a sexual remark is held,
 * and the staff member hears that they may report it.
 */
import { expect, test } from "vitest";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

test("a complaint passes however angry; an insult is held, and the staff member may report it", async () => {
  const mission = await stranger.mission({ phone: HERS, language: "fr" });
  const [{ staffDials, customerDials }] = mission.lines;
  const angry = "C'est INADMISSIBLE, deux heures de retard et personne ne prévient, je vais porter plainte !!!";
  expect(await stranger.write(HERS, customerDials, angry)).toMatchObject({ outcome: "delivered", code: null });

  const insult = await stranger.text(HERS, customerDials, "espèce de connard incapable");
  expect(insult).toMatchObject({ outcome: "held" });
  await stranger.quiet();
  const [complaint, told, ...more] = await stranger.received(HIS);
  expect(complaint).toMatchObject({ from: staffDials, text: angry });
  expect(told?.from).toBe(staffDials);
  expect(told?.text).toContain("a été retenu");
  expect(told?.text).not.toContain("connard");
  expect(more).toEqual([]);
  expect((await stranger.textsOn(HERS)).at(-1)).toContain("une insulte");

  expect(await stranger.text(HIS, staffDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(HERS, customerDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
});

test("what nobody asked to have read is refused when its time is over", async () => {
  const mission = await stranger.mission({ phone: "+33639983002" }, { closesAt: stranger.at(600) });
  const held = await stranger.text("+33639983002", mission.lines[0].customerDials, "sale connard");
  expect(held).toMatchObject({ outcome: "held" });
  await stranger.advance(121);
  await expect
    .poll(() => stranger.attempt(held.attempt), { timeout: 90_000, interval: 500 })
    .toMatchObject({
      outcome: "refused",
      code: "screened",
    });
  expect(await stranger.call("POST", `/v1/attempts/${held.attempt}/reading`)).toMatchObject({ status: 409 });
}, 100_000);
