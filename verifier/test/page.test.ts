/** The page as its readers use it: opened from a disk, in a real Chromium, with files dropped on it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Language, Visit } from "../../tests/browser/browser.ts";
import { expectAccessible, tabTo, visit } from "../../tests/browser/browser.ts";
import { buildPage } from "../build-page.mjs";
import { ENGLISH_WORDS } from "../page/words-en.mjs";
import { FRENCH_WORDS } from "../page/words-fr.mjs";

const root = join(import.meta.dirname, "..");
const vectors = join(import.meta.dirname, "../../vectors/ledger");
const vector = (file: string) => join(vectors, file);
const PAGE = pathToFileURL(join(root, "paravent-verify.html")).href;
const vkey = readFileSync(vector("log.vkey"), "utf8").trim();
const scratch = mkdtempSync(join(tmpdir(), "paravent-page-"));
afterAll(() => rmSync(scratch, { recursive: true }));
const hasChromium = existsSync(process.env["CHROMIUM"] ?? "/usr/bin/chromium");

test("the page is what its script makes of the modules", () => {
  expect(readFileSync(join(root, "paravent-verify.html"), "utf8")).toBe(buildPage(root));
});

test("every word of the page is in both languages", () => {
  expect(Object.keys(ENGLISH_WORDS)).toEqual(Object.keys(FRENCH_WORDS));
  for (const words of [FRENCH_WORDS, ENGLISH_WORDS])
    expect(Object.values(words).every((one) => one.length > 0)).toBe(true);
});

function scratchFile(name: string, content: string | Buffer): string {
  writeFileSync(join(scratch, name), content);
  return join(scratch, name);
}

const [PROOF, LEAF] = [vector("proofs/65537-256.tlog-proof"), vector("leaves/256.leaf")];

async function give(page: Page, ...files: readonly string[]): Promise<void> {
  await page.setInputFiles("#files", [...files]);
}
const outcome = (page: Page) => page.getAttribute("#verdict", "data-outcome");
async function expectOutcome(page: Page, expected: string | null): Promise<void> {
  await expect.poll(() => outcome(page), { timeout: 10_000 }).toBe(expected);
}

test.skipIf(!hasChromium).each<[Language, number]>([
  ["fr", 360],
  ["en", 360],
  ["fr", 1280],
  ["en", 1280],
])(
  "in %s at %i px a right proof is accepted, a changed entry refused, and nothing is asked of the network",
  async (language, width) => {
    const { page, faults, leave } = await visit(PAGE, { language, width });
    const say = { fr: ["Vérifié.", "La preuve ne tient pas."], en: ["Verified.", "The evidence does not hold."] }[
      language
    ];
    await expectAccessible(page, "before");
    await page.fill("#key", vkey);
    await give(page, PROOF, LEAF);
    await expectOutcome(page, "verified");
    expect(await page.textContent("#verdict-title")).toBe(say[0]);
    expect(await page.textContent("#details")).toContain("relay.receive-text");
    await expectAccessible(page, "verified");
    await picture(page, `verified-${language}-${width}`);
    await give(page, scratchFile("changed.leaf", readFileSync(LEAF, "utf8").replace("queued", "failed")));
    await expectOutcome(page, "refuted");
    expect(await page.textContent("#verdict-title")).toBe(say[1]);
    expect(await page.textContent("#details")).not.toContain("relay.receive-text");
    await expectAccessible(page, "refuted");
    await picture(page, `refuted-${language}-${width}`);
    await page.click("#reset");
    await expectOutcome(page, null);
    await picture(page, `waiting-${language}-${width}`);
    expect(faults).toEqual([]);
    await leave();
  },
);

/** Looked at by whoever changes the page: `PICTURES=<folder>`. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test.skipIf(!hasChromium)("the language is changed by hand, and what was found is said again in it", async () => {
  const { page, leave } = await visit(PAGE, { language: "fr", width: 1280 });
  await page.fill("#key", vkey);
  await give(page, PROOF, LEAF);
  await expectOutcome(page, "verified");
  await page.click('[data-language="en"]');
  expect(await page.textContent("#verdict-title")).toBe("Verified.");
  expect(await page.getAttribute("html", "lang")).toBe("en");
  expect(await page.textContent("h1")).toBe(ENGLISH_WORDS.title);
  await leave();
});

test.skipIf(!hasChromium)("it can be used with the keyboard alone", async () => {
  const { page, faults, leave } = await visit(PAGE, { language: "en", width: 1280 });
  await tabTo(page, "#key");
  await page.keyboard.insertText(vkey);
  await tabTo(page, "#files");
  await leave();
  expect(faults).toEqual([]);
});

let open: Visit;
beforeAll(async () => {
  if (hasChromium) open = await visit(PAGE, { language: "en", width: 1280 });
});
async function fresh(key: string): Promise<Page> {
  await open.page.goto(PAGE);
  await open.page.fill("#key", key);
  return open.page;
}

test.skipIf(!hasChromium)("a proof is checked within 50 ms", async () => {
  const page = await fresh(vkey);
  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    await give(page, PROOF, LEAF);
    await expectOutcome(page, "verified");
    times.push(Number(await page.getAttribute("html", "data-checked-in-ms")));
    await page.click("#reset");
    await expectOutcome(page, null);
  }
  const median = times.toSorted((a, b) => a - b).at(10) as number;
  console.log(`a proof is checked in ${median.toFixed(1)} ms (median of 20, ${Math.max(...times).toFixed(1)} at most)`);
  expect(median).toBeLessThanOrEqual(50);
});

test.skipIf(!hasChromium).each([
  ["no key", "", null, /key you believe is missing/],
  ["a key of another log", vkey.replace("routine-2026", "routine-2025"), "unchecked", /key/],
  ["words", "I believe in you", "unchecked", /key/],
])("with %s nothing is accepted", async (_, key, expected, sentence) => {
  const page = await fresh(key);
  await give(page, PROOF, LEAF);
  await expect.poll(() => page.textContent("#sentence")).toMatch(sentence);
  expect(await outcome(page)).toBe(expected);
});

test.skipIf(!hasChromium)(
  "key, policy, proof and entry are told apart by what is in them, whatever they are called",
  async () => {
    const page = await fresh("");
    await give(
      page,
      vector("log.policy"),
      scratchFile("a.txt", readFileSync(PROOF)),
      scratchFile("b.txt", readFileSync(LEAF)),
    );
    await expectOutcome(page, "verified");
    expect(await page.inputValue("#key")).toBe(readFileSync(vector("log.policy"), "utf8").trim());
    await page.fill("#key", readFileSync(vector("witnessed.policy"), "utf8"));
    await expectOutcome(page, "refuted");
  },
);

test.skipIf(!hasChromium)("witnesses whose signatures this browser cannot check do not count", async () => {
  const page = await fresh(readFileSync(vector("witnessed.policy"), "utf8"));
  const [head] = readFileSync(vector("proofs/257-256.tlog-proof"), "utf8").split("\n\n");
  const proof = `${head}\n\n${readFileSync(vector("witnessed/257"), "utf8")}`;
  await give(page, scratchFile("witnessed.tlog-proof", proof), LEAF);
  await expectOutcome(page, "unchecked");
  const policy = readFileSync(vector("witnessed.policy"), "utf8");
  await page.fill("#key", policy.replace("group both all", "group both any"));
  await expectOutcome(page, "verified");
  expect(await page.textContent("#details")).toContain("works-council.example");
});

test.skipIf(!hasChromium).each([
  ["two proofs", [PROOF, vector("proofs/257-255.tlog-proof")], /same kind/],
  ["two entries", [LEAF, vector("leaves/254.leaf")], /same kind/],
  ["something far too large", ["large"], /too large/],
])("%s: a sentence, and no verdict", async (_, files, sentence) => {
  const page = await fresh(vkey);
  const given = files.map((file) => (file === "large" ? scratchFile("large", Buffer.alloc(3_000_000, 0x41)) : file));
  await give(page, ...given);
  await expect.poll(() => page.textContent("#file-fault")).toMatch(sentence);
  expect(await outcome(page)).toBe(null);
});

test.skipIf(!hasChromium).each([
  ["an empty file", ""],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
  ["markup", "<img src=x onerror=alert(1)>"],
])("%s for an entry is refused", async (_, content) => {
  const page = await fresh(vkey);
  await give(page, PROOF, scratchFile("entry", content));
  await expectOutcome(page, "refuted");
  expect(await page.locator("#details img").count()).toBe(0);
});

type Damage = {
  readonly name: string;
  readonly command: readonly string[];
  readonly changes: readonly { readonly file: string }[];
};
type Splice = { readonly file: string; readonly at: number; readonly remove: number; readonly insert: string };

test.skipIf(!hasChromium)("it accepts none of the damaged proofs of the vectors", async () => {
  const all = JSON.parse(readFileSync(vector("damage.json"), "utf8")) as readonly Damage[];
  let looked = 0;
  for (const { name, command, changes } of all) {
    const spliced = changes.filter((change): change is Splice => "at" in change);
    if (command[0] !== "proof" || spliced.length !== changes.length) continue;
    const given = [vector("proofs/65537-255.tlog-proof"), vector("leaves/255.leaf")].map((file, i) => {
      const bytes = readFileSync(file);
      const change = spliced.find((one) => vector(one.file) === file);
      if (change === undefined) return file;
      const { at, remove, insert } = change;
      const content = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert, "hex"), bytes.subarray(at + remove)]);
      return scratchFile(`${i}`, content);
    });
    const page = await fresh(vkey);
    await give(page, ...given);
    const said = async () => `${await outcome(page)} ${await page.textContent("#file-fault")}`;
    await expect.poll(said, { message: name }).not.toBe("null ");
    expect(await outcome(page), name).not.toBe("verified");
    looked += 1;
  }
  expect(looked).toBeGreaterThan(12);
  const page = await fresh(vkey);
  await give(page, PROOF, LEAF);
  await expectOutcome(page, "verified");
  expect(open.faults).toEqual([]);
});
