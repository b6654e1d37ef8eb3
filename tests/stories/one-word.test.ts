/**
 * PRODUCT §5, story 4: one word is a report, and what she answers afterwards is never lost: digits, in any order, on a
 * line that is closed or cut. AIDE and STOP ask what for.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseReceipt } from "../../src/base/receipt.ts";
import { openProgram } from "../surface/stranger.ts";

const GSM_7 = /^[A-Za-z0-9 \r\n@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;
const TWO_PARTS = 2 * 153;
const DAY_MINUTES = 24 * 60;

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0", PUBLIC_URL: "https://rdv.exemple.fr" } });
await stranger.numbers(Array.from({ length: 20 }, (_, n) => `+339370042${String(n).padStart(2, "0")}`));
let met = 0;

/** A technician and a customer of their own for each test. */
async function meet(more: object = {}, language = "fr") {
  met += 1;
  const [staff, his, hers] = [
    `T-${met}`,
    `+336399842${String(met).padStart(2, "0")}`,
    `+336399852${String(met).padStart(2, "0")}`,
  ];
  await stranger.staff(staff, his);
  const mission = await stranger.mission({ phone: hers, language }, { staff: [staff], ...more });
  return { his, hers, mission, line: mission.lines[0] };
}

type Met = Awaited<ReturnType<typeof meet>>;
const says = ({ hers, line }: Met, text: string) => stranger.text(hers, line.customerDials, text);

async function told({ hers }: Pick<Met, "hers">): Promise<string> {
  await stranger.quiet();
  return (await stranger.textsOn(hers)).at(-1) ?? "";
}

function receiptIn(text: string): string | undefined {
  return parseReceipt(/: ([a-z]+(?: [a-z]+){5})\./.exec(text)?.[1] ?? "");
}

test("a report is answered with six words and where to follow it, in two parts of the plain alphabet at most", async () => {
  const pair = await meet();
  const asked = performance.now();
  await says(pair, "SIGNALER");
  const answer = await told(pair);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(answer).toContain("signalement");
  expect(answer).toContain("https://rdv.exemple.fr/follow");
  expect(receiptIn(answer)).toBeDefined();
  expect(answer).toMatch(GSM_7);
  expect(answer.length).toBeLessThanOrEqual(TWO_PARTS);
  // Emergency numbers are for who tells of danger.
  expect(answer).not.toMatch(/\b(?:17|112|114|3919)\b/);
});

test("two reports have two receipts, and an English customer has English words", async () => {
  const [first, second] = [await meet(), await meet({}, "en")];
  await says(first, "SIGNALER");
  await says(second, "SIGNALER");
  const [french, english] = [receiptIn(await told(first)), receiptIn(await told(second))];
  expect(french).not.toBe(english);
  const list = readFileSync(new URL("../../src/base/receipt-words/en.txt", import.meta.url), "utf8").split("\n");
  expect(english?.split(" ").filter((word) => !list.includes(word))).toEqual([]);
});

test.for([
  ["1", "joint à votre signalement"],
  ["2.", "joint à votre signalement"],
  ["3", "joint à votre signalement"],
  [" 4 ", "joint à votre signalement"],
  ["5", "112"],
] as const)("after a report the digit %j says what it was", async ([digit, answer]) => {
  const pair = await meet();
  await says(pair, "SIGNALER");
  expect(await says(pair, digit)).toMatchObject({ outcome: "intercepted" });
  expect(await told(pair)).toContain(answer);
  expect(await told(pair)).toMatch(GSM_7);
});

test("danger is answered with emergency help first", async () => {
  const pair = await meet();
  await says(pair, "SIGNALER");
  await says(pair, "5");
  expect(await told(pair)).toMatch(
    /^En danger : appelez le 17 ou le 112, ou écrivez au 114 par SMS\. Violences : 3919/,
  );
});

test("a digit counts for a day, on that number, from that phone, as a whole message; else it is a message", async () => {
  const [pair, other] = [await meet(), await meet()];
  // Nothing was asked.
  expect(await says(pair, "2")).toMatchObject({ outcome: "queued" });
  await says(pair, "SIGNALER");
  expect(await says(pair, "6")).toMatchObject({ outcome: "refused", code: "pair_cut" });
  expect(await says(pair, "3 fois")).toMatchObject({ outcome: "refused", code: "pair_cut" });
  expect(await stranger.text(other.hers, other.line.customerDials, "3")).toMatchObject({ outcome: "queued" });
  expect(await stranger.text("+33639989442", pair.line.customerDials, "3")).toMatchObject({ code: "unknown_sender" });
  expect(await says(pair, "3")).toMatchObject({ outcome: "intercepted" });
  await stranger.advance(DAY_MINUTES - 1);
  expect(await says(pair, "4")).toMatchObject({ outcome: "intercepted" });
  await stranger.advance(2);
  expect(await says(pair, "4")).toMatchObject({ outcome: "refused" });
});

test("the same digit twice by the network is one answer", async () => {
  const pair = await meet();
  await says(pair, "AIDE");
  const headers = { "idempotency-key": `one-digit-${pair.hers}` };
  const first = await stranger.text(pair.hers, pair.line.customerDials, "1", headers);
  const second = await stranger.text(pair.hers, pair.line.customerDials, "1", headers);
  expect(first).toMatchObject({ outcome: "intercepted" });
  expect(second).toEqual(first);
});

test.for(["AIDE", "aide !", "HELP", "adie"])("%j is a question first: nothing is cut", async (word) => {
  const pair = await meet();
  expect(await says(pair, word)).toMatchObject({ outcome: "intercepted" });
  expect(await told(pair)).toBe("Besoin d'aide pour votre rendez-vous, ou signaler un comportement ? Répondez 1 ou 2.");
  expect(await stranger.write(pair.his, pair.line.staffDials, "J'arrive")).toMatchObject({ outcome: "delivered" });
});

test.for(["aider", "hello", "held", "help me", "Aïe", "vide"])("%j is no call for help", async (text) => {
  const pair = await meet();
  expect(await stranger.write(pair.hers, pair.line.customerDials, text)).toMatchObject({ outcome: "delivered" });
});

test("1 after AIDE tells whom to reach and cuts nothing; a second 1 is a message", async () => {
  const pair = await meet();
  await says(pair, "AIDE");
  expect(await says(pair, "1")).toMatchObject({ outcome: "intercepted" });
  expect(await told(pair)).toContain("écrivez ou appelez à ce numéro");
  expect(await stranger.write(pair.hers, pair.line.customerDials, "1")).toMatchObject({ outcome: "delivered" });
  expect((await stranger.textsOn(pair.his)).at(-1)).toBe("1");
});

test.for(["AIDE", "STOP"])("2 after %s is a report like any other", async (word) => {
  const pair = await meet();
  await says(pair, word);
  expect(await says(pair, "2")).toMatchObject({ outcome: "intercepted" });
  expect(receiptIn(await told(pair))).toBeDefined();
  expect(await stranger.text(pair.his, pair.line.staffDials, "Allô ?")).toMatchObject({ code: "pair_cut" });
  // And what she answers now is about the report.
  expect(await says(pair, "5")).toMatchObject({ outcome: "intercepted" });
  expect(await told(pair)).toContain("112");
});

test("SIGNALER after AIDE needs no digit", async () => {
  const pair = await meet();
  await says(pair, "AIDE");
  await says(pair, "SIGNALER");
  expect(receiptIn(await told(pair))).toBeDefined();
});

test("STOP cuts contact at once and asks one question; 1 ends it there", async () => {
  const pair = await meet();
  await says(pair, "STOP");
  expect(await stranger.text(pair.his, pair.line.staffDials, "Bonjour")).toMatchObject({ code: "customer_opted_out" });
  expect(await told(pair)).toMatch(/vous ne recevrez plus.*Répondez 1 .*, 2 /);
  await says(pair, "1");
  expect(await told(pair)).toContain("C'est noté, merci.");
  expect(await stranger.text(pair.his, pair.line.staffDials, "Bonjour")).toMatchObject({ code: "customer_opted_out" });
  // Three was not offered.
  await says(pair, "STOP");
  expect(await stranger.write(pair.hers, pair.line.customerDials, "3")).toMatchObject({ outcome: "delivered" });
});

test.for([0, 20 * DAY_MINUTES])("all of it also after closing, %i minutes later", async (laterMinutes) => {
  const pair = await meet({ graceMinutes: 0 });
  await stranger.act(pair.mission, "close");
  await stranger.advance(laterMinutes + 1);
  for (const [word, answer] of [
    ["AIDE", "Répondez 1 ou 2"],
    ["1", "prend le relais"],
    ["STOP", "vous ne recevrez plus"],
    ["1", "merci"],
    ["SIGNALER", "signalement"],
    ["3", "joint à votre signalement"],
  ] as const) {
    expect(await says(pair, word)).toMatchObject({ outcome: "intercepted" });
    expect(await told(pair)).toContain(answer);
  }
});

test("nobody at the other end sees a word, a digit or an answer to them", async () => {
  const pair = await meet();
  for (const text of ["AIDE", "1", "STOP", "2", "5"]) await says(pair, text);
  await stranger.quiet();
  expect(await stranger.textsOn(pair.his)).toEqual([]);
});

test("every attempt at it is in the record, and no answer is", async () => {
  const pair = await meet();
  for (const text of ["AIDE", "2", "3"]) await says(pair, text);
  expect(await stranger.attempts({ mission: pair.mission.id })).toMatchObject([
    { outcome: "intercepted", direction: "customer_to_staff", channel: "sms" },
    { outcome: "intercepted", direction: "customer_to_staff" },
    { outcome: "intercepted", direction: "customer_to_staff" },
  ]);
});
