/** A network cuts long texts into parts (3GPP TS 23.040); nothing is decided before all of them are there. */
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const [HIS, HERS] = ["+33639983101", "+33639984101"];
await stranger.staff("T-1", HIS);
const mission = await stranger.mission({ phone: HERS }, { purpose: "message-proxy" });
const [{ staffDials, customerDials }] = mission.lines;

const TEXTS: readonly (readonly [string, string])[] = [
  ["one part to the last character", "a".repeat(160)],
  ["one character more", "a".repeat(161)],
  ["accents that fit the small alphabet", "é".repeat(200)],
  ["one letter that does not", `ê${"a".repeat(200)}`],
  ["emoji across the edges of parts", "x".repeat(66) + "👩‍🔧😀".repeat(40)],
  ["lines and tabs", Array.from({ length: 60 }, (_, n) => `ligne ${n}\t`).join("\n")],
  ["other scripts", "Ваш мастер будет через десять минут. 您的技术员十分钟后到。".repeat(8)],
  ["the longest that is taken", "0123456789".repeat(1_000)],
];

test.for(TEXTS)("%s: arrives whole, once", async ([, text]) => {
  const sent = await stranger.write(HIS, staffDials, text);
  expect(sent).toMatchObject({ outcome: "delivered", mission: mission.id });
  const received = await stranger.received(HERS);
  expect(received.at(-1)).toMatchObject({ from: customerDials, text });
  expect(received.filter((message) => message.text === text)).toHaveLength(1);
});

test("one long text is one attempt and counts once", async () => {
  const ride = await stranger.mission({ phone: "+33639984102" }, { purpose: "ride" });
  for (let n = 0; n < 15; n += 1) await stranger.write(HIS, ride.lines[0].staffDials, `${n} ${"é".repeat(300)}`);
  expect(await stranger.text(HIS, ride.lines[0].staffDials, "é".repeat(300))).toMatchObject({ code: "quota_exceeded" });
  expect(await stranger.attempts({ mission: ride.id })).toHaveLength(16);
});

test("texts arrive in the order in which they were written, long and short ones", async () => {
  const phone = "+33639984103";
  const { lines } = await stranger.mission({ phone }, { purpose: "message-proxy" });
  const texts = Array.from({ length: 30 }, (_, n) => `${n} ${n % 3 === 0 ? "ê".repeat(150) : ""}`);
  for (const text of texts) await stranger.text(HIS, lines[0].staffDials, text);
  await stranger.quiet();
  expect(await stranger.textsOn(phone)).toEqual(texts);
});

test("a long text is refused as a whole", async () => {
  const phone = "+33639984104";
  const closed = await stranger.mission({ phone }, { graceMinutes: 0 });
  await stranger.act(closed, "close");
  const text = "ê".repeat(500);
  expect(await stranger.text(HIS, closed.lines[0].staffDials, text)).toMatchObject({
    outcome: "refused",
    code: "window_closed",
  });
  await stranger.quiet();
  expect(await stranger.textsOn(phone)).toEqual([]);
  expect(await stranger.attempts({ mission: closed.id })).toHaveLength(1);
});

test("a long text that the network repeats arrives once", async () => {
  const text = `Répété ${"ê".repeat(200)}`;
  const again = { "idempotency-key": "long-1" };
  const first = await stranger.text(HIS, staffDials, text, again);
  await stranger.settled(first);
  expect(await stranger.text(HIS, staffDials, text, again)).toMatchObject({ attempt: first.attempt });
  await stranger.quiet();
  expect((await stranger.textsOn(HERS)).filter((received) => received === text)).toHaveLength(1);
});

test("two long texts at once do not mix", async () => {
  const [one, other] = ["un ", "deux "].map((word) => word.repeat(100));
  await Promise.all([stranger.text(HIS, staffDials, one as string), stranger.text(HIS, staffDials, other as string)]);
  await stranger.quiet();
  expect(await stranger.textsOn(HERS)).toEqual(expect.arrayContaining([one, other]));
});

test("what is longer than can be sent is refused, and nothing of it arrives", async () => {
  const { status, body } = await stranger.call("POST", "/simulator/messages", {
    from: HIS,
    to: staffDials,
    text: "x".repeat(10_001),
  });
  expect({ status, code: body.code }).toEqual({ status: 400, code: "invalid_request" });
});

test("an unknown phone writes a long text with the code", async () => {
  const [{ code }] = mission.lines;
  const text = "ê".repeat(300);
  expect(await stranger.write("+33639989802", customerDials, `${code} ${text}`)).toMatchObject({
    outcome: "delivered",
  });
  expect((await stranger.received(HIS)).at(-1)).toMatchObject({ from: staffDials, text });
});
