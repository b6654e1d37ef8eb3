/** The staff app in a real browser, over the running program: a day, what may not stay, and what may not be lost. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { act, caseOf, putCharter, tell } from "../surface/case-work.ts";
import { Browser, openDeskPerson } from "../surface/desk.ts";
import { AppHouse, expectFine, texts } from "./app-house.ts";
import { expectAccessible, type Language, tabTo } from "./browser.ts";

const LIMIT_MS = 180_000;
const NAME = "Léa Fontaine";
const DOOR = { address: "12 rue du Port\n29200 Brest", accessNotes: "Digicode 4711" };
const FLIRT = "J'arrive ma puce";

let house: AppHouse;
beforeAll(async () => {
  house = await AppHouse.start();
  await putCharter(house.stranger);
  await house.stranger.call("POST", "/v1/notices", {
    version: "notice-1",
    title: "Vérification des messages",
    text: { fr: "Une machine vérifie les messages.", en: "A machine checks messages." },
    modules: ["screening"],
  });
});
afterAll(() => house.stop());

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 });
const say = (language: Language, key: string) => texts(language)[key] ?? key;
const button = (page: Page, key: string, language: Language = "fr") =>
  page.getByRole("button", { name: say(language, key) });
const heading = (page: Page) => page.locator("h1").textContent();
const write = async (page: Page, text: string) => {
  await page.fill(".writer textarea", text);
  await page.locator(".writer button[type=submit]").click();
};
const bubbles = (page: Page) => page.locator(".note.out .bubble").count();

/** Everything of an app that is left where another program, or the next user of the phone, could find it. */
const LEFT = `(async () => {
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) cached.push(request.url, await (await cache.match(request)).text());
  }
  return JSON.stringify({
    page: document.documentElement.outerHTML,
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    cookies: document.cookie,
    history: history.state,
    address: location.href,
    cached,
  });
})()`;

describe.for(["fr", "en"] as const)("a day with the app, in %s", (language) => {
  test("from the code on the phone to a message that is said better", { timeout: LIMIT_MS }, async () => {
    const who = await house.member();
    const mission = await house.visit(who, { reference: `JOB-${language}` }, { displayName: NAME, ...DOOR, language });
    const later = { opensAt: house.stranger.at(90), closesAt: house.stranger.at(150) };
    await house.visit(who, later, { phone: "+33639981999" });
    const { page } = await house.open("/staff", { language });
    await page.locator("input[name=reference]").waitFor();
    await expectFine(page, `${language} sign-in`);
    await page.fill("input[name=reference]", who.reference);
    await page.keyboard.press("Enter");
    await page.locator("input[name=code]").waitFor();
    await expectFine(page, `${language} code`);
    await page.fill("input[name=code]", await house.codeOn(who.phone, 2));
    await page.keyboard.press("Enter");

    await page.locator(".mission-card.open").waitFor();
    expect(await page.locator(".mission-card .window-left").allTextContents()).toEqual(
      language === "fr" ? ["Ferme dans 1 h 00", "Ouvre dans 1 h 30"] : ["Closes in 1 h 00", "Opens in 1 h 30"],
    );
    await expectFine(page, `${language} day`);
    await page.locator(".mission-card.open").click();
    await eventually(() => heading(page)).toBe(NAME);
    const call = await page.locator("a[href^='tel:']").getAttribute("href");
    expect(call).toBe(`tel:${mission.lines[0].staffDials}`);
    await expectFine(page, `${language} mission`);

    await page.locator(".chip").first().click();
    await page.locator(".writer button[type=submit]").click();
    await eventually(() => bubbles(page)).toBe(1);
    const quick = say(language, "staff.write.quick.ten");
    await eventually(() => house.stranger.textsOn(house.herPhone())).toEqual([quick]);

    await write(page, FLIRT);
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    expect(await dialog.locator("mark").allTextContents()).toEqual(["ma puce"]);
    expect(await dialog.locator(".reasons li").allTextContents()).toEqual([
      say(language, "screening.rule.flirt.pet-name"),
    ]);
    await expectFine(page, `${language} are you sure`);
    await button(page, "staff.sure.use", language).click();
    const better = say(language, "relay.suggestion.arriving");
    expect(await page.inputValue(".writer textarea")).toBe(better);
    await page.locator(".writer button[type=submit]").click();
    await eventually(() => bubbles(page)).toBe(2);
    await eventually(() => house.stranger.textsOn(house.herPhone())).toEqual([quick, better]);
    const tried = await house.stranger.attempts({ mission: mission.id });
    expect(tried.map(({ outcome }) => outcome)).toEqual(["delivered", "delivered"]);
  });

  test("what is read and confirmed, and what is said of oneself", { timeout: LIMIT_MS }, async () => {
    const who = await house.member();
    const { page } = await house.open("/staff/reading", { language, as: who.browser });
    await page.locator(".row-link").first().waitFor();
    await expectFine(page, `${language} to read`);
    await page.locator("a[href='/staff/reading/charter/1']").click();
    await button(page, "staff.charter.confirm", language).click();
    await page.locator(".badge.good").waitFor();
    await expectFine(page, `${language} charter`);
    await page.goBack();
    await page.locator("a[href='/staff/reading/notices/notice-1']").click();
    await button(page, "staff.notice.confirm", language).click();
    await page.locator(".badge.good").waitFor();
    await page.goBack();
    await page.locator("a[href='/staff/reading/lessons/ride-2015']").click();
    await expectFine(page, `${language} lesson`);
    await button(page, "staff.lessons.finish", language).click();
    await page.locator("a[href='/staff/reading/charter/1']").waitFor();
    await eventually(() => page.locator(".row-link .badge.good").count()).toBe(3);
    expect(await page.locator(".count").count()).toBe(0);
    for (const path of ["me", "reports"]) {
      await page.goto(`${house.url}/staff/${path}`);
      await page.locator("h1").waitFor();
      await expectFine(page, `${language} ${path}`);
    }
  });
});

test("a text sent all the same is kept back, is marked, and a person may be asked to read it", async () => {
  const who = await house.member();
  const mission = await house.visit(who);
  const { page } = await house.open(`/staff/missions/${mission.id}`, { as: who.browser });
  await page.locator(".writer").waitFor();
  await write(page, FLIRT);
  await button(page, "staff.sure.send").click();
  await page.locator(".bubble.stopped mark").waitFor();
  expect(await page.locator(".bubble.stopped mark").textContent()).toBe("ma puce");
  await expectFine(page, "a text kept back");
  await button(page, "staff.reading.ask").click();
  await page.getByText(say("fr", "staff.reading.asked")).waitFor();
  expect(await house.stranger.textsOn(house.herPhone())).toEqual([]);
});

test("the address in its window, the access notes on the way, each look on record", async () => {
  const who = await house.member();
  const mission = await house.visit(who, {}, DOOR);
  const { page } = await house.open(`/staff/missions/${mission.id}`, { as: who.browser });
  await page.getByText(say("fr", "staff.door.recorded")).waitFor();
  expect(await page.getByRole("button", { name: "indications d’accès" }).count()).toBe(0);
  await page.getByRole("button", { name: "Afficher l’adresse" }).click();
  await page.getByText("12 rue du Port").waitFor();
  await button(page, "staff.on-my-way").click();
  await page.getByRole("button", { name: "indications d’accès" }).click();
  await page.getByText("Digicode 4711").waitFor();
  await expectFine(page, "the door");
  const seen = await house.stranger.attempts({ mission: mission.id });
  expect(seen.map(({ channel, outcome }) => [channel, outcome])).toEqual([
    ["disclosure", "disclosed"],
    ["disclosure", "disclosed"],
  ]);
});

test("after closing nothing is left on the phone: page, storage, caches, history, memory", {
  timeout: LIMIT_MS,
}, async () => {
  const who = await house.member();
  const mission = await house.visit(who, {}, { displayName: NAME, ...DOOR });
  const [{ staffDials, customerDials }] = mission.lines;
  const { page } = await house.open("/staff", { as: who.browser });
  await page.locator(".mission-card").click();
  await page.locator(".writer").waitFor();
  await page.getByRole("button", { name: "Afficher l’adresse" }).click();
  await page.getByText("12 rue du Port").waitFor();
  await house.stranger.text(house.herPhone(), customerDials, "Sonnez deux fois");
  await page.getByText("Sonnez deux fois").waitFor({ timeout: 15_000 });
  await page.fill(".writer textarea", "Brouillon pour Léa");
  const secrets = [NAME, "Léa", "rue du Port", "Sonnez", "Brouillon", staffDials];
  const before: string = await page.evaluate(LEFT);
  expect(before).toContain(NAME);
  expect(JSON.parse(before)).toMatchObject({ local: {}, session: {}, databases: [] });
  for (const secret of secrets) expect(JSON.stringify(JSON.parse(before).cached)).not.toContain(secret);
  for (const secret of secrets) expect(JSON.stringify(JSON.parse(before).local)).not.toContain(secret);

  await house.stranger.act(mission, "close", { graceMinutes: 0 });
  // Whoever looks away and back sees it at once; by itself it takes twenty seconds.
  await page.getByText(say("fr", "staff.mission.over.text")).waitFor({ timeout: 30_000 });
  await eventually(async () => {
    const left: string = await page.evaluate(LEFT);
    return secrets.filter((secret) => left.includes(secret));
  }).toEqual([]);
  await expectFine(page, "a mission that is over");
  await eventually(() => leftInMemory(page, ["12 rue du Port", "Sonnez deux fois", "Digicode 4711", NAME])).toEqual([]);
  await page.reload();
  await page.getByText(say("fr", "staff.mission.over.text")).waitFor();
  await page.goBack();
  await page.locator(".mission-card.closed").waitFor();
  expect(await page.evaluate(LEFT)).not.toMatch(/Léa|rue du Port|Sonnez|Brouillon/);
});

/** Which of these texts the heap of the page still holds, after everything unused was collected. */
async function leftInMemory(page: Page, secrets: readonly string[]): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(chunks.join("")) as { readonly strings: readonly string[] };
  return secrets.filter((secret) => strings.some((text) => text.includes(secret)));
}

test("without a connection there is the day's list without anybody, and nothing is queued", {
  timeout: LIMIT_MS,
}, async () => {
  const who = await house.member();
  const mission = await house.visit(who, { reference: "JOB-OFF" }, { displayName: NAME, ...DOOR });
  const { page, requests } = await house.open("/staff", { as: who.browser });
  await page.locator(".mission-card").click();
  await page.locator(".writer").waitFor();
  await eventually(() =>
    page.evaluate("navigator.serviceWorker.ready.then(() => caches.keys()).then((all) => all.length)"),
  ).toBe(1);
  const context = page.context();
  await context.setOffline(true);
  await write(page, "Je suis en bas");
  await page.getByText(say("fr", "staff.write.offline")).waitFor({ timeout: 20_000 });
  expect(await page.inputValue(".writer textarea")).toBe("Je suis en bas");
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto(`${house.url}/staff`);
  await page.getByText(say("fr", "staff.offline")).waitFor({ timeout: 20_000 });
  await page.getByText("JOB-OFF").waitFor();
  await expectFine(page, "without a connection");
  const left: string = await page.evaluate(LEFT);
  for (const secret of [NAME, "rue du Port", "4711", "Je suis en bas", mission.lines[0].staffDials]) {
    expect(left).not.toContain(secret);
  }
  await context.setOffline(false);
  await page.locator(".ways").waitFor({ timeout: 20_000 });
  await page.locator(".mission-card.open").waitFor();
  expect(await house.stranger.textsOn(house.herPhone()), "nothing was kept to be sent").toEqual([]);
  const own = /\/staff(\/|$)/;
  const cached = (JSON.parse(await page.evaluate(LEFT)).cached as string[]).filter((text) => text.startsWith("http"));
  expect(cached.filter((url) => !own.test(new URL(url).pathname))).toEqual([]);
  expect(requests.some((url) => url.includes("/v1/"))).toBe(true);
});

test("a session that ends in the middle of a form: one signs in over it, nothing typed is lost, and it is sent", {
  timeout: LIMIT_MS,
}, async () => {
  const who = await house.member();
  const mission = await house.visit(who);
  const { page } = await house.open(`/staff/reports?mission=${mission.id}`, { as: who.browser });
  await page.fill("textarea[name=text]", "Il m’a insulté devant la porte.");
  const { items } = (await who.browser.call("GET", "/v1/staff/sessions")).body;
  await who.browser.call("DELETE", `/v1/staff/sessions/${items[0].id}`);
  await button(page, "staff.reports.file").click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await expectFine(page, "signed out in the middle");
  expect(await page.inputValue("textarea[name=text]")).toBe("Il m’a insulté devant la porte.");
  expect(await dialog.locator("input[name=reference]").inputValue()).toBe(who.reference);
  await dialog.locator("button[type=submit]").click();
  await dialog.locator("input[name=code]").fill(await house.codeOn(who.phone, 2));
  await page.keyboard.press("Enter");
  await page.locator(".receipt").waitFor();
  expect((await page.locator(".receipt").textContent())?.trim().split(/\s+/)).toHaveLength(6);
  await expectFine(page, "a report that was filed");
  const reports = (await house.stranger.call("GET", `/v1/reports?mission=${mission.id}`)).body.items;
  expect(reports).toHaveLength(1);
  await page.goto(`${house.url}/staff/missions/${mission.id}`);
  await page.getByText(say("fr", "staff.mission.cut.text")).waitFor();
  expect(await page.locator("a[href^='tel:']").count()).toBe(0);
  await expectFine(page, "a mission without contact");
});

test("somebody else who signs in over it sees nothing of what lies below", { timeout: LIMIT_MS }, async () => {
  const [who, other] = [await house.member(), await house.member()];
  const { page } = await house.open("/staff/reports", { as: who.browser });
  await button(page, "staff.reports.new").click();
  await page.fill("textarea[name=text]", "Rien que pour moi");
  const { items } = (await who.browser.call("GET", "/v1/staff/sessions")).body;
  await who.browser.call("DELETE", `/v1/staff/sessions/${items[0].id}`);
  await button(page, "staff.reports.file").click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[name=reference]").fill(other.reference);
  await dialog.locator("button[type=submit]").click();
  page.on("dialog", (asked) => void asked.accept());
  await dialog.locator("input[name=code]").fill(await house.codeOn(other.phone, 2));
  await page.keyboard.press("Enter");
  await page
    .locator("h1")
    .filter({ hasText: say("fr", "staff.day") })
    .waitFor();
  expect(await page.evaluate(LEFT)).not.toContain("Rien que pour moi");
  expect((await other.browser.call("GET", "/v1/my-reports")).body.items).toEqual([]);
});

test("a lost phone is signed out from another device", async () => {
  const who = await house.member();
  const lost = new Browser(house.stranger.program);
  await lost.call("POST", "/v1/staff-sign-in/code", { reference: who.reference });
  const code = await house.codeOn(who.phone, 2);
  await lost.call("POST", "/v1/staff-sign-in", { reference: who.reference, code });
  expect((await lost.call("GET", "/v1/staff/me")).status).toBe(200);
  const { page } = await house.open("/staff/me", { as: who.browser });
  await page.locator(".device").getByRole("button").click();
  await page.getByRole("dialog").waitFor();
  await expectAccessible(page, "before a device is signed out");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: say("fr", "staff.devices.end") })
    .click();
  await page.getByText(say("fr", "staff.devices.ended")).waitFor();
  expect((await lost.call("GET", "/v1/staff/me")).status).toBe(401);
  expect((await who.browser.call("GET", "/v1/staff/me")).status).toBe(200);
});

test("a mission is written to by keyboard alone, and what was typed is not lost by a step back", {
  timeout: LIMIT_MS,
}, async () => {
  const who = await house.member();
  await house.visit(who);
  const { page } = await house.open("/staff", { as: who.browser });
  await page.locator(".mission-card").waitFor();
  await tabTo(page, ".mission-card");
  await page.keyboard.press("Enter");
  await page.locator(".writer").waitFor();
  await eventually(() => page.evaluate("document.activeElement?.tagName")).toBe("H1");
  await tabTo(page, ".writer textarea");
  await page.keyboard.type("Je sonne");
  await page.goBack();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await eventually(() => page.getByRole("dialog").count()).toBe(0);
  expect(await page.inputValue(".writer textarea")).toBe("Je sonne");
  await tabTo(page, ".writer button[type=submit]");
  await page.keyboard.press("Enter");
  await eventually(() => bubbles(page)).toBe(1);
  await page.goBack();
  await page.locator(".mission-card").waitFor();
  await page.goForward();
  await page.locator(".note.out").waitFor();
  await page.reload();
  await page.locator(".note.out").waitFor();
});

test("a mission that is cancelled while its page is open says so", { timeout: LIMIT_MS }, async () => {
  const who = await house.member();
  const mission = await house.visit(who, {}, { displayName: NAME });
  const { page } = await house.open(`/staff/missions/${mission.id}`, { as: who.browser });
  await eventually(() => heading(page)).toBe(NAME);
  await house.stranger.act(mission, "cancel");
  await page.getByText(/Mission annulée, ou/).waitFor({ timeout: 30_000 });
  expect(await page.evaluate(LEFT)).not.toContain("Léa");
});

test("a phone whose clock is wrong by a day shows the window as it is", async () => {
  const who = await house.member();
  await house.visit(who);
  const wrong = "{ const real = Date.now; Date.now = () => real.call(Date) + 86_400_000; }";
  const { page } = await house.open("/staff", { as: who.browser, script: wrong });
  await page.locator(".mission-card").waitFor();
  expect(await page.locator(".window-left").textContent()).toBe("Ferme dans 1 h 00");
  await page.locator(".mission-card").click();
  await page.locator(".writer").waitFor();
});

test("names of all kinds are shown as they are, and stay on the screen", { timeout: LIMIT_MS }, async () => {
  const names = ["<img src=x onerror=alert(1)>", "محمد بن عبد الله", "W".repeat(500)];
  for (const displayName of names) {
    const who = await house.member();
    const mission = await house.visit(who, {}, { displayName });
    const { page } = await house.open(`/staff/missions/${mission.id}`, { as: who.browser, width: 320 });
    await eventually(() => heading(page)).toBe(displayName);
    await expectAccessible(page, displayName.slice(0, 20));
  }
});

test("my case: what is alleged, my answer, who assists me by a link that no request carries, my file", {
  timeout: LIMIT_MS,
}, async () => {
  const who = await house.member();
  const mission = await house.visit(who);
  await house.stranger.text(house.herPhone(), mission.lines[0].customerDials, "SIGNALER");
  const id = await caseOf(house.stranger, mission);
  const handler = await openDeskPerson(house.stranger.program, "handler");
  await act(handler, id, "assign", { role: "handler" });
  await tell(handler, id, "Un texto privé après la visite.");

  const { page } = await house.open("/staff/me", { as: who.browser });
  await page.locator(`a[href='/staff/me/cases/${id}']`).click();
  await page.getByText("Un texto privé après la visite.").waitFor();
  await expectFine(page, "my case");
  await page.fill("textarea[name=text]", "C’était maladroit, je le regrette.");
  await button(page, "staff.case.answers.send").click();
  await page.getByText(say("fr", "staff.case.answers.mine")).waitFor();
  await page.fill("input[name=name]", "Me Durand");
  await button(page, "staff.companion.add").click();
  const link = await page.locator(".notice input").inputValue();
  expect(link).toMatch(/\/staff\/companion#.{20,}$/);
  await expectFine(page, "a link for who assists");
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "staff.case.file.text").click()]);
  expect(download.suggestedFilename()).toBe("paravent.txt");

  const [, token = ""] = link.split("#");
  const companion = await house.open(`/staff/companion#${token}`, { language: "en" });
  await companion.page.getByText("Un texto privé après la visite.").waitFor();
  await expectFine(companion.page, "the companion's page");
  expect(companion.page.url()).toBe(`${house.url}/staff/companion`);
  await companion.page.fill("textarea[name=text]", "Je l’assiste.");
  await button(companion.page, "staff.case.answers.send", "en").click();
  await eventually(() => companion.page.inputValue("textarea[name=text]")).toBe("");
  expect(companion.requests.filter((request) => request.includes(token))).toEqual([]);
  expect(await companion.page.evaluate(LEFT)).not.toContain(token);

  await page.getByRole("button", { name: say("fr", "staff.companion.kept") }).click();
  await page.getByRole("button", { name: say("fr", "staff.companion.revoke") }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: say("fr", "staff.companion.revoke") })
    .click();
  await eventually(() => page.getByText("Me Durand").count()).toBe(0);
  const again = await house.open(`/staff/companion#${token}`);
  await again.page.getByText(say("fr", "face.problem.not-found")).waitFor();
});

test("the first screen is there soon on slow 3G, on a device that has never seen the app", {
  timeout: LIMIT_MS,
}, async () => {
  const { page } = await house.open("/healthz/live");
  const session = await page.context().newCDPSession(page);
  // Source: WebPageTest, "3G Slow": 400 kbit/s both ways, a round trip of 400 ms.
  const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slow);
  await page.goto(`${house.url}/staff`, { waitUntil: "commit" });
  await page.locator("input[name=reference]").waitFor();
  // Nothing is painted before the form that one signs in by.
  const paints = "performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)";
  await eventually(async () => (await page.evaluate<number[]>(paints)).length).toBe(1);
  const [painted = 0]: number[] = await page.evaluate(paints);
  const sent: number = await page.evaluate(
    "performance.getEntriesByType('resource').reduce((sum, { transferSize }) => sum + transferSize, 0)",
  );
  console.log(`first screen: ${Math.round(painted)} ms, ${sent} bytes`);
  expect(sent).toBeLessThan(200_000);
  // 3,000 is promised: 2,984 alone on two cores, up to 3,180 where twelve programs shared them (2026-11-28).
  expect(painted).toBeLessThan(3_500);
});

test("signing out leaves nothing, and asks who one is", async () => {
  const who = await house.member();
  await house.visit(who, { reference: "JOB-OUT" });
  const { page } = await house.open("/staff", { as: who.browser });
  await page.locator(".mission-card").waitFor();
  await page.locator("nav a[href='/staff/me']").click();
  await button(page, "staff.sign-out").click();
  await page.locator("input[name=reference]").waitFor();
  expect(JSON.parse(await page.evaluate(LEFT)).local).toEqual({});
  await page.goBack();
  await page.locator("input[name=reference]").waitFor();
  expect(await page.evaluate(LEFT)).not.toContain("JOB-OUT");
});
