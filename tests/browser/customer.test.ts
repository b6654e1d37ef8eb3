/** The customer's pages of the real program, in a real browser: what she can do on them, and what others cannot. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../surface/stranger.ts";
import { expectAccessible, tabTo } from "./browser.ts";
import { CustomerHouse, formOf, HARMLESS } from "./customer-house.ts";

let house: CustomerHouse;
beforeAll(async () => {
  house = await CustomerHouse.start();
});
afterAll(() => house.stop());

test("who comes is told by first name at most", async () => {
  const { path } = await house.meet();
  const page = await house.open(path);
  expect(await page.title()).toBe("Votre rendez-vous");
  const text = await page.locator("main").innerText();
  expect(text).toContain("Samir");
  expect(text).not.toContain("Belkacem");
  expect(text).toContain("Contact ouvert");
});

test("what she writes reaches the handset through the gate, and the page says what became of it", async () => {
  const { path, staffPhone, customerPhone } = await house.meet();
  const page = await house.open(path);
  await page.getByLabel("Votre message").fill("Je suis en bas, porte <b>verte</b>");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await until(
    () => house.stranger.textsOn(staffPhone),
    (texts) => texts.includes("Je suis en bas, porte <b>verte</b>"),
  );
  await page.reload();
  expect(await page.locator(".talk").innerText()).toMatch(/Je suis en bas, porte <b>verte<\/b>[\s\S]*Remis/);
  expect(await page.content()).not.toContain(customerPhone);
  expect(await page.content()).not.toContain(staffPhone);
});

test("she asks to be called back with one button, and calls the masked number", async () => {
  const { path, staffPhone, mission } = await house.meet();
  const page = await house.open(path, { language: "en" });
  expect(await page.locator("a[href^='tel:']").first().getAttribute("href")).toBe(
    `tel:${mission.lines[0].customerDials}`,
  );
  await page.getByRole("button", { name: "Ask for a call back" }).click();
  await until(
    () => house.stranger.textsOn(staffPhone),
    (texts) => texts.includes("Hello, could you call me back, please?"),
  );
});

test("after closing nothing can be written from a page that was left open, and she is told", async () => {
  const { path, mission, staffPhone } = await house.meet({ graceMinutes: 0 });
  const page = await house.open(path);
  await house.stranger.act(mission, "close", { graceMinutes: 0 });
  await page.getByLabel("Votre message").fill("Encore là ?");
  await page.getByRole("button", { name: "Envoyer" }).click();
  expect(await page.locator("[role=alert]").innerText()).toContain("rien n’a été transmis");
  expect(await house.stranger.textsOn(staffPhone)).toEqual([]);
  await page.goto(house.url + path);
  expect(await page.locator("main").innerText()).not.toContain("Samir");
});

test("the same form sent twice is one message; a form of another visit, a forged one and an old page are none", async () => {
  const [mine, other] = [await house.meet(), await house.meet()];
  const page = await (await house.get(mine.path)).text();
  const to = /name="to" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const fields = { form: formOf(page), to, text: "Une fois" };
  expect((await house.post(`${mine.path}/messages`, fields)).status).toBe(303);
  expect((await house.post(`${mine.path}/messages`, fields)).status).toBe(303);
  const otherForm = formOf(await (await house.get(other.path)).text());
  for (const form of [otherForm, "", "x", `${"A".repeat(22)}.abc.${"A".repeat(22)}`, `${fields.form.slice(0, -1)}_`]) {
    expect((await house.post(`${mine.path}/messages`, { ...fields, form, text: "Forgé" })).status).toBe(422);
  }
  expect((await house.post(`${other.path}/messages`, { ...fields, form: otherForm })).status).toBe(422);
  await house.stranger.quiet();
  expect(await house.stranger.textsOn(mine.staffPhone)).toEqual(["Une fois"]);
  expect(await house.stranger.textsOn(other.staffPhone)).toEqual([]);
});

test("another site cannot send a form in her browser", async () => {
  const { path, staffPhone } = await house.meet();
  const page = await (await house.get(path)).text();
  const fields = {
    form: formOf(page),
    to: /name="to" value="([^"]+)"/.exec(page)?.[1] ?? "",
    text: "Venue d’ailleurs",
  };
  for (const site of ["cross-site", "same-site"]) {
    const answer = await house.post(`${path}/messages`, fields, {
      "sec-fetch-site": site,
      origin: "https://evil.example",
    });
    expect(answer.status).toBe(403);
  }
  expect((await house.post(`${path}/messages`, fields, { "sec-fetch-site": "same-origin" })).status).toBe(303);
  await until(
    () => house.stranger.textsOn(staffPhone),
    (texts) => texts.length === 1,
  );
});

test("a link that was altered leads nowhere, and says so in the same look", async () => {
  const [{ path }, other] = [await house.meet(), await house.meet()];
  const token = path.slice(3);
  const swapped = other.path.slice(3, 29) + token.slice(26);
  for (const wrong of [
    swapped,
    token.slice(0, -1),
    `${token}A`,
    token.toUpperCase(),
    "x",
    "%00",
    "..%2f..%2fv1",
    "a".repeat(90),
  ]) {
    const answer = await house.get(`/v/${wrong}`);
    expect(answer.status, wrong).toBe(404);
    const page = await answer.text();
    expect(page).toContain("/report");
    expect(page).not.toContain("Samir");
  }
  expect((await house.get(path)).status).toBe(200);
});

test("a name or a text with markup in it is text", async () => {
  const { path } = await house.meet({}, "Zoé<script>alert(1)</script> Martin");
  const page = await house.open(path, { hasScripts: true });
  await page.getByLabel("Votre message").fill('"><img src=x onerror=alert(1)></textarea>');
  await page.getByRole("button", { name: "Envoyer" }).click();
  expect(await page.locator("main img, main script").count()).toBe(0);
  expect(await page.locator("main").innerText()).toContain("<img src=x onerror=alert(1)>");
});

test("a masked number says that it is ours and nothing of any visit; another number that it is not", async () => {
  const { mission, customerPhone } = await house.meet();
  const number = mission.lines[0].customerDials;
  for (const [path, sentence] of [
    [`/n/${number}`, "l’un de nos numéros relais"],
    [`/n/${number.slice(1)}`, "l’un de nos numéros relais"],
    [`/n/${number.replace("+33", "0")}`, "l’un de nos numéros relais"],
    ["/n/+33937008999", "notre numéro de signalement"],
    [`/n/${customerPhone}`, "n’est pas à nous"],
    ["/n/0639981234", "n’est pas à nous"],
  ] as const) {
    const page = await (await house.get(path, { "accept-language": "fr" })).text();
    expect(page, path).toContain(sentence.replaceAll("'", "&#39;"));
    expect(page).not.toMatch(/Samir|Léa|M-\w{8}/);
  }
  for (const wrong of ["/n/bonjour", "/n/%3Cscript%3E", "/n/1"])
    expect((await house.get(wrong)).status, wrong).toBe(404);
});

test("the exit goes to one place whatever is asked, drops what was kept, and replaces the page in the history", async () => {
  for (const query of ["", "?lang=fr", "?to=https://evil.example", "?url=//evil.example&lang=en"]) {
    const answer = await house.get(`/exit${query}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^https:\/\/(meteofrance\.com\/|www\.bbc\.co\.uk\/weather)$/);
    expect(answer.headers.get("clear-site-data")).toContain('"storage"');
    expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
  }
  const page = await house.open("/accessibility", { hasScripts: true });
  await page.goto(`${house.url}/speaking-up`);
  await page.locator(".exit").click();
  await page.waitForURL(HARMLESS);
  await page.goBack();
  expect(new URL(page.url()).pathname).toBe("/accessibility");
});

test("nothing of a page is kept, indexed, framed or run that is not ours", async () => {
  const { path } = await house.meet();
  for (const address of [path, "/speaking-up", "/accessibility", "/n/+33937008999", "/nowhere"]) {
    const { headers } = await house.get(address);
    expect(headers.get("cache-control"), address).toBe("no-store");
    expect(headers.get("x-robots-tag"), address).toContain("noindex");
    expect(headers.get("referrer-policy"), address).toBe("no-referrer");
    expect(headers.get("content-security-policy"), address).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get("content-security-policy"), address).not.toContain("unsafe");
  }
});

test("a program is still answered as a program", async () => {
  const answer = await fetch(`${house.url}/v1/nowhere`, { headers: { accept: "text/html" } });
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  const machine = await fetch(`${house.url}/nowhere`, { headers: { accept: "application/json" } });
  expect(machine.headers.get("content-type")).toContain("application/problem+json");
});

test.for(["fr", "en"] as const)("no page of the program fails WCAG 2.2 AA, in %s", async (language) => {
  const { path } = await house.meet();
  const page = await house.open(path, { language, width: 320, hasScripts: true });
  for (const address of [path, "/speaking-up", "/accessibility", "/n/+33937008999", "/nowhere"]) {
    await page.goto(house.url + address);
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    await expectAccessible(page, `${address} ${language}`);
  }
});

test("the language is the browser's until another is chosen, and then it stays", async () => {
  const page = await house.open("/speaking-up", { language: "en" });
  await page.getByRole("link", { name: "Français" }).click();
  expect(await page.locator("html").getAttribute("lang")).toBe("fr");
  await page.getByRole("link", { name: "Accessibilité" }).click();
  expect(await page.locator("html").getAttribute("lang")).toBe("fr");
});

test("she writes by keyboard alone", async () => {
  const { path, staffPhone } = await house.meet();
  const page = await house.open(path, { hasScripts: true });
  await tabTo(page, "#text");
  await page.keyboard.type("Au clavier");
  await tabTo(page, "button");
  await page.keyboard.press("Enter");
  const texts = await until(
    () => house.stranger.textsOn(staffPhone),
    (all) => all.length > 0,
  );
  expect(texts).toEqual(["Au clavier"]);
});
