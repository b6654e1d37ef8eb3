/**
 * PRODUCT §5, story 2: what drivers wrote in 2015 arrives nowhere and its author is told why; the ride goes on. What she
 * was told aloud she reports on the page of her ride, and reads there what becomes of it.
 */
import { expect, test } from "vitest";
import { CustomerHouse } from "../browser/customer-house.ts";
import type { Json } from "../program.ts";
import { act, ask, caseOf, dayInParis, putCharter, readCase, refused } from "../surface/case-work.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { openStaffMember } from "../surface/staff-member.ts";
import { openProgram } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";

const stranger = await openProgram();
const house = new CustomerHouse(stranger);
await stranger.staff("T-1", HIS, "platform-fr");

test("« J'arrive ma puce » is blocked during the ride, the driver told why; « J'arrive dans 5 min » passes", async () => {
  const ride = await stranger.mission({ phone: HERS, language: "fr" }, { purpose: "ride" });
  const [{ staffDials, customerDials }] = ride.lines;

  const blocked = await stranger.write(HIS, staffDials, "J'arrive ma puce");
  expect(blocked).toMatchObject({ outcome: "refused", code: "screened" });
  const worse = await stranger.write(HIS, staffDials, "j'ai pas de bonbon mais j'ai une sucette pour toi");
  expect(worse).toMatchObject({ outcome: "refused", code: "screened" });
  expect(await stranger.write(HIS, staffDials, "J'arrive dans 5 min")).toMatchObject({ outcome: "delivered" });
  await stranger.quiet();

  expect(await stranger.received(HERS)).toMatchObject([{ from: customerDials, text: "J'arrive dans 5 min" }]);
  const [flirt, sexual, ...more] = await stranger.received(HIS);
  expect(flirt).toMatchObject({ from: staffDials });
  expect(flirt?.text).toContain("de la drague");
  expect(sexual?.text).toContain("un propos sexuel");
  expect(more).toEqual([]);
});

test("no list, entry or answer of the API says what was seen in his text", async () => {
  const ride = await stranger.mission({ phone: "+33639983002" }, { purpose: "ride" });
  const { id } = await stranger.write(HIS, ride.lines[0].staffDials, "tu es trop belle ma puce");
  const { url, apiKey } = stranger.program;
  const read = async (path: string) =>
    (await fetch(url + path, { headers: { authorization: `Bearer ${apiKey}` } })).text();
  const everywhere = await Promise.all(
    [
      `/v1/attempts/${id}`,
      `/v1/attempts/${id}/leaf`,
      `/v1/attempts?mission=${ride.id}`,
      "/v1/readings",
      "/metrics",
    ].map(read),
  );
  for (const said of everywhere) expect(said).not.toMatch(/flirt|appearance|belle|puce|pet-name/);
  expect(everywhere[1]).toContain('"code":"screened"');
});

test("she reports her driver on the page of the ride, in a browser, and follows it to its end", async () => {
  const { program } = stranger;
  await putCharter(stranger);
  const him = await openStaffMember(stranger, "T-2015", "+33639982015", "platform-fr");
  const ride = await stranger.mission({ phone: "+33639983015" }, { purpose: "ride", staff: ["T-2015"] });
  const page = await house.open(await house.pathOf(ride));
  await page.getByRole("link", { name: "Signaler un comportement" }).first().click();
  await page.getByLabel("Autre chose").check();
  await page.getByLabel("Ce qui s’est passé, avec vos mots").fill("Il m’a appelée « ma puce » toute la course");
  await page.locator(".one-tap button").click();
  expect(await page.locator(".words li").count()).toBe(6);
  expect(await stranger.text(him.phone, ride.lines[0].staffDials, "Pardon")).toMatchObject({ code: "pair_cut" });
  await page.getByRole("button", { name: /ouvrir mon suivi/ }).click();
  await page.waitForURL("**/follow");
  const shown = async () => {
    await page.reload();
    return page.locator("main").innerText();
  };
  expect(await shown()).toMatch(/Reçu[\s\S]*ne peut pas vous joindre/);

  const [handler, approver] = [await openDeskPerson(program, "handler"), await openDeskPerson(program, "approver")];
  const id = await caseOf(stranger, ride);
  await act(handler, id, "assign", { role: "handler" });
  await act(approver, id, "assign", { role: "approver" });
  await act(handler, id, "triage");
  await act(handler, id, "enquiry");
  expect(await shown()).toContain("Une personne examine ce qui s’est passé");
  await act(handler, id, "messages", { text: "Était-ce bien mardi ?" });
  expect(await shown()).toContain("Était-ce bien mardi ?");
  await page.getByLabel("Écrire à l’équipe Protection").fill("Oui, mardi soir.");
  await page.getByRole("button", { name: "Envoyer le message" }).click();
  expect((await readCase(handler, id)).reports[0].messages.at(-1)).toMatchObject({ text: "Oui, mardi soir." });

  // The law of platforms: reasons on the day itself, no robot, a right to answer; and no interview as for employees.
  const reasons = "Le temps de vous entendre.";
  await act(handler, id, "measures", { kind: "suspension", staff: "T-2015", reasons });
  const { items } = (await handler.browser.call("GET", `/v1/cases/${id}/clocks`)).body;
  const clock = items.find((one: Json) => one.id === "reasons_for_suspension");
  expect(clock).toMatchObject({ notAfter: dayInParis(stranger.at(0)), source: expect.stringContaining("2024/2831") });
  await act(handler, id, "categories", { primary: "M4", reasons: "Ses mots." });
  await act(handler, id, "allegation", { text: "Un surnom familier pendant la course." });
  const mine = (await him.browser.call("GET", `/v1/my-cases/${id}`)).body;
  expect(mine).toMatchObject({
    allegation: { text: "Un surnom familier pendant la course." },
    measures: [{ reasons }],
  });
  expect(JSON.stringify(mine)).not.toMatch(/ma puce|mardi|T-2015|983015/);
  await him.browser.call("POST", `/v1/my-cases/${id}/answers`, { text: "Je le dis à tout le monde." });
  await act(handler, id, "hearing", { how: "answered" });
  const source = { kind: "report", text: "Son signalement." };
  await act(handler, id, "dates", { fact: "facts_on", on: dayInParis(stranger.at(0)), source });
  const proposal = { outcome: "confirmed", statement: "Le surnom est établi.", reasons: "Ils le disent tous deux." };
  const fired = [{ staff: "T-2015", sanction: "dismissal" }];
  expect(await refused(handler, id, "proposal", { ...proposal, sanctions: fired })).toBe("sanction_not_in_scale");
  await act(handler, id, "proposal", { ...proposal, sanctions: [{ staff: "T-2015", sanction: "warning" }] });
  expect(await shown()).toContain("validée par une autre");
  const approval = { version: 1, decision: "approve", reasons: "Relu." };
  expect((await ask(handler, id, "approval", approval)).status).toBe(403);
  await act(approver, id, "approval", approval);
  await act(handler, id, "close");
  expect(await shown()).toMatch(/Terminé[\s\S]*Les faits sont confirmés/);
  expect((await readCase(handler, id)).concerned).toMatchObject([{ staff: "T-2015", standing: "active" }]);
});
