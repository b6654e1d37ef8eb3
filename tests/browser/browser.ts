import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";

/** Debian's. The tests bring no browser of their own. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** Nothing but the page under test: no look-up of the browser maker's hosts. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export type Language = "fr" | "en";

export type Visit = {
  readonly page: Page;
  /** What a page may never do: errors, broken policy, requests to elsewhere. Holds them as they happen. */
  readonly faults: readonly string[];
  readonly leave: () => Promise<void>;
};

/** One for all visits of a file: starting it takes longer than most visits. */
let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** Opens an address as somebody in Paris would, sharing nothing with another visit: no cookie, no cache, no storage. */
export async function visit(
  url: string,
  {
    language,
    width,
    height = 900,
    hasScripts = true,
    origin = new URL(url).origin,
  }: {
    readonly language: Language;
    readonly width: number;
    readonly height?: number;
    readonly hasScripts?: boolean;
    /** Where pages may ask for something: that of the address, unless it opens on nothing. */
    readonly origin?: string;
  },
): Promise<Visit> {
  browser ??= chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  const context = await (await browser).newContext({
    locale: language === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
    viewport: { width, height },
    reducedMotion: "reduce",
    javaScriptEnabled: hasScripts,
  });
  const faults: string[] = [];
  watch(context, origin, faults);
  const page = await context.newPage();
  await page.goto(url);
  return { page, faults, leave: () => context.close() };
}

function watch(context: BrowserContext, origin: string, faults: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error().message}`));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`request to elsewhere: ${request.url()}`);
  });
}

/** No violation of WCAG 2.2 A or AA as far as a machine can tell, and no sideways scrolling. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  // What is in order is not listed, and no page of another site is framed: twice as fast.
  const axe = new AxeBuilder({ page }).options({ runOnly: WCAG, resultTypes: ["violations"] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(found, state).toEqual([]);
  const overflow: number = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  expect(overflow, `${state}: sideways`).toBeLessThanOrEqual(0);
}

/** Of all ways a page can be looked at a few in every run, all of them in a long one. */
export function waysToLook<Way>(few: readonly Way[], more: readonly Way[]): readonly Way[] {
  return process.env["LONG"] === "1" ? [...few, ...more] : few;
}

/** Whether the focused element shows that it is, and whether something lies over it. */
const FOCUS = `(() => {
  const focused = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const { left, top, width, height } = focused.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + Math.min(height, innerHeight) / 2);
  const name = focused.outerHTML.slice(0, 120);
  return {
    name,
    isMarked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    isInView: above !== null && (focused.contains(above) || above.contains(focused)),
  };
})()`;

export async function expectFocusSeen(page: Page): Promise<void> {
  const { name, isMarked, isInView }: { name: string; isMarked: boolean; isInView: boolean } =
    await page.evaluate(FOCUS);
  expect({ name, isMarked, isInView }).toEqual({ name, isMarked: true, isInView: true });
}

/** More than the elements of any page here: past it the element cannot be reached. */
const MOST_TABS = 150;

/** Goes to an element with the Tab key only; each stop on the way must be marked and in view. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press("Tab");
    const isOnPage: boolean = await page.evaluate("document.activeElement !== document.body");
    if (!isOnPage) continue;
    await expectFocusSeen(page);
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`could not reach ${selector} by keyboard`);
}
