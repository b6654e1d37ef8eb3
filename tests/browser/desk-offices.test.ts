/** The first ten minutes of an admin, a DPO, an auditor and a rights officer, by clicks only. */
import { expect, test } from "vitest";
import { PASSWORD } from "../surface/desk.ts";
import { openProgram } from "../surface/stranger.ts";
import { expectAccessible, visit } from "./browser.ts";
import { lookAt, settled, sitDown } from "./desk-house.ts";

const LIMIT_MS = 240_000;
const HERS = "+33639981301";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0", PARAVENT_COMPANY: "Fibre du Midi" } });
const { url } = stranger.program;
await stranger.numbers(Array.from({ length: 8 }, (_, n) => `+339370083${String(n).padStart(2, "0")}`));
await stranger.staff("T-1", "+33639982301");
await stranger.staff("T-2", "+33639982302");
const mission = await stranger.mission({ phone: HERS, language: "fr" });
await stranger.call("POST", "/simulator/messages", {
  from: HERS,
  to: mission.lines[0].customerDials,
  text: "Bonjour, je suis là.",
});

test("an admin invites somebody, who gets in by the link; the account is closed again", {
  timeout: LIMIT_MS,
}, async () => {
  const { page, person } = await sitDown(stranger, "admin");
  await page.getByRole("link", { name: "Comptes du bureau" }).click();
  await page.getByRole("link", { name: "Inviter quelqu’un" }).first().click();
  await page.getByLabel("Référence de personnel").fill("e-77");
  await page.getByLabel("Adresse électronique").fill("nouvelle@example.com");
  await page.getByLabel(/^Contrôle/).check();
  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  const link = await page.locator(".once").innerText();
  expect(link).toContain(`${url}/desk/invitation#`);
  const newcomer = await visit(link, { language: "fr", width: 390 });
  await newcomer.page.getByLabel("Mot de passe").fill(PASSWORD);
  await newcomer.page.getByRole("button", { name: "Continuer" }).click();
  await newcomer.page.getByRole("heading", { name: "Une seconde preuve" }).waitFor();
  expect(newcomer.page.url()).not.toContain("#");
  await newcomer.leave();
  await page.getByRole("button", { name: "Le lien est remis" }).click();
  const row = page.getByRole("row").filter({ hasText: "E-77" });
  await row.getByText("invitation en cours").waitFor();
  await row.getByRole("button", { name: "Modifier" }).click();
  await page.getByRole("menuitem", { name: "Fermer le compte" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Fermer le compte" }).click();
  await row.getByText("fermé", { exact: true }).waitFor();
  expect(await page.getByText("votre compte").count()).toBe(1);
  await lookAt(stranger, person, ["/", "/users", "/users/invite", "/sessions"]);
});

test("an admin makes a key whose secret is shown once, revokes it, and says who is on call", {
  timeout: LIMIT_MS,
}, async () => {
  const { page, person } = await sitDown(stranger, "admin");
  await page.getByRole("link", { name: "Clés de machine" }).click();
  await page.getByRole("link", { name: "Nouvelle clé" }).first().click();
  await page.getByLabel("Nom", { exact: true }).fill("planning");
  await page.getByRole("checkbox", { name: "missions:write" }).check();
  await page.getByRole("button", { name: "Créer la clé" }).click();
  const secret = await page.locator(".once").innerText();
  expect(secret).toMatch(/^pvk_/);
  await page.getByRole("button", { name: "Le secret est rangé" }).click();
  const row = page.getByRole("row").filter({ hasText: "planning" });
  await row.waitFor();
  expect(await page.content()).not.toContain(secret);
  await row.getByRole("button", { name: "Retirer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
  await expect.poll(() => row.count()).toBe(0);
  await page.getByRole("link", { name: "Astreinte" }).click();
  await page.getByLabel("Ajouter quelqu’un").fill("T-1");
  await page.getByRole("option", { name: "T-1" }).click();
  await page.getByRole("button", { name: "Enregistrer l’astreinte" }).click();
  await page.getByText("1 personne est d’astreinte.").waitFor();
  await page.reload();
  await page.getByRole("listitem").filter({ hasText: "T-1" }).waitFor();
  await lookAt(stranger, person, ["/machine-keys?state=all", "/machine-keys/new", "/on-call"]);
});

test("an admin records a version of the charter and compares it with the template; asks for it to be read", {
  timeout: LIMIT_MS,
}, async () => {
  const { page, person } = await sitDown(stranger, "admin");
  await page.getByRole("link", { name: "Charte", exact: true }).click();
  await page.getByRole("link", { name: "Nouvelle version" }).click();
  const french = page.getByLabel("Texte en français");
  await french.fill(`${await french.inputValue()}\n\n11. Une règle de plus.`);
  await page.getByLabel("En vigueur à partir du").fill("2026-11-01");
  await page.getByLabel("Dispense").selectOption("under_50_employees");
  await page.getByRole("button", { name: "Enregistrer cette version" }).click();
  await page.getByRole("heading", { name: "Version 1" }).waitFor();
  await page.getByRole("link", { name: "Comparer à la précédente" }).click();
  await page.getByText("11. Une règle de plus.").waitFor();
  expect(await page.getByText("Ajouté", { exact: true }).count()).toBe(1);
  await page.getByRole("link", { name: "Charte", exact: true }).click();
  await page.getByRole("button", { name: "Exiger la lecture" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Exiger la lecture" }).click();
  await page.getByText("lecture exigée", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Notes d’information" }).click();
  await page.getByRole("link", { name: "Nouvelle note" }).first().click();
  await page.getByLabel("Version").fill("2026-11");
  await page.getByLabel("Titre").fill("Vérification des messages");
  await page.getByLabel("Texte en français").fill("Un message déplacé ne part pas.");
  await page.getByLabel("Texte en anglais").fill("An unfitting text is not sent.");
  await page.getByRole("button", { name: "Enregistrer la note" }).click();
  await page.getByText("Un message déplacé ne part pas.").waitFor();
  await lookAt(stranger, person, [
    "/charter",
    "/charter/1",
    "/charter/new",
    "/charter/compare?left=0&right=1",
    "/acknowledgements",
    "/notices",
    "/notices/2026-11",
    "/notices/new",
    "/purposes",
    "/regimes",
    "/regimes?tab=rights_request",
  ]);
});

test("a DPO switches a module on with its grounds, and off again", { timeout: LIMIT_MS }, async () => {
  await stranger.call("POST", "/v1/notices", {
    version: "2026-10",
    title: "Vérification des messages",
    text: { fr: "Un message déplacé ne part pas.", en: "An unfitting text is not sent." },
    modules: ["screening"],
  });
  const { page, person } = await sitDown(stranger, "dpo");
  await page.getByRole("link", { name: "Modules qui surveillent" }).click();
  await page.getByRole("link", { name: "Mettre un module en service" }).first().click();
  await page.getByRole("button", { name: "Mettre en service" }).click();
  expect(await page.getByText("À remplir.").count()).toBe(5);
  await page.getByLabel(/^Vérification des textes/).check();
  await page.getByLabel("Consultation des représentants").fill("2026-11-02");
  await page.getByLabel("Note d’information").selectOption("2026-10");
  await page.getByLabel("Analyse d’impact").fill("AIPD-7");
  await page.getByLabel("Base légale").selectOption("eu-gdpr:A6-1-f");
  await page.getByRole("button", { name: "Mettre en service" }).click();
  await page.getByText("en service", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Arrêter" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Arrêter" }).click();
  await page.getByText(/^arrêté/).waitFor();
  await lookAt(stranger, person, ["/", "/activations", "/activations/new", "/alerts", "/lessons-done"]);
});

test("an auditor verifies an attempt in the page, and another log's key does not do", {
  timeout: LIMIT_MS,
}, async () => {
  const { page, person } = await sitDown(stranger, "auditor", { refused: /status of 404/ });
  await page.getByRole("link", { name: "Tentatives de contact" }).click();
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { name: "Vérification" }).waitFor();
  const verify = page.getByRole("button", { name: "Vérifier ici" });
  await expect
    .poll(
      async () => {
        await verify.click();
        await settled(page);
        return page.getByRole("heading", { name: "Vérifié." }).count();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(1);
  await expectAccessible(page, "a verdict");
  const address = page.url();
  await page
    .getByLabel(/Clé de vérification/)
    .fill("ledger.example/log/other+1eaafda5+AblBTUJwZbC8yVAEhhaQ2KmM1P9H8o5J7Zzr9i3W4k1n");
  await verify.click();
  await expect.poll(() => page.getByRole("heading", { name: "Vérifié." }).count()).toBe(0);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Télécharger la preuve" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.tlog-proof$/);
  await page.getByRole("link", { name: "Registre", exact: true }).click();
  await page.getByRole("link", { name: "Lire les inscriptions" }).first().click();
  await page
    .getByText(/champs/)
    .first()
    .click();
  await lookAt(stranger, person, [
    "/",
    "/ledger",
    "/ledger-entries",
    "/attempts",
    new URL(address).pathname.slice(5),
    "/users",
  ]);
});

test("a rights officer takes a request, which has a month from the day it came", { timeout: LIMIT_MS }, async () => {
  const { page, person } = await sitDown(stranger, "rights_officer", { refused: /status of 404/ });
  await page.getByRole("link", { name: "Demandes de droits" }).click();
  await page.getByRole("link", { name: "Enregistrer une demande" }).first().click();
  await page.getByLabel(/^Accès/).check();
  await page.getByLabel("Reçue le").fill("2026-11-20");
  await page.getByLabel("Ce qui est demandé").fill("Une copie de tout ce qui est gardé.");
  await page.getByRole("button", { name: "Enregistrer une demande" }).click();
  await expect.poll(() => page.url()).toMatch(/\/desk\/cases\/cas_/);
  await page.getByRole("link", { name: "Demandes de droits" }).click();
  await page.getByRole("link", { name: /^Accès/ }).waitFor();
  await page.getByText("vous", { exact: true }).waitFor();
  await lookAt(stranger, person, ["/", "/requests", "/requests/new"]);
});
