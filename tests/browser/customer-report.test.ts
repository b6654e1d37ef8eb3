/** Speaking up on the pages of the real program: one button, six words, and what comes of it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { until } from "../surface/stranger.ts";
import { CustomerHouse, formOf } from "./customer-house.ts";
import { expectAccessible, tabTo } from "./browser.ts";

let house: CustomerHouse;
beforeAll(async () => {
  house = await CustomerHouse.start();
});
afterAll(() => house.stop());

const wordsOn = async (page: Page) => (await page.locator(".words li").allInnerTexts()).join(" ");
const send = (page: Page) => page.locator(".one-tap button").click();

test("one tap on the permanent door is a report, without a script, a word or a name", async () => {
  const page = await house.open("/report");
  await send(page);
  expect(await page.locator("h1").innerText()).toBe("C’est bien reçu");
  const words = await wordsOn(page);
  expect(words.split(" ")).toHaveLength(6);
  await page.getByRole("button", { name: /ouvrir mon suivi/ }).click();
  await page.waitForURL("**/follow");
  expect(await page.locator("main").innerText()).toContain("Reçu");
});

test("by the link of a visit the pair is cut with the same tap: he reaches her no more", async () => {
  const { path, mission, staffPhone, customerPhone } = await house.meet();
  const page = await house.open(path);
  await page.getByRole("link", { name: "Signaler un comportement" }).first().click();
  await send(page);
  expect(await wordsOn(page)).not.toBe("");
  const tried = await house.stranger.text(staffPhone, mission.lines[0].staffDials, "Pourquoi ?");
  expect(tried.code).toBe("pair_cut");
  await house.stranger.quiet();
  expect((await house.stranger.textsOn(customerPhone)).join()).not.toContain("Pourquoi");
  await page.goto(house.url + path);
  expect(await page.locator("main").innerText()).toContain("coupé");
});

test("the same form sent twice is one report with one receipt; a form of another door is asked for again", async () => {
  const form = formOf(await (await house.get("/report")).text());
  const [first, second] = [await house.post("/report", { form }), await house.post("/report", { form })];
  expect([first.status, second.status]).toEqual([200, 200]);
  const listOf = (page: string) => /<ol class="words">(.*?)<\/ol>/.exec(page)?.[1];
  const words = listOf(await first.text());
  expect(words).toBeDefined();
  expect(listOf(await second.text())).toBe(words);
  const { path } = await house.meet();
  for (const wrong of [form, "", "x", `${form}x`]) {
    const answer = await house.post(`${path}/report`, { form: wrong, text: "Mes mots <i>restent</i>" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Mes mots &lt;i&gt;restent&lt;/i&gt;</textarea>");
  }
});

test("another site cannot make her browser report, sign in to a follow-up, or write in one", async () => {
  const form = formOf(await (await house.get("/report")).text());
  for (const address of ["/report", "/follow", "/follow/message", "/follow/leave", "/follow/proof"]) {
    const answer = await house.post(address, { form, words: "a b c d e f" }, { "sec-fetch-site": "cross-site" });
    expect(answer.status, address).toBe(403);
  }
});

test("danger shows where to get help before anything else", async () => {
  const page = await house.open("/report");
  await page.getByLabel("Je suis en danger").check();
  expect(await page.locator(".danger-hint").isVisible()).toBe(true);
  await send(page);
  const [first] = await page.locator("main > *").all();
  expect(await first?.innerText()).toMatch(/Votre sécurité d’abord[\s\S]*17[\s\S]*112[\s\S]*114[\s\S]*3919/);
});

test("everything may be told in any order, comes back as it was typed, and is written to and fro", async () => {
  const { path } = await house.meet();
  const page = await house.open(`${path}/report`);
  await page.getByLabel("Un message").first().check();
  await page.getByLabel("Ce qui s’est passé, avec vos mots").fill("Il a écrit « <b>ma puce</b> »");
  await page.getByText("Le message venait d’un autre numéro").click();
  await page.getByLabel("Le numéro dont il venait").fill("06 39 98 00 99");
  await page.getByText("Comment vous joindre sans risque").click();
  await page.getByLabel("À quels moments").fill("le matin");
  await send(page);
  const words = await wordsOn(page);
  await page.goto(`${house.url}/follow`);
  // Typed as people do.
  await page.getByLabel("Vos six mots").fill(`  ${words.toUpperCase().replaceAll(" ", " - ")} `);
  await page.getByRole("button", { name: "Ouvrir mon suivi" }).click();
  await page.getByLabel("Écrire à l’équipe Protection").fill('Bonjour <script>alert(1)</script>\nligne "deux"');
  await page.getByRole("button", { name: "Envoyer le message" }).click();
  expect(await page.locator("[role=status]").innerText()).toBe("Votre message est envoyé.");
  expect(await page.locator(".talk .text").textContent()).toBe('Bonjour <script>alert(1)</script>\nligne "deux"');
  expect(await page.locator("main script").count()).toBe(0);
  await page.locator("summary", { hasText: "Mes choix" }).click();
  expect(await page.getByLabel("À quels moments").inputValue()).toBe("le matin");
  await page.getByLabel("Seulement être protégé").check();
  // Answers by text need a phone to go to.
  await page.getByLabel("Par SMS, en toutes lettres").check();
  await page.getByRole("button", { name: "Enregistrer mes choix" }).click();
  await page.locator("summary", { hasText: "Mes choix" }).click();
  expect(await page.getByLabel("Seulement être protégé").isChecked()).toBe(true);
  expect(await page.getByLabel("Par SMS, en toutes lettres").isChecked()).toBe(false);
  await page.getByLabel("Par SMS, en toutes lettres").check();
  await page.locator("details", { hasText: "Mes choix" }).getByLabel("Un numéro sûr").fill("06 39 98 00 98");
  await page.getByRole("button", { name: "Enregistrer mes choix" }).click();
  await page.locator("summary", { hasText: "Mes choix" }).click();
  expect(await page.getByLabel("Par SMS, en toutes lettres").isChecked()).toBe(true);
  await page.locator("summary", { hasText: "Compléter" }).click();
  await page.getByLabel("Ce qui s’est passé, avec vos mots").fill("Et il est revenu.");
  await page.getByRole("button", { name: "Ajouter" }).click();
  expect(await page.locator("[role=status]").innerText()).toContain("ajouté");
});

test("leaving takes everything along: what was shown is not shown again", async () => {
  const page = await house.openFollowUp();
  await page.getByRole("button", { name: "Quitter mon suivi" }).click();
  expect(await page.locator("[role=status]").innerText()).toContain("il faudra vos six mots");
  expect(await page.context().cookies()).toEqual([]);
  await page.goto(`${house.url}/follow`);
  expect(await page.locator("#words").count()).toBe(1);
  expect(await page.locator(".talk").count()).toBe(0);
});

test("wrong words, nobody's words and nonsense are told alike", async () => {
  const bodies = [];
  for (const words of [
    "un deux trois",
    "cerise tableau marine village crayon fenetre",
    "",
    "<script>",
    "x".repeat(5_000),
  ]) {
    const answer = await house.post("/follow", { words });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("set-cookie")).toBeNull();
    bodies.push(await answer.text());
  }
  expect(new Set(bodies).size).toBe(1);
});

test("a cookie that was made up, or altered, opens nothing", async () => {
  const page = await house.openFollowUp();
  const [cookie] = await page.context().cookies();
  const value = cookie?.value ?? "";
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  const other = await house.openFollowUp();
  const [theirs] = await other.context().cookies();
  const mixed = `${value.split(".")[0]}.${(theirs?.value ?? "").split(".").slice(1).join(".")}`;
  for (const wrong of [mixed, `${value}x`, value.slice(0, -1), "x", value.replace("rep_", "cas_")]) {
    const shown = await (await house.get("/follow", { cookie: `paravent_visit=${wrong}` })).text();
    expect(shown, wrong).toContain('id="words"');
  }
  expect(await (await house.get("/follow", { cookie: `paravent_visit=${value}` })).text()).not.toContain('id="words"');
});

test("a form of somebody else's follow-up does nothing in hers", async () => {
  const [mine, theirs] = [await house.openFollowUp(), await house.openFollowUp()];
  const [cookie] = await mine.context().cookies();
  const form = formOf(await theirs.content());
  const answer = await house.post(
    "/follow/message",
    { form, text: "Étranger" },
    { cookie: `paravent_visit=${cookie?.value}` },
  );
  expect(answer.headers.get("location")).toBe("/follow?done=again");
  await mine.reload();
  expect(await mine.locator("main").innerText()).not.toContain("Étranger");
});

test("the proof is downloaded, and the stand-alone verifier agrees without asking us", async () => {
  const page = await house.openFollowUp();
  const [cookie] = await page.context().cookies();
  const headers = { cookie: `paravent_visit=${cookie?.value}` };
  const download = (what: string) => house.post(`/follow/${what}`, {}, headers);
  const proof = await until(
    () => download("proof"),
    ({ status }) => status === 200,
  );
  const leaf = await download("leaf");
  const log = /filename="([^"]+)"/;
  expect(proof.headers.get("content-disposition")).toMatch(log);
  const folder = mkdtempSync("/tmp/paravent-proof-");
  const [proofFile, leafFile] = [join(folder, "a.tlog-proof"), join(folder, "a.leaf")];
  const text = await proof.text();
  expect(text).toContain("c2sp.org/tlog-proof@v1");
  writeFileSync(proofFile, text);
  const bytes = Buffer.from(await leaf.arrayBuffer());
  writeFileSync(leafFile, bytes);
  const vkey = await house.vkeyOf(text);
  expect(verify("proof", proofFile, leafFile, "--key", vkey)).toBe(0);
  writeFileSync(leafFile, bytes.toString().replace("page", "desk"));
  expect(verify("proof", proofFile, leafFile, "--key", vkey)).toBe(1);
  expect(bytes.toString()).not.toMatch(/receipt":"[a-z]+ /);
});

function verify(...words: readonly string[]): number | null {
  const command = join(import.meta.dirname, "../../verifier/bin/paravent-verify.mjs");
  return spawnSync(process.execPath, [command, ...words]).status;
}

test("the receipt is lost: a code to the phone the company has opens the follow-up, five wrong tries end it", async () => {
  const { path, customerPhone } = await house.meet();
  const page = await house.open(`${path}/report`);
  await send(page);
  const codeOn = async () => {
    const texts = await until(
      () => house.stranger.textsOn(customerPhone),
      (all) => all.some((text) => /Votre code/.test(text)),
    );
    return /\d{6}/.exec(texts.findLast((text) => /Votre code/.test(text)) ?? "")?.[0] ?? "";
  };
  await page.goto(`${house.url}${path}`);
  await page.getByRole("link", { name: "J’ai déjà signalé" }).click();
  await page.getByRole("button", { name: "Recevoir un code" }).click();
  const code = await codeOn();
  const wrong = code === "000000" ? "111111" : "000000";
  for (let n = 0; n < 5; n += 1) {
    await page.getByLabel("Code reçu par SMS").fill(wrong);
    await page.getByRole("button", { name: "Ouvrir mon suivi" }).click();
    expect(await page.locator("[role=alert]").innerText()).toContain("pas le bon");
  }
  await page.getByLabel("Code reçu par SMS").fill(code);
  await page.getByRole("button", { name: "Ouvrir mon suivi" }).click();
  expect(await page.locator("[role=alert]").innerText()).toContain("Trop d’essais");
  await house.stranger.advance(11);
  await page.getByRole("button", { name: "Recevoir un code" }).click();
  const next = await until(codeOn, (seen) => seen !== code);
  await page.getByLabel("Code reçu par SMS").fill(` ${next.slice(0, 3)} ${next.slice(3)} `);
  await page.getByRole("button", { name: "Ouvrir mon suivi" }).click();
  await page.waitForURL("**/follow");
  expect(await page.locator("h1").innerText()).toBe("Votre suivi");
});

test("who never reported gets no code, and is told the same", async () => {
  const { path, customerPhone } = await house.meet();
  const page = await house.open(`${path}/follow`);
  await page.getByRole("button", { name: "Recevoir un code" }).click();
  expect(await page.locator("main").innerText()).toContain("Si un signalement est lié");
  await house.stranger.quiet();
  expect((await house.stranger.textsOn(customerPhone)).join()).not.toContain("code");
});

describe.for(["fr", "en"] as const)("in %s", (language) => {
  test("no page of speaking up fails WCAG 2.2 AA, at 320 px, unfolded, with a script and without sideways scrolling", async () => {
    const { path } = await house.meet();
    const page = await house.open("/report", { language, width: 320, hasScripts: true });
    const check = async (state: string) => {
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      await expectAccessible(page, `${state} ${language}`);
    };
    await check("report");
    await page.goto(`${house.url}${path}/report`);
    await check("report of a visit");
    await send(page);
    await check("receipt");
    await page.locator("form[action^='/follow'] button").first().click();
    await page.waitForURL("**/follow");
    await check("follow-up");
    await page.goto(`${house.url}${path}/follow`);
    await check("lost receipt");
  });
});

test("a report by keyboard alone: to the one button, and on to the follow-up", async () => {
  const page = await house.open("/report", { hasScripts: true });
  await tabTo(page, ".one-tap button");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".words");
  await page.waitForLoadState();
  await tabTo(page, "form button");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/follow");
  expect(await page.locator("h1").innerText()).toBe("Votre suivi");
});
