import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type RunningProgram, startProgram } from "../program.ts";
import { isTelling } from "../telling.ts";
import { expectAccessible, expectFocusSeen, type Language, tabTo, type Visit, visit } from "./browser.ts";

const root = join(import.meta.dirname, "../..");
const pictures = join(root, "docs/pictures");
const LIMIT_MS = 120_000;

const texts = (language: Language): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(root, "text", `${language}.json`), "utf8"));
const MESSAGE_OF_2017 = texts("fr")["phones.story.again.text"] as string;

/** Opens the page; whatever the test does, the page must not have done what a page may never do. */
async function openPhones(program: RunningProgram, language: Language, width: number): Promise<Page> {
  const opened: Visit = await visit(`${program.url}/phones?lang=${language}`, { language, width });
  onTestFinished(async () => {
    await opened.leave();
    expect(opened.faults).toEqual([]);
  });
  await opened.page.locator(".sign.live").waitFor();
  return opened.page;
}

const stepButton = (page: Page) => page.locator(".story-buttons .primary:not([aria-disabled])");
const bubbles = (page: Page, who: "staff" | "customer", way: "in" | "out") =>
  page.locator(`#${who} .note.${way} .bubble`);
/** What came in, without what tells of screening. */
const arrivedAt = async (page: Page, who: "staff" | "customer") =>
  (await bubbles(page, who, "in").allTextContents()).filter((text) => !isTelling(text));
const doneSteps = (page: Page, count: number) => expect.poll(() => page.locator(".step.done").count()).toBe(count);
const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 10_000 });

/** Pictures change with the hour they are taken at: made when they are missing, and again when asked for. */
async function picture(page: Page, name: string, options: { readonly fullPage: boolean }): Promise<void> {
  const path = join(pictures, `phones-${name}.png`);
  if (existsSync(path) && process.env["PICTURES"] !== "1") return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path, ...options });
}

describe.for(["fr", "en"] as const)("technician-2017 on the page, in %s", (language) => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());

  test("after closing and after the grace period nothing arrives, and the attempt is recorded", {
    timeout: LIMIT_MS,
  }, async () => {
    const page = await openPhones(program, language, 1280);
    await playStory(page);

    const arrived = [texts(language)["phones.story.write.text"], texts(language)["phones.story.grace.text"]];
    await eventually(() => arrivedAt(page, "customer")).toEqual(arrived);
    const sent = [...arrived, MESSAGE_OF_2017, MESSAGE_OF_2017];
    await eventually(() => bubbles(page, "staff", "out").allTextContents()).toEqual(sent);
    await expectExplained(page, language);
    await expectRecorded(page, program, language);

    await page.evaluate("scrollTo(0, 0)");
    await picture(page, `${language}-desktop`, { fullPage: true });
    await openEverything(page);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page, `${language} ${colorScheme} ${width}`);
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator("#staff .options").evaluate((element: { open: boolean }) => {
      element.open = false;
    });
    await page.evaluate("document.getElementById('staff').scrollIntoView()");
    await page.evaluate("for (const box of document.querySelectorAll('.thread')) box.scrollTo(0, box.scrollHeight)");
    await picture(page, `${language}-360`, { fullPage: false });
  });
});

async function playStory(page: Page): Promise<void> {
  const text = page.locator("#staff textarea");
  await stepButton(page).click();
  await doneSteps(page, 1);
  await stepButton(page).click();
  await doneSteps(page, 2);
  await eventually(() => page.locator(".phase .badge.wait").count()).toBe(1);
  expect(await text.inputValue()).not.toBe("");
  await stepButton(page).click();
  await doneSteps(page, 3);
  await stepButton(page).click();
  await doneSteps(page, 4);
  await stepButton(page).click();
  await doneSteps(page, 5);
  // What leaves next stands in the handset, to be read before it is sent.
  expect(await text.inputValue()).toBe(MESSAGE_OF_2017);
  await stepButton(page).click();
  await doneSteps(page, 6);
  await eventually(() => page.locator(".step.stopped").count()).toBe(2);
}

/** What screening saw in the text of 2017 is marked in it, and said in the language of the page. */
async function expectExplained(page: Page, language: Language): Promise<void> {
  const screened = page.locator("#staff .note.out", { has: page.locator("mark") });
  await eventually(() => screened.count()).toBe(1);
  expect((await screened.locator("mark").allTextContents()).join(" … ")).toContain("très jolie");
  const reasons = await screened.locator(".reason").allTextContents();
  expect(reasons).toContain(texts(language)["screening.rule.appearance.you-are-pretty"]);
}

/** The refusal as the page tells it, and as the public surface tells it, are one. */
async function expectRecorded(page: Page, program: RunningProgram, language: Language): Promise<void> {
  const latest = page.locator(".attempt").first();
  await eventually(() => latest.textContent()).toContain(texts(language)["refusal.window_closed"]);

  const { body } = await program.call("GET", "/v1/attempts");
  const attempt = body.items.at(-1);
  expect([attempt.outcome, attempt.code, attempt.channel]).toEqual(["refused", "window_closed", "sms"]);
  await latest.locator(".hash").click();
  const entry = page.locator(".entry[open]");
  await eventually(() => entry.count()).toBe(1);
  expect(await entry.getAttribute("data-hash")).toBe(attempt.leaf.hash);
  const shown = JSON.parse((await entry.locator("pre").textContent()) ?? "") as { code: string; attempt: string };
  expect([shown.code, shown.attempt]).toEqual(["window_closed", attempt.id]);
  const leaf = await program.call("GET", `/v1/attempts/${attempt.id}/leaf`);
  expect(JSON.parse(leaf.body)).toEqual(shown);

  const [mission] = (await program.call("GET", "/phones/state")).body.missions;
  const inbox = `/simulator/handsets/${encodeURIComponent(mission.customerPhone)}/messages`;
  const received: readonly { text: string }[] = (await program.call("GET", inbox)).body.items;
  expect(received.map(({ text }) => text)).not.toContain(MESSAGE_OF_2017);
  const ledger = (await page.locator("#ledger pre").allTextContents()).join("\n");
  expect(ledger).toContain("window_closed");
  for (const secret of ["jolie", mission.customerName, mission.customerPhone, mission.staffName, mission.staffPhone])
    expect(ledger).not.toContain(secret);
  await entry.locator("summary").click();
}

/** Everything that can be unfolded, so that a check sees it. */
async function openEverything(page: Page): Promise<void> {
  const folded = page.locator("details:not([open]) > summary");
  while ((await folded.count()) > 0) await folded.first().click();
  await page.locator(".hash").first().focus();
}

describe("the page of the two phones", () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());

  test("the whole story can be played by keyboard alone, on a narrow screen", { timeout: LIMIT_MS }, async () => {
    const page = await openPhones(program, "en", 360);
    await tabTo(page, ".story-buttons .primary");
    for (let step = 1; step <= 6; step += 1) {
      await stepButton(page).waitFor();
      await page.keyboard.press("Enter");
      // The focus stays on the button, which now does the next step.
      await doneSteps(page, step);
    }
    await eventually(() => page.locator(".story-end").count()).toBe(1);

    await tabTo(page, "#staff .phone-bar button");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator("#staff .happened.stopped").count()).toBe(1);

    await tabTo(page, ".acts fieldset:nth-of-type(2) button:nth-of-type(2)");
    const dialogs = () => page.locator("dialog").count();
    await page.keyboard.press("Enter");
    await eventually(dialogs).toBe(1);
    await page.keyboard.press("Escape");
    await eventually(dialogs).toBe(0);
    await page.keyboard.press("Enter");
    await eventually(dialogs).toBe(1);
    await page.keyboard.type("The customer called again");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator(".phase .badge.good").count()).toBe(1);

    await tabTo(page, "#customer textarea");
    await page.keyboard.type("Thank you, all is well");
    await page.keyboard.press("Enter");
    await eventually(() => bubbles(page, "staff", "in").allTextContents()).toContain("Thank you, all is well");

    await tabTo(page, ".attempt .hash");
    expect(await page.locator(".tooltip:visible").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator(".tooltip:visible").count()).toBe(0);
    await page.keyboard.press("Enter");
    await eventually(() => page.locator(".entry[open]").count()).toBe(1);
    await eventually(() => page.evaluate("document.activeElement.closest('.entry[open]') !== null")).toBe(true);
  });

  test("a new attempt does not push the row in focus out of view", async () => {
    const page = await openPhones(program, "fr", 360);
    const [mission] = (await program.call("GET", "/phones/state")).body.missions;
    const message = { from: mission.customerPhone, to: mission.lines[0].customerDials, text: "Bonjour" };
    const newest = () => page.locator(".attempt .hash").first().textContent();
    await program.call("POST", "/simulator/messages", message);
    await page.locator(".attempt").first().waitFor();
    await page.locator("#customer summary").focus();
    await tabTo(page, ".attempt .hash");
    for (let more = 1; more <= 4; more += 1) {
      const known = await newest();
      await program.call("POST", "/simulator/messages", message);
      await eventually(newest).not.toBe(known);
      expect(await page.evaluate("document.activeElement.className")).toBe("hash mono");
      await expectFocusSeen(page);
    }
  });

  test("wrong-phone: a hidden number is asked for the mission code, and the code leads to the right person", async () => {
    const page = await openPhones(program, "fr", 1280);
    await page.locator("#customer .options summary").click();
    await page.selectOption("#customer .options select", "hidden");
    await page.locator("#customer .phone-bar button").click();
    await eventually(() => page.locator("#customer .happened.stopped").textContent()).toContain(
      texts("fr")["phones.call.asks"],
    );
    expect(await page.locator("#staff .happened").count()).toBe(0);

    const [mission] = (await program.call("GET", "/phones/state")).body.missions;
    await page.fill("#customer .options input", mission.lines[0].code);
    await page.locator("#customer .phone-bar button").click();
    await eventually(() => page.locator("#customer .happened:not(.stopped)").textContent()).toContain(
      mission.staffName,
    );
    await eventually(() => page.locator("#staff .happened").count()).toBe(1);
  });

  test("an address is shown on the staff handset, and the disclosure is among the attempts", async () => {
    const page = await openPhones(program, "fr", 1280);
    await page.getByRole("button", { name: texts("fr")["phones.act.address"] as string }).click();
    await eventually(() => page.locator("#staff .happened").count()).toBe(1);
    await eventually(() => page.locator(".attempt").first().textContent()).toContain("Consult");
    expect(await page.locator("#customer .happened").count()).toBe(0);
  });

  test("a stop word is said where the mission is, and a start word takes it back", async () => {
    const page = await openPhones(program, "fr", 1280);
    const ended = page.locator(".phase .badge.stop");
    const write = async (word: string) => {
      await page.fill("#customer textarea", word);
      await page.keyboard.press("Enter");
    };
    await write("STOP");
    await eventually(() => ended.textContent()).toBe("Contact arrêté");
    await expectAccessible(page, "stopped");
    await write("START");
    await eventually(() => ended.count()).toBe(0);
  });

  test("the language of the page is the one asked for, and changing it keeps what was written", async () => {
    const page = await openPhones(program, "fr", 1280);
    await page.fill("#customer textarea", "Bonjour");
    expect(await page.evaluate("document.documentElement.lang")).toBe("fr");
    await page.getByRole("link", { name: "English" }).click();
    expect(await page.evaluate("document.documentElement.lang")).toBe("en");
    expect(await page.title()).toBe(texts("en")["phones.title"]);
    expect(await page.inputValue("#customer textarea")).toBe("Bonjour");
    expect(new URL(page.url()).search).toBe("?lang=en");
  });

  test.for([320, 360, 640, 768, 1024])("at %d px nothing is cut off sideways", async (width) => {
    const page = await openPhones(program, "fr", width);
    await expectAccessible(page, `${width} px`);
  });
});

describe("a server that goes away", () => {
  const programs: RunningProgram[] = [];
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop();
  });

  test("is said, and found again without the reader's help", { timeout: LIMIT_MS }, async () => {
    const first = await startProgram({ isEmbedded: true });
    programs.push(first);
    const { page, leave } = await visit(`${first.url}/phones?lang=en`, { language: "en", width: 1280 });
    onTestFinished(leave);
    await page.locator(".sign.live").waitFor();
    await first.kill();
    await page.locator(".sign.lost").waitFor();
    await page.fill("#staff textarea", "Is anybody there?");
    await page.keyboard.press("Enter");
    await page.locator("#staff .notice.stop").waitFor();
    await expectAccessible(page, "lost");

    const port = Number(new URL(first.url).port);
    programs.push(await startProgram({ dataFolder: first.dataFolder, port }));
    await page.locator(".sign.live").waitFor({ timeout: 30_000 });
    await page.fill("#staff textarea", "There you are");
    await page.keyboard.press("Enter");
    await eventually(() => arrivedAt(page, "customer")).toEqual(["There you are"]);
  });
});

test("without the demo the page says so", async () => {
  const program = await startProgram({ env: { PARAVENT_DEMO: "0" } });
  onTestFinished(() => program.stop());
  const { page, leave } = await visit(`${program.url}/phones?lang=en`, { language: "en", width: 1280 });
  onTestFinished(leave);
  await page.getByText(texts("en")["phones.absent.title"] as string).waitFor();
  await expectAccessible(page, "absent");
});
