/** Cases at the desk by clicks only, from a word by SMS to a closed case: handler and approver, in two browsers and two tabs. */
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { caseOf, dayInParis, putCharter } from "../surface/case-work.ts";
import type { DeskPerson } from "../surface/desk.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { openProgram } from "../surface/stranger.ts";
import { expectAccessible, type Language, visit, waysToLook } from "./browser.ts";

const LIMIT_MS = 240_000;
const [HERS, HIS] = ["+33639987101", "+33639987102"];
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.staff("T-71", HIS);
await stranger.numbers(["+33937007101", "+33937007102", "+33937007103", "+33937007104"]);
await putCharter(stranger);
const handler = await openDeskPerson(program, "handler", { personReference: "H-1" });
const approver = await openDeskPerson(program, "approver", { personReference: "A-1" });

/** A word by SMS, and the case that it becomes. */
async function reported(phone = HERS): Promise<string> {
  const mission = await stranger.mission({ phone }, { staff: ["T-71"] });
  await stranger.text(phone, mission.lines[0]?.customerDials ?? "", "SIGNALER");
  return caseOf(stranger, mission);
}

async function openDesk(
  person: DeskPerson,
  path: string,
  { language = "fr", width = 1280 }: { readonly language?: Language; readonly width?: number } = {},
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const opened = await visit(`${program.url}/healthz/live`, { language, width });
  onTestFinished(() => opened.leave());
  const cookies = [...person.browser.cookies].map(([name, value]) => ({ name, value, url: program.url }));
  await opened.page.context().addCookies(cookies);
  await opened.page.goto(program.url + path);
  return opened;
}

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true }).click();
const fill = (page: Page, label: string | RegExp, text: string) =>
  page.getByRole("tabpanel").locator("input, textarea").and(page.getByLabel(label)).first().fill(text);
const pick = (page: Page, label: string | RegExp) => page.getByRole("radio", { name: label }).first().check();
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

test("a handler takes a case from the board to a proposal; an approver signs it; it is closed", {
  timeout: LIMIT_MS,
}, async () => {
  const id = await reported();
  const { page, faults } = await openDesk(handler, "/desk/cases");
  await page.getByRole("link", { name: new RegExp(id.slice(0, 12)) }).click();
  await says(page, /Ce dossier ne vous est pas confié/);
  await press(page, "Prendre ce dossier");
  await says(page, "Ce dossier est à vous.");
  await press(page, "Commencer l’orientation");
  await press(page, "Commencer l’examen");
  await says(page, /Établissez ce qui s’est passé/);

  // What it is about, and the day the law counts from.
  await tab(page, "Faits");
  await press(page, "Choisir les catégories");
  await page.getByLabel("Catégorie principale").selectOption("M3");
  await fill(page, "Motifs", "Le texto décrit une remarque sur l’apparence.");
  await press(page, "Enregistrer les catégories");
  await says(page, "Catégories enregistrées.");
  await press(page, "Inscrire une date");
  await page.getByLabel("Quelle date").selectOption("facts_on");
  await fill(page, "Jour", dayInParis(stranger.at(0)));
  await fill(page, "Source précise", "Première phrase du signalement.");
  await page.getByRole("tabpanel").getByRole("button", { name: "Inscrire la date" }).click();
  await says(page, "Date inscrite. Les échéances suivent.");

  // A number has no place in what the person concerned reads: refused in words, and nothing typed is lost.
  await press(page, "Écrire ce qui est reproché");
  await fill(page, "Ce qui est reproché", `Un texto depuis le ${HIS}, après la visite.`);
  await press(page, "Le faire savoir à la personne concernée");
  await says(page, /Ce texte contient un numéro/);
  expect(await page.getByRole("textbox", { name: "Ce qui est reproché" }).inputValue()).toContain("Un texto");
  await fill(page, "Ce qui est reproché", "Un texto après la visite, sur le physique.");
  await press(page, "Le faire savoir à la personne concernée");
  await says(page, "La personne concernée peut le lire et y répondre.");

  // The time to answer is not over: the law's refusal.
  await tab(page, "Décision");
  await press(page, "Dire que la personne a été entendue");
  await pick(page, /Elle a eu le temps de répondre/);
  await press(page, "Enregistrer l’audition");
  await says(page, "La personne concernée a encore le temps de répondre.");
  await pick(page, /Un entretien a eu lieu/);
  await press(page, "Enregistrer l’audition");
  await says(page, "La personne concernée a été entendue.");
  await press(page, "Proposer un résultat");
  await pick(page, /Faits confirmés/);
  await press(page, "Prévoir une sanction pour T-71");
  await fill(page, "Motifs pour la personne qui décide", "Le texto est au registre, et reconnu.");
  await fill(page, "Ce que lira la personne concernée", "Le message a été envoyé après la visite.");
  await press(page, "Proposer à la seconde signature");
  await says(page, "Proposition envoyée à la seconde signature.");

  // The second person, in two tabs: one is faster.
  const first = await openDesk(approver, "/desk/signatures");
  await first.page.getByRole("link", { name: new RegExp(id.slice(0, 12)) }).click();
  await press(first.page, "Rejoindre pour la seconde signature");
  await says(first.page, "Vous avez rejoint ce dossier.");
  const slow = await openDesk(approver, `/desk/cases/${id}?part=decision`);
  await pick(slow.page, /^Refuser/);
  await fill(slow.page, "Motifs", "Je voudrais d’abord lire la réponse.");
  await pick(first.page, /^Approuver/);
  await fill(first.page, "Motifs", "Les faits sont établis.");
  await press(first.page, "Enregistrer ma décision");
  await says(first.page, "Décision enregistrée.");
  await press(slow.page, "Enregistrer ma décision");
  await says(slow.page, /vient d’être approuvée/);
  expect(await slow.page.getByLabel("Ce que vous aviez écrit").inputValue()).toBe(
    "Je voudrais d’abord lire la réponse.",
  );
  await press(slow.page, "Le garder comme note du dossier");
  await says(slow.page, "Gardé dans les notes du dossier.");

  await page.reload();
  await press(page, "Clore le dossier");
  await page.getByRole("dialog").getByRole("button", { name: "Clore le dossier" }).click();
  await says(page, "Dossier clos.");
  await tab(page, "Historique");
  await says(page, /^Refusé/);
  await page.goBack();
  expect(page.url()).toContain("part=decision");
  expect([...faults, ...first.faults, ...slow.faults].filter((fault) => !/status of 4\d\d/.test(fault))).toEqual([]);
});

test("a cut is reviewed from its list", { timeout: LIMIT_MS }, async () => {
  const id = await reported("+33639987103");
  const { page } = await openDesk(handler, `/desk/cases/${id}`);
  await press(page, "Prendre ce dossier");
  await says(page, "Ce dossier est à vous.");
  await page.getByRole("link", { name: "Coupures à revoir" }).click();
  await page
    .getByRole("row", { name: new RegExp(id.slice(0, 12)) })
    .getByRole("button")
    .click();
  await pick(page, /La garder pour l’instant/);
  await page.getByRole("dialog").getByLabel("Motifs").fill("Le temps de l’examen.");
  await page.getByRole("dialog").getByRole("button", { name: "Décider" }).click();
  await says(page, "Décision enregistrée.");
  // It comes back after thirty days, and says so.
  const kept = page.getByRole("row", { name: new RegExp(id.slice(0, 12)) });
  await kept.getByText("Gardée avant").waitFor();
  expect(await kept.innerText()).toContain("dans 30 jours");
});

const PARTS = ["reports", "dialogue", "facts", "people", "decision", "trace", "history", "notes"];
const SHOTS = process.env["PARAVENT_SHOTS"];

test.each(["fr", "en"] as const)(
  "each page is accessible in %s, and fits 320 px",
  { timeout: LIMIT_MS },
  async (language) => {
    expect.hasAssertions();
    const id = await reported(language === "fr" ? "+33639987104" : "+33639987105");
    const opened = await openDesk(handler, `/desk/cases/${id}`, { language });
    await opened.page.getByRole("button", { name: /Prendre ce dossier|Take this case/ }).click();
    const mine = [
      "/desk/cases",
      ...PARTS.map((part) => `/desk/cases/${id}?part=${part}`),
      `/desk/cases/${id}/print`,
      "/desk/reviews",
      "/desk/alerts",
      "/desk/readings",
      "/desk/reports",
    ];
    await look(handler, mine, language);
    await look(approver, ["/desk/signatures", `/desk/cases/${id}?part=decision`], language);
  },
);

/** One page after the other in both themes, and as narrow as a phone that is zoomed in. */
async function look(person: DeskPerson, paths: readonly string[], language: Language): Promise<void> {
  const { page, faults } = await openDesk(person, paths[0] ?? "/desk", { language });
  for (const path of paths) {
    await page.goto(program.url + path);
    await page.locator("h1").waitFor();
    await page.locator(".loading-row").first().waitFor({ state: "detached" });
    for (const [theme, width] of waysToLook<readonly ["light" | "dark", number]>(
      [language === "fr" ? ["light", 1280] : ["dark", 320]],
      [language === "fr" ? ["dark", 320] : ["light", 1280]],
    )) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      if (SHOTS !== undefined) await shoot(page, `${person.email.split("@")[0]}${path}-${language}-${theme}-${width}`);
      await expectAccessible(page, `${path} ${language} ${theme} ${width}`);
    }
  }
  expect(faults).toEqual([]);
}

/** For whoever wants to see them: `PARAVENT_SHOTS=/tmp/shots npm test -- tests/browser/desk-cases.test.ts`. */
async function shoot(page: Page, name: string): Promise<void> {
  const file = name.replaceAll(/cas_\w+/g, "case").replaceAll(/[^\w]+/g, "-");
  await page.screenshot({ path: `${SHOTS}/${file}.png`, fullPage: true });
}
