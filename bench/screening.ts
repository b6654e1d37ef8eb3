import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import leoProfanity from "leo-profanity";
import { findPhoneNumbersInText } from "libphonenumber-js";
import { LinkifyIt } from "linkify-it";
import naughtyWords from "naughty-words";
import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from "obscenity";
import { Screener } from "../src/screening/index.ts";
import type { Figure } from "./report.ts";
import { figure, heading, median, printTable, quantile, short } from "./report.ts";

const ROUNDS = 5;
/** Of our own. The peer stack is slower: it gets fewer, of the same texts. */
const TEXTS = 20_000;
const PEER_TEXTS = 4_000;
const LONG = 10_000;
const STAFF = { direction: "staff_to_customer" } as const;
const BYTES_IN_MB = 1024 * 1024;

type Direction = "staff_to_customer" | "customer_to_staff";
type Stack = {
  readonly name: string;
  readonly texts: number;
  readonly isKept: (text: string, direction?: Direction) => boolean;
};

/** Screening beside what a company would put together from packages, on the same texts, on one core. */
export async function benchScreening(): Promise<readonly Figure[]> {
  heading("Screening");
  const kept = readTexts("kept.jsonl");
  const texts = Array.from({ length: TEXTS }, (_, n) => (kept[n % kept.length] as Labelled).text);
  const before = heapUsed();
  const screener = new Screener();
  screener.screen("Bonjour", STAFF);
  const memory = (heapUsed() - before) / BYTES_IN_MB;
  const ours: Stack = {
    name: "paravent: rules and model",
    texts: TEXTS,
    isKept: (text, direction = "staff_to_customer") => screener.screen(text, { direction }).verdict !== "pass",
  };
  const rules = new Screener({ hasModel: false });
  const rulesOnly: Stack = {
    name: "paravent: rules alone",
    texts: TEXTS,
    isKept: (text, direction = "staff_to_customer") => rules.screen(text, { direction }).verdict !== "pass",
  };
  const stacks = [ours, rulesOnly, peerStack()];
  const timed = stacks.map((stack) => ({ ...stack, ...time(stack, texts), ...quality(stack, kept) }));
  printTable(
    ["stack", "texts/s", "p50 µs", "p99 µs", "harmful kept back", "ordinary kept back"],
    timed.map(({ name, rate, p50, p99, caught, falseHits }) => [
      name,
      short(rate),
      p50.toFixed(1),
      p99.toFixed(1),
      `${(caught * 100).toFixed(1)} %`,
      `${(falseHits * 100).toFixed(1)} %`,
    ]),
  );
  console.log(`${kept.length} texts nobody tuned on (vectors/screening/kept.jsonl), again and again.\n`);
  const worst = printHostile(screener);
  printCurve(screener);
  const [own, , peers] = timed;
  return [
    figure("screening, texts a second on one core", own?.rate ?? Number.NaN, { atLeast: 50_000 }),
    figure("screening : peer stack, texts a second", (own?.rate ?? 0) / (peers?.rate ?? Number.NaN), {
      atLeast: 5,
      unit: " ×",
    }),
    figure("screening, p99", (own?.p99 ?? Number.NaN) / 1_000, { atMost: 0.1, unit: " ms" }),
    figure("screening, the worst hostile text of 10,000 characters", worst, { atMost: 2, unit: " ms" }),
    figure("screening, memory", memory, { atMost: 20, unit: " MB" }),
  ];
}

type Labelled = { readonly text: string; readonly label: "block" | "pass"; readonly direction: Direction };

function readTexts(file: string): readonly Labelled[] {
  const text = readFileSync(new URL(`../vectors/screening/${file}`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Labelled);
}

/** The word lists, the phone and link finders that facts on screening name, and the usual pattern for handles. */
function peerStack(): Stack {
  const obscenity = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
  leoProfanity.loadDictionary("fr");
  leoProfanity.add(leoProfanity.getDictionary("en"));
  const listed = new Set([...naughtyWords.fr, ...naughtyWords.en].map((word) => word.toLowerCase()));
  const linkify = new LinkifyIt();
  const handle = /(?:^|\s)@[a-z0-9._]{3,30}|\b(?:insta(?:gram)?|snap(?:chat)?|whats ?app|telegram)\b/i;
  return {
    name: "obscenity, leo-profanity, naughty-words, libphonenumber-js, linkify-it, a pattern for handles",
    texts: PEER_TEXTS,
    // Each of them looks and says where, and numbers of both countries are found, as screening does.
    isKept(text) {
      const words = text.toLowerCase().split(/[^\p{L}]+/u);
      const seen = [
        obscenity.getAllMatches(text).length > 0,
        leoProfanity.check(text),
        words.some((word) => listed.has(word)),
        findPhoneNumbersInText(text, "FR").length > 0,
        findPhoneNumbersInText(text, "GB").length > 0,
        linkify.match(text) !== null,
        handle.test(text),
      ];
      return seen.includes(true);
    },
  };
}

function time({ isKept, texts: most }: Stack, texts: readonly string[]) {
  const own = texts.slice(0, most);
  const round = () => {
    let kept = 0;
    const began = performance.now();
    for (const text of own) if (isKept(text)) kept += 1;
    // Used, so that nothing is optimised away.
    return kept < 0 ? 0 : own.length / ((performance.now() - began) / 1_000);
  };
  round();
  const rate = median(Array.from({ length: ROUNDS }, round));
  const costs = Float64Array.from(own, (text) => {
    const began = performance.now();
    isKept(text);
    return (performance.now() - began) * 1_000;
  });
  costs.sort();
  return { rate, p50: quantile(costs, 0.5), p99: quantile(costs, 0.99) };
}

function quality({ isKept }: Stack, kept: readonly Labelled[]) {
  const share = (texts: readonly Labelled[]) =>
    texts.filter(({ text, direction }) => isKept(text, direction)).length / texts.length;
  return {
    caught: share(kept.filter(({ label }) => label === "block")),
    falseHits: share(kept.filter(({ label }) => label === "pass")),
  };
}

const HOSTILE: { readonly [name: string]: string } = {
  "one letter": "a",
  "spelled letters": "a b c d e f g ",
  "spelled words": "s.e.x.e ",
  leet: "b3ll3 s4l0p3 ",
  stars: "m*rd* c*n ",
  "drawn out": "bellllle ",
  "number words": "zéro six trente-neuf ",
  digits: "0 6 3 9 9 8 ",
  dots: "a.b@",
  "at signs": "@",
  emoji: "🍑😘",
  "combining marks": "é̈̃̂",
  "rule words": "tu vous es belle on se voit ce soir ",
  questions: "? ",
  "harmless words": "le colis est devant la porte ",
};

/** What costs most, in ms: the median of some calls each. */
function printHostile(screener: Screener): number {
  const rows = Object.entries(HOSTILE).map(([name, part]) => {
    const text = part.repeat(Math.ceil(LONG / part.length)).slice(0, LONG);
    return { name, ms: medianMs(screener, text) };
  });
  printTable(
    [`hostile text of ${LONG} characters`, "ms"],
    rows.map(({ name, ms }) => [name, ms.toFixed(2)]),
  );
  return Math.max(...rows.map(({ ms }) => ms));
}

/** Time over length: ten times the text costs ten times the time, or less. */
function printCurve(screener: Screener): void {
  const part = "Bonjour, je suis le technicien, j'arrive dans dix minutes pour la chaudière. ";
  printTable(
    ["characters", "ms", "ns a character"],
    [100, 1_000, 10_000, 100_000].map((length) => {
      const text = part.repeat(Math.ceil(length / part.length)).slice(0, length);
      const ms = medianMs(screener, text);
      return [short(length), ms.toFixed(3), ((ms * 1e6) / length).toFixed(0)];
    }),
  );
}

function medianMs(screener: Screener, text: string): number {
  const call = () => {
    const began = performance.now();
    screener.screen(text, STAFF);
    return performance.now() - began;
  };
  for (let n = 0; n < 20; n += 1) call();
  return median(Array.from({ length: 21 }, call));
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { heapUsed: heap, external } = process.memoryUsage();
  return heap + external;
}
