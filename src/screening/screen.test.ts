import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seedOf } from "../../tests/seed.ts";
import { RULES } from "./rules/index.ts";
import { LEXICON, MASKED_LISTS } from "./rules/lexicon.ts";
import type { ScreeningContext } from "./screened.ts";
import { Screener } from "./screen.ts";

const screener = new Screener();
const rulesAlone = new Screener({ hasModel: false });
const STAFF: ScreeningContext = { direction: "staff_to_customer" };
const CUSTOMER: ScreeningContext = { direction: "customer_to_staff" };
const verdictOn = (text: string, context = STAFF) => screener.screen(text, context).verdict;

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  "%s keeps its example back, and its twin passes",
  (id, rule) => {
    // What only counts after a text that was kept back is looked at as if there had been one.
    const after = { ...STAFF, said: { keptBack: 1, unanswered: 0 } };
    for (const one of [screener, rulesAlone]) {
      const { verdict, findings } = one.screen(rule.example, after);
      expect(verdict).not.toBe("pass");
      if (one === rulesAlone) expect(findings.map((finding) => finding.rule)).toContain(id);
      expect(one.screen(rule.twin, STAFF)).toMatchObject({ verdict: "pass", findings: [] });
    }
  },
);

test("each rule has a name of its own, and each list is one that a rule asks for", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  const patterns = RULES.flatMap(({ blocks = [], holds = [], doubts = [] }) => [...blocks, ...holds, ...doubts]);
  const asked = patterns.flatMap((one) => one.match(/(?<=@)\w+/g) ?? []);
  expect(new Set([...asked, ...MASKED_LISTS])).toEqual(new Set(Object.keys(LEXICON)));
});

test.each([
  "Rebonjour c'est le technicien. Juste pour vous dire que vous êtiez très jolie et que vous avez un très beau sourire. J'ai pas osez devant mon collègue en formation. Et c'est pas très pro.",
  "J'arrive ma puce",
  "j'ai pas de bonbon mais j'ai une sucette pour toi",
])("what was sent in 2015 and 2017 is blocked: %s", (text) => {
  expect(verdictOn(text)).toBe("block");
});

type Learnt = { readonly text: string; readonly label: string; readonly direction: ScreeningContext["direction"] };

test("the texts it was learnt from get the verdict they are labelled with, all but a few of a hundred", () => {
  const learnt = readFileSync(new URL("../../vectors/screening/learnt.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Learnt);
  const isWrong = ({ text, label, direction }: Learnt) =>
    (verdictOn(text, { direction }) === "pass") !== (label === "pass");
  expect(learnt.length).toBeGreaterThan(7_000);
  expect(learnt.filter(isWrong).length / learnt.length).toBeLessThan(0.03);
});

test.each([
  ["in capitals", "VOUS ÊTES TRÈS JOLIE"],
  ["with signs for letters", "t tro b3lle"],
  ["with spaces", "t'es m i g n o n n e"],
  ["with full stops", "s.a.l.o.p.e"],
  ["with stars", "espèce de c*nnasse"],
  ["drawn out", "t'es tropppp belllllle"],
  ["with letters of another script", "vоus êtеs très jоliе"],
  ["in a styled alphabet", "𝓿𝓸𝓾𝓼 𝓮̂𝓽𝓮𝓼 𝓽𝓻𝓮̀𝓼 𝓳𝓸𝓵𝓲𝓮"],
  ["with signs nobody sees between", "vous\u200b êtes très jo\u200bl\u200bie"],
  ["in full-width letters", "ｖｏｕｓ êtes très ｊｏｌｉｅ"],
])("a text %s is read as what it is", (_, text) => {
  expect(verdictOn(text)).toBe("block");
});

test.each([
  "06 39 98 41 22",
  "06.39.98.41.22",
  "0639984122",
  "O6 39 98 41 22",
  "0 6 3 9 9 8 4 1 2 2",
  "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣4️⃣1️⃣2️⃣2️⃣",
  "０６３９９８４１２２",
  "zéro six trente-neuf quatre-vingt-dix-huit quarante et un vingt-deux",
  "zéro six, puis trente neuf, puis quatre vingt dix huit, quarante et un, vingt deux",
  "oh seven seven double oh nine double oh one two three",
  "+33 6 39 98 41 22",
  "07700 900123",
  "jeremy@example.com",
  "www.example.org",
  "@karim_elec",
])("a way to be reached is found in any disguise: %s", (text) => {
  const { verdict, findings } = screener.screen(text, STAFF);
  expect(verdict).toBe("block");
  expect(findings[0]).toMatchObject({ class: "offplatform_contact" });
});

test.each([
  ["Votre numéro de suivi : 6A06123456789", STAFF],
  ["Votre dossier n°0612345678 est en cours de traitement", STAFF],
  ["Rendez-vous le 03/12/2026 à 14h30", STAFF],
  ["SAV : 01 99 00 12 34, du lundi au samedi", STAFF],
  ["Le montant est de 1 250,00 €", STAFF],
  ["Code portail 1984A puis 2e porte", CUSTOMER],
  ["my neighbour at 12 can take it, her number is 07700 900222", CUSTOMER],
] as const)("a number that is no way to be reached passes: %s", (text, context) => {
  expect(verdictOn(text, context)).toBe("pass");
});

test("the company's own numbers and addresses pass", () => {
  const official = { ...STAFF, officialNumbers: ["33639984122"], officialHosts: ["example.com"] };
  for (const text of ["06 39 98 41 22", "www.example.com/suivi", "contact@sav.example.com"]) {
    expect(verdictOn(text)).toBe("block");
    expect(verdictOn(text, official)).toBe("pass");
  }
});

test("a finding names where it stands in the text as it was written", () => {
  const text = "Bonjour 👋 v𝗼us êtes trè\u0300s jolie, à demain";
  const [finding] = screener.screen(text, STAFF).findings;
  expect(text.slice(finding?.start, finding?.end)).toBe("v𝗼us êtes trè\u0300s jolie");
});

test("a trade may use its own words, and others may not", () => {
  const care = "soin de la fesse gauche, pommade sur tes fesses matin et soir";
  expect(rulesAlone.screen(care, { ...STAFF, purpose: "home-care" }).verdict).toBe("pass");
  expect(rulesAlone.screen(care, { ...STAFF, purpose: "appointment" }).verdict).toBe("pass");
  expect(rulesAlone.screen(care, { ...STAFF, purpose: "ride" }).verdict).not.toBe("pass");
});

test.each([
  "Guten Tag, ich bin in zehn Minuten bei Ihnen, bitte öffnen Sie die Tür",
  "Buenos días, soy el técnico, llego en diez minutos a su casa",
  "Здравствуйте, я курьер, откройте дверь пожалуйста",
  "مرحبا، أنا أمام الباب",
])("of a language nobody taught it only numbers, addresses and signs are found, and the answer says so: %s", (text) => {
  expect(screener.screen(text, STAFF)).toMatchObject({ verdict: "pass", isUnderstood: false, findings: [] });
  expect(screener.screen(`${text} 06 39 98 41 22`, STAFF)).toMatchObject({ verdict: "block" });
});

test("in the grace period what staff would only be asked about is blocked", () => {
  expect(verdictOn("Bien reçu ? 😘", { ...STAFF, missionState: "open" })).toBe("hold");
  expect(verdictOn("Bien reçu ? 😘", { ...STAFF, missionState: "grace" })).toBe("block");
  expect(verdictOn("Merci 😘", { ...CUSTOMER, missionState: "grace" })).toBe("pass");
});

test.each([
  ["lone surrogates", "\ud83d \udc4b".repeat(100)],
  ["only signs", "👋🏽🙂🚚".repeat(200)],
  ["bidi controls", "\u202eeilol sêt\u202c \u2066x\u2069"],
  ["NUL", "a\0b\0"],
  ["10,000 combining marks", `e${"\u0301".repeat(10_000)}`],
  ["70,000 characters", "Je suis devant le portail, merci. ".repeat(2_060)],
  ["a language nobody taught it", "مرحبا، أنا أمام الباب"],
  ["nothing", ""],
])("%s: a verdict, and no throw", (_, text) => {
  expect(["pass", "hold", "block"]).toContain(verdictOn(text));
});

test.each([1_990, 2_000, 2_010, 2_020, 2_030])("what follows %i letters that become two is read", (many) => {
  expect(verdictOn(`${"æ".repeat(many)} ${"vous êtes très jolie".padStart(200)}`)).toBe("block");
});

test("a text gets the same verdict whatever was screened before it", () => {
  for (const text of ["1 $", "a$", "je t", "vous êtes jolie", "x@y.", "beee"]) {
    const first = new Screener().screen(text, STAFF);
    screener.screen("'ai tout vu, aaa.com, @abc_12 eee".repeat(9), STAFF);
    expect(screener.screen(text, STAFF)).toEqual(first);
  }
});

test("any text gets a verdict, and its findings lie within it", () => {
  const seed = seedOf("screening");
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({ unit: "grapheme", maxLength: 400 }),
    fc
      .array(fc.constantFrom(...RULES.flatMap(({ example, twin }) => [...example.split(" "), ...twin.split(" ")])))
      .map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(text, (any) => {
      for (const { start, end } of screener.screen(any, STAFF).findings) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(any.length);
      }
    }),
    { seed, numRuns: 2_000 },
  );
});

test("a text that is too dense to be looked at as a whole is held", () => {
  expect(verdictOn("f*z*q* ".repeat(4_000))).toBe("hold");
});
