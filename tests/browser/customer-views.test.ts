/** The customer's pages alone: what they look like to a machine, a keyboard, a small screen and a browser without scripts. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Page } from "playwright-core";
import { expectAccessible, expectFocusSeen, type Language, tabTo, visit } from "./browser.ts";
import { SAMPLES, serveSamples, squareCode } from "./customer-samples.ts";

let served: Awaited<ReturnType<typeof serveSamples>>;
beforeAll(async () => {
  served = await serveSamples();
});
afterAll(() => served.stop());

const NAMES = Object.keys(SAMPLES);

async function open(
  name: string,
  more: { language?: Language; width?: number; hasScripts?: boolean } = {},
): Promise<Page> {
  const { language = "fr", width = 1280, hasScripts = true } = more;
  const opened = await visit(`${served.url}/${name}?lang=${language}`, { language, width, hasScripts });
  onTestFinished(async () => {
    await opened.leave();
    expect(opened.faults).toEqual([]);
  });
  return opened.page;
}

describe.for(["fr", "en"] as const)("in %s", (language) => {
  test("no page fails WCAG 2.2 AA or scrolls sideways, at 1280, 360 and 320 px, light and dark, with everything unfolded", {
    timeout: 240_000,
  }, async () => {
    const page = await open("report", { language });
    for (const name of NAMES) {
      await page.goto(`${served.url}/${name}?lang=${language}`);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      for (const [width, colorScheme] of [
        [1280, "light"],
        [360, "dark"],
        [320, "light"],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await expectAccessible(page, `${name} ${language} ${width} ${colorScheme}`);
      }
    }
  });
});

test("text at 200 % fits without sideways scrolling, and nothing is cut off", { timeout: 120_000 }, async () => {
  const page = await open("report");
  await page.setViewportSize({ width: 640, height: 800 });
  for (const name of NAMES) {
    await page.goto(`${served.url}/${name}?lang=fr`);
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')").catch(() => undefined);
    await expectAccessible(page, `${name} at 200 %`);
  }
});

test("whatever is to be pressed is 44 px high, but for links in text", async () => {
  const page = await open("follow", { width: 360 });
  for (const name of NAMES) {
    await page.goto(`${served.url}/${name}?lang=fr`);
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    const small: string[] = await page.evaluate(`[...document.querySelectorAll(
      "button, .button, summary, .choice, .field, .exit, .language, .help-number, .foot a")]
      .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 90))`);
    expect(small, name).toEqual([]);
  }
});

test("by keyboard the first stop is the content, the exit is next but one, and the one button is soon there", async () => {
  const page = await open("report");
  await page.keyboard.press("Tab");
  await expectFocusSeen(page);
  expect(await page.evaluate("document.activeElement.className")).toContain("skip");
  await tabTo(page, ".exit");
  await tabTo(page, "button");
  expect(await page.evaluate("document.activeElement.closest('.one-tap') !== null")).toBe(true);
});

test("every stop of the longest page is marked and in view, also on a small screen", { timeout: 120_000 }, async () => {
  for (const width of [1280, 320]) {
    const page = await open("follow", { width });
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    await tabTo(page, ".foot li:last-child a");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toContain("/accessibility");
  }
});

test("the exit replaces the page in the history, and so do three presses of Shift", async () => {
  for (const leave of [
    (page: Page) => page.locator(".exit").click(),
    async (page: Page) => {
      for (let n = 0; n < 3; n += 1) await page.keyboard.press("Shift");
    },
  ]) {
    const page = await open("number");
    await page.goto(`${served.url}/report?lang=fr`);
    await leave(page);
    await page.waitForURL("**/exit*");
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe("/number");
  }
});

test("capital letters, or a slow hand, are no wish to leave", async () => {
  const page = await open("report");
  await page.locator("#text").focus();
  for (const letter of ["A", "B", "C", "D"]) await page.keyboard.press(`Shift+${letter}`);
  expect(new URL(page.url()).pathname).toBe("/report");
  expect(await page.locator("#text").inputValue()).toBe("ABCD");
});

test("without scripts the exit is a link, and everything on a form can be filled in", async () => {
  const page = await open("report", { hasScripts: false });
  await page.getByText("Le message venait d’un autre numéro").click();
  await page.locator("#number").fill("06 39 98 12 34");
  expect(await page.locator("#number").inputValue()).toBe("06 39 98 12 34");
  await page.locator(".exit").click();
  await page.waitForURL("**/exit*");
});

test("the square code holds the words as text: nothing of them is in an address", async () => {
  const page = await open("receipt");
  const text = "https://example.test/follow\ncerise tableau marine fenetre village crayon";
  expect(await page.locator(".code path").getAttribute("d")).toBe(squareCode(text).path);
  expect(await page.content()).not.toMatch(/href="[^"]*cerise|action="[^"]*cerise/);
});

test("titles and icon say nothing to whoever looks over a shoulder", async () => {
  const page = await open("report");
  for (const language of ["fr", "en"]) {
    for (const name of NAMES) {
      await page.goto(`${served.url}/${name}?lang=${language}`);
      expect(await page.title(), name).not.toMatch(/signal|report|danger|viol|harass|harcèl|plainte|abus/i);
      expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/icon.svg");
    }
  }
});
