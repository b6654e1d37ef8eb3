import type { Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { type DeskPerson, openDeskPerson } from "../surface/desk.ts";
import type { Stranger } from "../surface/stranger.ts";
import { expectAccessible, type Language, type Visit, visit, waysToLook } from "./browser.ts";

/** Where pictures of the pages are put, when somebody wants to look at them. */
const PICTURES = process.env["DESK_PICTURES"];

export type DeskTurn = { readonly page: Page; readonly person: DeskPerson; readonly visit: Visit };

/** Somebody of the desk at their browser, signed in. Refusals on purpose are named by their status. */
export async function sitDown(
  stranger: Stranger,
  duty: string,
  more: {
    readonly language?: Language;
    readonly width?: number;
    readonly refused?: RegExp;
    readonly person?: DeskPerson;
  } = {},
): Promise<DeskTurn> {
  const { language = "fr", width = 1280, refused = /^$/ } = more;
  const person = more.person ?? (await openDeskPerson(stranger.program, duty));
  const { url } = stranger.program;
  const opened = await visit("about:blank", { language, width, origin: url });
  const cookies = [...person.browser.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true }));
  await opened.page.context().addCookies(cookies);
  onTestFinished(async () => {
    await opened.leave();
    const faults = opened.faults.filter((fault) => !refused.test(fault));
    if (faults.length > 0) throw new Error(`the page did what no page may: ${faults.join("; ")}`);
  });
  await opened.page.goto(`${url}/desk`);
  return { page: opened.page, person, visit: opened };
}

/** All has come: no row that is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.locator(".loading-row").count(), { timeout: 10_000 }).toBe(0);
  await page.locator("h1").first().waitFor();
}

/** Each page in both languages and themes, wide and narrow: no fault that axe finds, no sideways scrolling. */
export async function lookAt(stranger: Stranger, person: DeskPerson, paths: readonly string[]): Promise<void> {
  const few = [["fr", 1280, "light"] as const, ["en", 320, "dark"] as const];
  const more = [["fr", 320, "dark"] as const, ["en", 1280, "light"] as const];
  for (const [language, width, theme] of waysToLook<readonly ["fr" | "en", number, "light" | "dark"]>(few, more)) {
    const { page } = await sitDown(stranger, "", { language, width, person });
    await page.emulateMedia({ colorScheme: theme });
    for (const path of paths) {
      await page.goto(`${stranger.program.url}/desk${path}`);
      await settled(page);
      if (PICTURES !== undefined) {
        const name = path.replaceAll(/[^a-z]+/gi, "-").slice(0, 40);
        await page.screenshot({ path: `${PICTURES}/${name}-${language}-${width}-${theme}.png`, fullPage: true });
      }
      await expectAccessible(page, `${path} ${language} ${width} ${theme}`);
    }
  }
}
