/**
 * PRODUCT §5, story 3: the permanent door. One number takes every text and every call, from any phone, with no mission
 * and no thread; what comes again from the same phone is added.
 */
import { expect, test } from "vitest";
import { parseReceipt } from "../../src/base/receipt.ts";
import { openProgram } from "../surface/stranger.ts";

const REPORTS = "+33937004399";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.numbers([REPORTS, ...Array.from({ length: 6 }, (_, n) => `+3393700430${n}`)]);
const setUse = (number: string, use: string) => stranger.call("PATCH", `/v1/numbers/${number}`, { use });
let phones = 0;
const nextPhone = () => `+336399864${String((phones += 1)).padStart(2, "0")}`;
const write = (from: string, text: string) => stranger.text(from, REPORTS, text);

async function answersTo(phone: string): Promise<readonly string[]> {
  await stranger.quiet();
  return stranger.textsOn(phone);
}

const receiptIn = (text = "") => parseReceipt(/: ([a-z]+(?: [a-z]+){5})\./.exec(text)?.[1] ?? "");

test("one number is set aside for reports: one only, and none that leads to somebody", async () => {
  await stranger.staff("T-1", "+33639986401");
  const before = await stranger.mission({ phone: nextPhone() });
  const line = before.lines[0];
  expect(await setUse(line.customerDials, "report")).toMatchObject({ status: 409, body: { code: "number_in_use" } });
  expect(await setUse("+33937009999", "report")).toMatchObject({ status: 404, body: { code: "unknown_number" } });
  expect(await setUse(REPORTS, "report")).toMatchObject({ status: 200, body: { number: REPORTS, use: "report" } });
  expect(await setUse(REPORTS, "report")).toMatchObject({ status: 200 });
  const free = "+33937004305";
  expect(await setUse(free, "report")).toMatchObject({ status: 409, body: { code: "report_number_taken" } });
  expect(await setUse(REPORTS, "lines")).toMatchObject({ status: 200, body: { use: "lines" } });
  expect(await setUse(free, "report")).toMatchObject({ status: 200 });
  expect(await setUse(free, "lines")).toMatchObject({ status: 200 });
  expect(await setUse(REPORTS, "report")).toMatchObject({ status: 200 });
});

test("it is never given to a line, however many there are", async () => {
  const phone = nextPhone();
  const given = new Set<string>();
  for (let n = 0; n < 8; n += 1) {
    const staff = `T-many-${n}`;
    await stranger.staff(staff, `+3363998650${n}`);
    const { lines } = await stranger.mission({ phone }, { staff: [staff] });
    for (const { staffDials, customerDials } of lines) given.add(staffDials).add(customerDials);
  }
  expect(given).not.toContain(REPORTS);
  expect(given.size).toBe(6);
});

test("a text from any phone is a report: six words, and a way to send on what was received", async () => {
  const phone = nextPhone();
  expect(await write(phone, "Le technicien m'a écrit sur mon numéro")).toMatchObject({ outcome: "intercepted" });
  const [answer = ""] = await answersTo(phone);
  expect(answer).toContain("signalement");
  expect(receiptIn(answer)).toBeDefined();
  expect(answer).toContain("/follow");
  expect(answer).toContain("Transférez-nous le message, puis le numéro d'où il vient");
  expect(answer).not.toMatch(/\b112\b/);
});

test("what the same phone sends later is added, and answered once", async () => {
  const phone = nextPhone();
  await write(phone, "Bonjour, voici ce que j'ai reçu");
  for (const more of ["« Salut, tu es célibataire ? »", "+33 6 39 98 64 77", "x".repeat(900)])
    expect(await write(phone, more)).toMatchObject({ outcome: "intercepted" });
  const answers = await answersTo(phone);
  expect(answers).toHaveLength(2);
  expect(answers[1]).toContain("Ajouté à votre signalement");
  // Somebody else's is their own.
  const other = nextPhone();
  await write(other, "Moi aussi");
  expect(receiptIn((await answersTo(other))[0])).not.toBe(receiptIn(answers[0]));
});

test("digits say what it was; words that sound of danger bring emergency numbers first", async () => {
  const [phone, scared] = [nextPhone(), nextPhone()];
  await write(phone, "Il m'a écrit hier soir");
  await write(phone, "3");
  expect((await answersTo(phone)).at(-1)).toContain("joint à votre signalement");
  await write(scared, "Il est devant chez moi");
  expect((await answersTo(scared))[0]).toMatch(/^En danger : appelez le 17 ou le 112/);
  expect(receiptIn((await answersTo(scared))[0])).toBeDefined();
  await write(scared, "3");
  expect((await answersTo(scared)).at(-1)).toMatch(/^En danger/);
});

test("danger that is told later is answered first too", async () => {
  const phone = nextPhone();
  await write(phone, "Je veux signaler quelqu'un");
  await write(phone, "Il a dit qu'il va me tuer");
  expect((await answersTo(phone)).at(-1)).toMatch(/^En danger/);
});

test("a phone that shows no number is heard, and nobody can be answered", async () => {
  expect(await write("anonymous", "Je ne veux pas dire qui je suis")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text("anonymous", REPORTS, "2")).toMatchObject({ outcome: "intercepted" });
});

test("English is answered in English", async () => {
  const phone = nextPhone();
  await write(phone, "The driver wrote to me last night");
  expect((await answersTo(phone))[0]).toContain("Forward us the message");
});

test("staff and customers are heard like anybody, and their missions go on", async () => {
  const hers = nextPhone();
  const [his, staff] = ["+33639986402", "T-2"];
  await stranger.staff(staff, his);
  const { lines } = await stranger.mission({ phone: hers }, { staff: [staff], graceMinutes: 0 });
  expect(await write(his, "Un collègue parle mal aux clients")).toMatchObject({ outcome: "intercepted" });
  expect(await write(hers, "STOP")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.write(his, lines[0].staffDials, "J'arrive")).toMatchObject({ outcome: "delivered" });
});

test("a call is no refusal: it is noted, and who can be written to is", async () => {
  const phone = nextPhone();
  expect(await stranger.dial(phone, REPORTS)).toMatchObject({ outcome: "intercepted" });
  const [answer = ""] = await answersTo(phone);
  expect(answer).toContain("Votre appel est noté comme signalement");
  expect(receiptIn(answer)).toBeDefined();
  await write(phone, "C'était au sujet de mardi");
  expect((await answersTo(phone)).at(-1)).toContain("Ajouté à votre signalement");
  expect(await stranger.dial("anonymous", REPORTS)).toMatchObject({ outcome: "intercepted" });
  // A line at home rings, and reads nothing.
  const landline = "+441632960123";
  expect(await stranger.dial(landline, REPORTS)).toMatchObject({ outcome: "intercepted" });
  expect(await answersTo(landline)).toEqual([]);
});

test("a month later it is a new report", async () => {
  const phone = nextPhone();
  await write(phone, "Première fois");
  await stranger.advance(31 * 24 * 60);
  await write(phone, "Il recommence");
  const answers = await answersTo(phone);
  expect(answers).toHaveLength(2);
  expect(receiptIn(answers[1])).not.toBe(receiptIn(answers[0]));
  expect(receiptIn(answers[1])).toBeDefined();
});
