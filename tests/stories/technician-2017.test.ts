/** PRODUCT §5, story 1: during the grace period screening keeps the text of 2017 back, an hour later the window does. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { act, ask, back, caseOf, DAY, refused, tell } from "../surface/case-work.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { openFollowUp, SIX_WORDS } from "../surface/follow-up.ts";
import type { Attempt } from "../surface/stranger.ts";
import { openProgram, until } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";
const TEXT_OF_2017 =
  "Rebonjour c'est le technicien. Juste pour vous dire que vous êtiez très jolie et que vous avez un très beau sourire. " +
  "J'ai pas osez devant mon collègue en formation. Et c'est pas très pro.";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

test("an hour after the visit the text of 2017 reaches nobody, and the attempt is recorded", async () => {
  const customer = { phone: HERS, displayName: "Hélène Durand", address: "12 rue des Lilas, 75020 Paris" };
  const mission = await stranger.mission(customer);
  const [{ staffDials, customerDials }] = mission.lines;

  expect(await stranger.write(HIS, staffDials, "J'arrive dans 5 min")).toMatchObject({ outcome: "delivered" });
  expect(await stranger.write(HERS, customerDials, "D'accord")).toMatchObject({ outcome: "delivered" });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ rings: HERS, callerId: customerDials });
  expect(await stranger.received(HERS)).toMatchObject([{ from: customerDials, text: "J'arrive dans 5 min" }]);
  expect(await stranger.received(HIS)).toMatchObject([{ from: staffDials, text: "D'accord" }]);

  const closed = await stranger.act(mission, "close", { graceMinutes: 15 });
  expect(closed.status).toBe("closed");
  await stranger.advance(14);
  expect(await stranger.write(HIS, staffDials, TEXT_OF_2017)).toMatchObject({ outcome: "refused", code: "screened" });
  await stranger.quiet();
  expect(await stranger.textsOn(HERS)).toEqual(["J'arrive dans 5 min"]);
  expect((await stranger.textsOn(HIS)).at(-1)).toContain("une remarque sur le physique");

  await stranger.advance(46);
  const tried = await stranger.text(HIS, staffDials, TEXT_OF_2017);
  expect(tried).toMatchObject({ outcome: "refused", code: "window_closed" });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "refused", code: "window_closed" });
  expect(await stranger.text(HERS, customerDials, "?")).toMatchObject({ outcome: "refused", code: "window_closed" });
  await stranger.quiet();
  expect(await stranger.textsOn(HERS)).toHaveLength(2);
  expect((await stranger.received(HERS))[1]?.text).toContain("n’a pas été remis");

  const listed = await stranger.attempts({ mission: mission.id });
  expect(listed.map(({ channel, direction, outcome, code }) => [channel, direction, outcome, code])).toEqual([
    ["sms", "staff_to_customer", "delivered", null],
    ["sms", "customer_to_staff", "delivered", null],
    ["call", "staff_to_customer", "delivered", null],
    ["sms", "staff_to_customer", "refused", "screened"],
    ["sms", "staff_to_customer", "refused", "window_closed"],
    ["call", "staff_to_customer", "refused", "window_closed"],
    ["sms", "customer_to_staff", "refused", "window_closed"],
  ]);
  expect(listed[4]).toMatchObject({ id: tried.attempt, staff: "T-1", mission: mission.id });
  for (const attempt of listed)
    await expectLeaf(attempt, [HIS, HERS, "Durand", "Lilas", "jolie", "appearance", "flirt"]);
});

/** The entry's bytes hash to the leaf (RFC 6962 §2.1), tell what happened, and name nobody. */
async function expectLeaf(attempt: Attempt, secrets: readonly string[]): Promise<void> {
  const { url, apiKey } = stranger.program;
  const response = await fetch(`${url}/v1/attempts/${attempt.id}/leaf`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  const bytes = Buffer.from(await response.arrayBuffer());
  const hash = createHash("sha256").update(Buffer.of(0)).update(bytes).digest("base64");
  expect(hash).toBe(attempt.leaf.hash);
  const entry = JSON.parse(bytes.toString("utf8"));
  expect(entry).toMatchObject({ attempt: attempt.id, at: attempt.at, mission: attempt.mission });
  expect(entry.outcome).toBe(attempt.outcome === "refused" ? "refused" : "queued");
  for (const secret of secrets) expect(bytes.toString("utf8")).not.toContain(secret);
}

test("a refused sender is told once a day, and never who", async () => {
  const { lines } = await stranger.mission(
    { phone: "+33639983002" },
    { opensAt: stranger.at(60), closesAt: stranger.at(90) },
  );
  const before = await stranger.textsOn(HIS);
  await stranger.text(HIS, lines[0].staffDials, "Bonjour");
  await stranger.quiet();
  expect(await stranger.textsOn(HIS)).toEqual(before);
  await stranger.advance(24 * 60);
  await stranger.text(HIS, lines[0].staffDials, "Bonjour");
  await stranger.text(HIS, lines[0].staffDials, "Bonjour ?");
  await stranger.quiet();
  const after = await stranger.textsOn(HIS);
  expect(after).toHaveLength(before.length + 1);
  expect(after.at(-1)).not.toContain("Fontaine");
  expect(await stranger.textsOn("+33639983002")).toEqual([]);
});

/** Writes without a pause from before the first edge until well past the last, and says what was decided when. */
async function writeAcross(to: string, lastEdge: string): Promise<readonly Attempt[]> {
  const sent: string[] = [];
  while (Date.parse(stranger.at(0)) < Date.parse(lastEdge) + 200) {
    sent.push((await stranger.text(HIS, to, "…")).attempt);
  }
  const all: Attempt[] = [];
  for (const attempt of sent) all.push(await stranger.settled({ attempt, outcome: "" }));
  return all;
}

const SECOND = 1 / 60;
const CASES = [
  {
    edge: "its first instant",
    phone: "+33639983003",
    opensIn: 1 * SECOND,
    closesIn: 30,
    graceMinutes: 0,
    before: "window_not_open",
    after: null,
  },
  {
    edge: "its last instant",
    phone: "+33639983004",
    opensIn: -30,
    closesIn: 1 * SECOND,
    graceMinutes: 0,
    before: null,
    after: "window_closed",
  },
  {
    edge: "the end of grace",
    phone: "+33639983005",
    opensIn: -30,
    closesIn: 1 * SECOND - 1,
    graceMinutes: 1,
    before: null,
    after: "window_closed",
  },
] as const;

test.concurrent.for(CASES)(
  "the window is exact to the millisecond at $edge",
  async ({ phone, opensIn, closesIn, graceMinutes, before, after }) => {
    const times = { opensAt: stranger.at(opensIn), closesAt: stranger.at(closesIn), graceMinutes };
    const { lines } = await stranger.mission({ phone }, { ...times, purpose: "message-proxy" });
    const edgeMs = opensIn > 0 ? Date.parse(times.opensAt) : Date.parse(times.closesAt) + graceMinutes * 60_000;
    const attempts = await writeAcross(lines[0].staffDials, new Date(edgeMs).toISOString());
    const decided = attempts.map(({ at, outcome, code }) => ({
      isPast: Date.parse(at) >= edgeMs,
      // Let through in time and handed over too late: nothing arrived either.
      code: outcome === "failed" && code === "window_closed" && Date.parse(at) < edgeMs ? null : code,
    }));
    expect(new Set(decided.map(({ isPast }) => isPast))).toEqual(new Set([false, true]));
    for (const { isPast, code } of decided) expect(code).toBe(isPast ? after : before);
  },
);

test("she says one word afterwards, and follows with six words what two humans make of it", async () => {
  const [his, hers] = ["+33639982017", "+33639983017"];
  await stranger.staff("T-2017", his);
  const mission = await stranger.mission({ phone: hers }, { staff: ["T-2017"], graceMinutes: 0 });
  const [{ staffDials, customerDials }] = mission.lines;
  await stranger.act(mission, "close");
  await stranger.advance(1);
  expect(await stranger.text(his, staffDials, TEXT_OF_2017)).toMatchObject({ code: "window_closed" });
  expect(await stranger.text(hers, customerDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(his, staffDials, "Pourquoi ?")).toMatchObject({ code: "pair_cut" });
  const [told] = await until(
    () => stranger.textsOn(hers),
    (texts) => texts.length > 0,
  );
  const words = SIX_WORDS.exec(told ?? "")?.[1] ?? "";

  const page = await until(
    () => openFollowUp(stranger, words),
    (html) => html.includes("Signalement reçu"),
  );
  expect(page).toContain("ne peut pas vous joindre");
  expect(page).not.toMatch(/T-2017|jolie|9982017/);

  const handler = await openDeskPerson(stranger.program, "handler");
  const approver = await openDeskPerson(stranger.program, "approver");
  const id = await caseOf(stranger, mission);
  await act(handler, id, "assign", { role: "handler" });
  await act(approver, id, "assign", { role: "approver" });
  await tell(handler, id, "Un message personnel après une visite terminée.");
  const proposal = { outcome: "confirmed", statement: "Les faits sont établis.", reasons: "Le registre le montre." };
  // Nobody is judged unheard, and silence counts after seven days only.
  expect(await refused(handler, id, "proposal", proposal)).toBe("not_heard");
  expect(await refused(handler, id, "hearing", { how: "no_answer" })).toBe("answer_window_open");
  await stranger.advance(7 * DAY);
  const [first, second] = [await back(stranger, handler), await back(stranger, approver)];
  await act(first, id, "hearing", { how: "no_answer" });
  const { version } = await act(first, id, "proposal", proposal);
  const approval = { version, decision: "approve", reasons: "Relu." };
  expect((await ask(first, id, "approval", approval)).status).toBe(403);
  await act(second, id, "approval", approval);
  await act(first, id, "close");
  expect(await openFollowUp(stranger, words)).toContain("Les faits sont confirmés");
});
