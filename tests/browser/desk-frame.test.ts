/** The desk console's way in and its frame, in a real browser over the running program. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Authenticator, type DeskPerson, openDeskPerson, PASSWORD, signIn } from "../surface/desk.ts";
import { AppHouse, expectFine, texts } from "./app-house.ts";
import { expectAccessible, tabTo } from "./browser.ts";

const LIMIT_MS = 120_000;
const DUTIES = ["dispatcher", "handler", "approver", "rights_officer", "dpo", "auditor", "admin"] as const;
let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.start();
});
afterAll(() => house.stop());

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const say = (key: string, language: "fr" | "en" = "fr") => texts(language)[key] ?? key;
const submit = (page: Page) => page.locator("button[type=submit]").click();

async function invite(duty: string, email: string): Promise<string> {
  const request = { personReference: `P-${email.split("@")[0]}`, duty, email };
  return (await house.stranger.call("POST", "/v1/desk-users", request)).body.invitation;
}

async function signInBy(page: Page, { email, authenticator }: DeskPerson, later = 0): Promise<void> {
  await page.fill("input[name=email]", email);
  await page.fill("input[name=password]", PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("input[name=code]").fill(await authenticator.code(later));
  await page.keyboard.press("Enter");
}

describe.for(["fr", "en"] as const)("the way in, in %s", (language) => {
  test("an invitation becomes an account with an authenticator, and its link is in no request", {
    timeout: LIMIT_MS,
  }, async () => {
    const invitation = await invite("handler", `new.${language}@example.com`);
    const { page, requests } = await house.open(`/desk/invitation#${invitation}`, { language, width: 1280 });
    await page.locator("input[name=password]").waitFor();
    expect(page.url()).toBe(`${house.url}/desk/invitation`);
    await expectFine(page, `${language} invitation`);
    await page.fill("input[name=password]", "court");
    await submit(page);
    await page.getByText(say("desk.invitation.password.short", language)).waitFor();
    expect(await page.evaluate("document.activeElement.name")).toBe("password");
    await page.fill("input[name=password]", PASSWORD);
    await submit(page);
    await page.locator(".qr").waitFor();
    await expectFine(page, `${language} second factor`);
    const secret = (await page.locator(".secret").textContent())?.replaceAll(" ", "") ?? "";
    await page.fill("input[name=code]", await new Authenticator(secret).code());
    await submit(page);
    await page.locator(".desk-menu").waitFor();
    expect(await page.locator(".desk-account").textContent()).toContain(say("desk.duty.handler", language));
    expect(requests.filter((request) => request.includes(invitation))).toEqual([]);
  });

  test("password and code, wrong ones too", { timeout: LIMIT_MS }, async () => {
    const person = await openDeskPerson(house.stranger.program, "auditor");
    const { page } = await house.open("/desk/sessions", { language, width: 1280 });
    await page.locator("input[name=email]").waitFor();
    await expectFine(page, `${language} sign-in`);
    await page.fill("input[name=email]", person.email);
    await page.fill("input[name=password]", "un autre mot de passe");
    await submit(page);
    await page.getByText(say("refusal.sign_in_refused", language)).waitFor();
    expect(await page.inputValue("input[name=email]")).toBe(person.email);
    await signInBy(page, person);
    // The address that was asked for, now that somebody may see it.
    await page.locator("table").waitFor();
    await expectFine(page, `${language} sessions`);
  });
});

test.for(DUTIES)(
  "%s has a home page that says what to do, and a menu of its own",
  { timeout: LIMIT_MS },
  async (duty) => {
    const person = await openDeskPerson(house.stranger.program, duty);
    const { page } = await house.open("/desk", { as: person.browser, width: 1280 });
    await page.locator("h1").waitFor();
    await page.locator(".home-items, .empty, .problem").first().waitFor();
    await expectFine(page, duty);
    expect(await page.locator(".desk-menu a[aria-current=page]").count()).toBe(1);
  },
);

test("a session that ends opens a sign-in over the page, and what was asked goes on afterwards", {
  timeout: LIMIT_MS,
}, async () => {
  const person = await openDeskPerson(house.stranger.program, "handler");
  const { page } = await house.open("/desk/sessions", { as: person.browser, width: 1280 });
  await page.locator("table").waitFor();
  const other = await signIn(house.stranger.program, person);
  await page.reload();
  await page.getByRole("button", { name: say("desk.sessions.end") }).click();
  await person.browser.call("POST", "/v1/sign-out");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: say("desk.sessions.end") })
    .click();
  const again = page.getByRole("dialog", { name: say("face.sign-in.again") });
  await again.waitFor();
  await expectFine(page, "signed out");
  await signInBy(page, person, 1);
  await page.getByText(say("desk.sessions.ended")).waitFor();
  expect((await other.call("GET", "/v1/session")).status).toBe(401);
});

test("the frame by keyboard, on a phone: menu, language and appearance that stay, a page that is not there", {
  timeout: LIMIT_MS,
}, async () => {
  const person = await openDeskPerson(house.stranger.program, "dispatcher");
  const { page } = await house.open("/desk/nowhere", { as: person.browser, width: 360 });
  await page.getByText(say("desk.nowhere.title")).waitFor();
  await expectFine(page, "nowhere");
  await tabTo(page, ".menu-button");
  await page.keyboard.press("Enter");
  await tabTo(page, ".desk-menu a[href='/desk/sessions']");
  await page.keyboard.press("Enter");
  await page.locator("table").waitFor();
  await eventually(() => page.evaluate("document.activeElement.tagName")).toBe("H1");
  await page.locator(".menu-button").click();
  await page.locator(".preferences select").first().selectOption("en");
  await page.getByText(say("desk.sessions.lead", "en")).waitFor();
  await page.locator(".preferences select").last().selectOption("dark");
  await page.reload();
  await page.getByText(say("desk.sessions.lead", "en")).waitFor();
  expect(await page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme]")).toEqual([
    "en",
    "dark",
  ]);
  await expectAccessible(page, "dark by choice");
  await page.goBack();
  await page.getByText(say("desk.nowhere.title", "en")).waitFor();
});

test("signing out ends the session, and the page before is not to be had again", async () => {
  const person = await openDeskPerson(house.stranger.program, "dpo");
  const { page } = await house.open("/desk/sessions", { as: person.browser, width: 1280 });
  await page.locator("table").waitFor();
  await page.getByRole("button", { name: say("desk.sign-out") }).click();
  await page.locator("input[name=email]").waitFor();
  expect((await person.browser.call("GET", "/v1/session")).status).toBe(401);
  await page.goto(`${house.url}/desk/sessions`);
  await page.locator("input[name=email]").waitFor();
  expect(await page.locator("table").count()).toBe(0);
});
