/** The first ten minutes of somebody who plans, by clicks only. */
import { expect, test } from "vitest";
import { openDeskPerson } from "../surface/desk.ts";
import { openProgram } from "../surface/stranger.ts";
import { expectAccessible } from "./browser.ts";
import { lookAt, sitDown } from "./desk-house.ts";

const LIMIT_MS = 180_000;
const HERS = "+33639981207";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0", PARAVENT_COMPANY: "Fibre du Midi" } });
await stranger.numbers(Array.from({ length: 12 }, (_, n) => `+339370082${String(n).padStart(2, "0")}`));
await stranger.staff("T-1", "+33639982201");
await stranger.staff("T-2", "+33639982202");

const EXPORT = [
  "Référence;Date début;Heure début;Durée;Technicien;Code client;Nom client;Téléphone",
  "I-1;02/12/2030;09:00;60;T-1;C-101;Awa Diallo;06 39 98 12 01",
  "I-2;02/12/2030;14:30;60;T-2;C-102;Léa Bernard;06 39 98 12 02",
  "I-3;31/02/2030;09:00;60;T-1;C-103;Noé Petit;06 39 98 12 03",
].join("\r\n");

test("a dispatcher makes a mission, moves it, gives it to somebody else, takes that back and ends it", {
  timeout: LIMIT_MS,
}, async () => {
  const { page } = await sitDown(stranger, "dispatcher", { refused: /status of 409/ });
  await page.getByRole("link", { name: "Missions", exact: true }).click();
  await page.getByRole("link", { name: "Nouvelle mission" }).first().click();
  await page.getByRole("button", { name: "Créer la mission" }).click();
  await page.getByText("Donnez la référence de votre planning.").waitFor();
  await page.getByLabel("Référence", { exact: true }).fill("M-2030");
  await page.getByLabel("Finalité").selectOption("home-intervention");
  await page.getByLabel("Début").fill("2030-12-02T09:00");
  await page.getByLabel("Fin", { exact: true }).fill("2030-12-02T10:00");
  await page.getByLabel("Équipe").fill("T-1");
  await page.getByLabel("Référence client").fill("C-1");
  await page.getByLabel("Nom de la personne visitée").fill("Hélène <b>Durand</b>");
  await page.getByLabel("Téléphone").fill(HERS);
  await page.getByRole("button", { name: "Créer la mission" }).click();
  await page.getByRole("heading", { name: "M-2030" }).waitFor();
  expect(await page.getByText("+33937").count()).toBeGreaterThan(0);
  expect(await page.content()).not.toContain(HERS.slice(-8));

  const act = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "Autres actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await act("Changer l’équipe");
  await page.getByRole("dialog").getByLabel("Équipe").fill("T-2");
  await page.getByRole("dialog").getByRole("button", { name: "Changer l’équipe" }).click();
  await page.getByRole("rowheader", { name: "T-2" }).waitFor();
  await page.getByRole("button", { name: "Annuler l’action" }).click();
  await page.getByRole("rowheader", { name: "T-1" }).waitFor();
  await act("Corriger le téléphone");
  await page.getByRole("textbox", { name: "Téléphone" }).fill("+33639981208");
  await page.getByRole("dialog").getByRole("button", { name: "Corriger le téléphone" }).click();
  await page.getByText("Le téléphone est corrigé.").waitFor();

  await page.getByRole("link", { name: "Fiche de visite" }).click();
  await page.getByRole("button", { name: "Afficher la fiche" }).click();
  await page.getByRole("img", { name: /Code à scanner/ }).waitFor();
  await expectAccessible(page, "a slip");
  await page.goBack();
  await page.getByRole("heading", { name: "M-2030" }).waitFor();
  // Somebody else cancels it meanwhile: the page says so, and shows it.
  const id = page.url().split("/").at(-1) ?? "";
  await act("Changer les horaires");
  await stranger.call("POST", `/v1/missions/${id}/cancel`, {});
  await page.getByRole("dialog").getByRole("button", { name: "Changer les horaires" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Annuler" }).click();
  await page
    .getByText("Quitter sans envoyer")
    .click({ timeout: 1_000 })
    .catch(() => undefined);
  await page.getByText("annulée", { exact: true }).waitFor();
});

test("a dispatcher tries a file, sees what is wrong in it, and takes the rest in", { timeout: LIMIT_MS }, async () => {
  const { page } = await sitDown(stranger, "dispatcher");
  await page.getByRole("link", { name: "Imports" }).click();
  await page.getByRole("link", { name: "Importer un fichier" }).first().click();
  const buffer = Buffer.from(EXPORT, "latin1");
  await page.getByLabel("Fichier CSV").setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer });
  await page.getByLabel("Finalité par défaut").selectOption("home-intervention");
  await page.getByRole("button", { name: "Essayer sans rien enregistrer" }).click();
  await page.getByText("Ceci est un essai").waitFor();
  await page.getByRole("rowheader", { name: "ligne 4" }).waitFor();
  await page.getByText("la date n’existe pas").waitFor();
  await expectAccessible(page, "a trial");
  expect((await stranger.call("GET", "/v1/missions?reference=I-1")).body.items).toEqual([]);
  await page.getByRole("button", { name: "Importer 2 lignes" }).click();
  await page.getByRole("dialog").getByText("Un import ne s’annule pas d’un coup").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Importer 2 lignes" }).click();
  await page.getByRole("heading", { name: "Import terminé" }).waitFor();
  await page.getByRole("link", { name: "Voir les missions" }).click();
  await page.getByLabel("Début de la référence").fill("I-");
  await page.getByRole("link", { name: "I-2" }).waitFor();
  await expect.poll(() => page.url()).toContain("q=I-");
  await page.reload();
  await page.getByRole("link", { name: "I-1" }).click();
  await page.goBack();
  await page.getByRole("link", { name: "I-2" }).waitFor();
});

test("a dispatcher sets numbers aside and takes that back, adds some, and puts a staff member", {
  timeout: LIMIT_MS,
}, async () => {
  const { page } = await sitDown(stranger, "dispatcher");
  await page.getByRole("link", { name: "Numéros masqués" }).click();
  await page.getByRole("button", { name: "Modifier" }).first().click();
  await page.getByRole("menuitem", { name: /Réserver/ }).click();
  await page.getByText("réservé", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Annuler l’action" }).click();
  await expect.poll(() => page.getByText("réservé", { exact: true }).count()).toBe(0);
  await page.getByRole("button", { name: "Ajouter des numéros" }).first().click();
  await page.getByRole("dialog").getByLabel("Numéros", { exact: true }).fill("+33 9 37 00 83 01\n+33 9 37 00 83 02");
  await page.getByRole("dialog").getByRole("button", { name: "Ajouter des numéros" }).click();
  await page.getByText("2 numéros ajoutés.").waitFor();
  await page.getByRole("link", { name: "Équipe", exact: true }).click();
  await page.getByRole("link", { name: "Ajouter quelqu’un" }).click();
  await page.getByLabel("Référence", { exact: true }).fill("T-9");
  await page.getByLabel("Nom", { exact: true }).fill("Inès Martin");
  await page.getByLabel("Téléphone").fill("+33639982209");
  await page.getByLabel("Statut").selectOption("employee-fr");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("rowheader", { name: "T-9" }).waitFor();
  expect(await page.content()).not.toMatch(/Inès Martin|39982209/);
});

test("the pages of a dispatcher are for everybody", { timeout: LIMIT_MS }, async () => {
  const person = await openDeskPerson(stranger.program, "dispatcher");
  const mission = await stranger.mission({ phone: "+33639981299", language: "fr" });
  await stranger.call("GET", "/v1/missions");
  await lookAt(stranger, person, [
    "/",
    "/missions",
    "/missions?q=Zz",
    `/missions-of-day`,
    "/missions/new",
    `/missions/${mission.id}`,
    `/missions/${mission.id}/slip`,
    "/imports",
    "/imports/new",
    "/numbers",
    "/staff",
    "/staff/put",
    "/reassignments",
  ]);
  expect(mission.status).toBe("open");
});
