/** The words that are never refused (SURFACES §2): on any line, from any phone, in any state, taken and never forwarded. */
import { expect, test } from "vitest";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982401";
let customers = 0;
const nextPhone = () => `+33639983${400 + (customers += 1)}`;
let technicians = 0;

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.staff("T-1", HIS);
await stranger.numbers(Array.from({ length: 40 }, (_, n) => `+339370040${String(n).padStart(2, "0")}`));

/** A technician of their own for each test, and a customer with an open mission. */
async function meet(more: object = {}) {
  technicians += 1;
  const [staff, his, hers] = [`T-1${technicians}`, `+336399824${String(10 + technicians)}`, nextPhone()];
  await stranger.staff(staff, his);
  const mission = await stranger.mission({ phone: hers }, { staff: [staff], ...more });
  return { staff, his, hers, mission, line: mission.lines[0] };
}

test.for(["SIGNALER", "signaller", "Signaler.", "sigaler", "report ", "REPROT", "alerte !"])(
  "she answers %j: the pair is cut both ways, she is told, he is not",
  async (word) => {
    const { his, hers, mission, line } = await meet();
    expect(await stranger.write(his, line.staffDials, "Bonjour")).toMatchObject({ outcome: "delivered" });
    expect(await stranger.text(hers, line.customerDials, word)).toMatchObject({ outcome: "intercepted" });
    expect(await stranger.text(his, line.staffDials, "Pourquoi ?")).toMatchObject({ code: "pair_cut" });
    expect(await stranger.dial(his, line.staffDials)).toMatchObject({ outcome: "refused", code: "pair_cut" });
    expect(await stranger.text(hers, line.customerDials, "Rien")).toMatchObject({ code: "pair_cut" });
    await stranger.quiet();
    const told = await stranger.received(hers);
    expect(told).toMatchObject([{ text: "Bonjour" }, { from: line.customerDials }, {}]);
    expect(told[1]?.text).toContain("signalement");
    expect((await stranger.textsOn(his)).join(" ")).not.toMatch(new RegExp(word.trim(), "i"));
    expect(await stranger.attempts({ mission: mission.id })).toMatchObject([
      { outcome: "delivered" },
      { outcome: "intercepted", code: null, direction: "customer_to_staff" },
      { code: "pair_cut" },
      { code: "pair_cut" },
      { code: "pair_cut" },
    ]);
  },
);

test("a new mission for a cut pair is refused, with anybody else it is not", async () => {
  const { staff, hers, line, mission } = await meet();
  await stranger.text(hers, line.customerDials, "SIGNALER");
  const { body: read } = await stranger.call("GET", `/v1/missions/${mission.id}`);
  const customer = { reference: read.customer.reference, displayName: "Léa Fontaine", phone: hers };
  const again = stranger.request(customer, { staff: [staff] });
  expect(await stranger.call("POST", "/v1/missions", again)).toMatchObject({ status: 409, body: { code: "pair_cut" } });
  const two = stranger.request(customer, { staff: ["T-1", staff] });
  expect(await stranger.call("POST", "/v1/missions", two)).toMatchObject({ status: 409, body: { code: "pair_cut" } });
  const other = stranger.request(customer, { staff: ["T-1"] });
  expect(await stranger.call("POST", "/v1/missions", other)).toMatchObject({ status: 201 });
  // The desk reassigns, so that her repair still happens; not back to him.
  const moved = await stranger.patch(mission, { staff: ["T-1"] });
  expect(await stranger.dial(hers, moved.lines[0].customerDials)).toMatchObject({ rings: HIS });
  const back = await stranger.call("PATCH", `/v1/missions/${mission.id}`, { staff: [staff] });
  expect(back).toMatchObject({ status: 409, body: { code: "pair_cut" } });
});

test.for(["STOP", "stop!!!", "sotp", "ARRÊT"])(
  "%j ends what staff may send her, START begins it again",
  async (word) => {
    const { his, hers, line } = await meet();
    expect(await stranger.text(hers, line.customerDials, word)).toMatchObject({ outcome: "intercepted" });
    expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({ code: "customer_opted_out" });
    expect(await stranger.dial(his, line.staffDials)).toMatchObject({ code: "customer_opted_out" });
    // She may still write first.
    expect(await stranger.write(hers, line.customerDials, "Venez quand même")).toMatchObject({ outcome: "delivered" });
    expect(await stranger.text(hers, line.customerDials, "strat")).toMatchObject({ outcome: "intercepted" });
    expect(await stranger.write(his, line.staffDials, "J'arrive")).toMatchObject({ outcome: "delivered" });
    const [stopped, started, text] = await stranger.textsOn(hers);
    expect(stopped).toContain("vous ne recevrez plus");
    expect(started).toContain("de nouveau");
    expect(text).toBe("J'arrive");
    expect((await stranger.textsOn(his)).filter((received) => !received.includes("remis"))).toEqual([
      "Venez quand même",
    ]);
  },
);

test("an opt-out holds for all who might write to her, in her other missions too", async () => {
  const { hers, mission, line } = await meet();
  const { body: read } = await stranger.call("GET", `/v1/missions/${mission.id}`);
  const other = await stranger.mission({ reference: read.customer.reference, phone: hers });
  expect(await stranger.dial(HIS, other.lines[0].staffDials)).toMatchObject({ rings: hers });
  await stranger.text(hers, line.customerDials, "STOP");
  expect(await stranger.dial(HIS, other.lines[0].staffDials)).toMatchObject({ code: "customer_opted_out" });
});

test("a report counts on a line that was closed, and on one in quarantine", async () => {
  for (const laterMinutes of [0, 20 * 24 * 60]) {
    const { staff, his, hers, mission, line } = await meet({ graceMinutes: 0 });
    await stranger.act(mission, "close");
    await stranger.advance(laterMinutes + 1);
    expect(await stranger.text(his, line.staffDials, "Bonsoir")).toMatchObject({ code: "window_closed" });
    expect(await stranger.text(hers, line.customerDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
    expect(await stranger.text(his, line.staffDials, "Bonsoir")).toMatchObject({ code: "pair_cut" });
    const { body: read } = await stranger.call("GET", `/v1/missions/${mission.id}`);
    const again = stranger.request({ reference: read.customer.reference, phone: hers }, { staff: [staff] });
    expect(await stranger.call("POST", "/v1/missions", again)).toMatchObject({ body: { code: "pair_cut" } });
  }
});

test("words are taken on a cut line and after an opt-out, again and again", async () => {
  const { hers, line } = await meet();
  for (const word of ["SIGNALER", "SIGNALER", "STOP", "START", "STOP", "report"]) {
    expect(await stranger.text(hers, line.customerDials, word)).toMatchObject({ outcome: "intercepted" });
  }
  await stranger.quiet();
  expect(await stranger.received(hers)).toHaveLength(6);
});

test("from phones nobody knows and on numbers that lead nowhere, words are taken and answered too", async () => {
  const { his, hers, line } = await meet();
  const unknown = "+33639989401";
  for (const to of [line.customerDials, line.staffDials, "+33937004039"]) {
    for (const word of ["SIGNALER", "STOP", "START"]) {
      expect(await stranger.text(unknown, to, word)).toMatchObject({ outcome: "intercepted" });
      expect(await stranger.text("anonymous", to, word)).toMatchObject({ outcome: "intercepted" });
    }
  }
  await stranger.quiet();
  expect(await stranger.received(unknown)).toHaveLength(9);
  // A stranger's word changes nothing for those who were not named.
  expect(await stranger.received(hers)).toEqual([]);
  expect(await stranger.write(his, line.staffDials, "Bonjour")).toMatchObject({ outcome: "delivered" });
  expect(await stranger.textsOn(his)).toEqual([]);
});

test("from another phone the mission code says whom a word is about", async () => {
  const { his, hers, line } = await meet();
  const unknown = "+33639989402";
  expect(await stranger.text(unknown, line.customerDials, `${line.code} SIGNALER`)).toMatchObject({
    outcome: "intercepted",
  });
  expect(await stranger.text(his, line.staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  await stranger.quiet();
  expect(await stranger.received(unknown)).toHaveLength(1);
  expect(await stranger.received(hers)).toEqual([]);
});

test("a staff member can report too", async () => {
  const { his, hers, line } = await meet();
  expect(await stranger.text(his, line.staffDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(hers, line.customerDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  await stranger.quiet();
  expect((await stranger.textsOn(hers)).join()).not.toContain("SIGNALER");
});

test("a sentence with a word in it is a sentence", async () => {
  const { his, hers, line } = await meet();
  for (const text of ["stop ou encore ?", "Top !", "stp", "je veux signaler une fuite d'eau"]) {
    expect(await stranger.write(hers, line.customerDials, text)).toMatchObject({ outcome: "delivered" });
  }
  expect(await stranger.textsOn(his)).toEqual(["stop ou encore ?", "Top !", "stp", "je veux signaler une fuite d'eau"]);
  expect(await stranger.write(his, line.staffDials, "D'accord")).toMatchObject({ outcome: "delivered" });
});

test("a cut holds for the phones, under whatever reference they come back", async () => {
  const { staff, his, hers, line } = await meet();
  const other = await stranger.mission({ phone: hers, reference: "HER-OTHER-NAME" }, { staff: [staff] });
  expect(await stranger.text(hers, line.customerDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  // The mission that was open under her other reference is cut too.
  expect(await stranger.dial(his, other.lines[0].staffDials)).toMatchObject({ code: "pair_cut" });
  const anew = { reference: "HER-THIRD-NAME", displayName: "Léa Fontaine", phone: hers };
  const asked = (member: string) => stranger.call("POST", "/v1/missions", stranger.request(anew, { staff: [member] }));
  expect(await asked(staff)).toMatchObject({ status: 409, body: { code: "pair_cut" } });
  await stranger.staff("T-HIS-OTHER-NAME", his);
  expect(await asked("T-HIS-OTHER-NAME")).toMatchObject({ status: 409, body: { code: "pair_cut" } });
  expect(await asked("T-1")).toMatchObject({ status: 201 });
});

test("a stop holds for her phone, under whatever reference she comes back, until she ends it", async () => {
  const { his, hers, staff, line } = await meet();
  expect(await stranger.text(hers, line.customerDials, "STOP")).toMatchObject({ outcome: "intercepted" });
  const later = await stranger.mission({ phone: hers, reference: "SHE-CAME-BACK" }, { staff: [staff] });
  const staffDials = later.lines[0].staffDials;
  expect(await stranger.dial(his, staffDials)).toMatchObject({ code: "customer_opted_out" });
  expect(await stranger.text(hers, line.customerDials, "START")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.dial(his, staffDials)).toMatchObject({ rings: hers });
});
