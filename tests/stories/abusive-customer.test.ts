/**
 * PRODUCT §5, story 7: what a customer writes in anger arrives; what is an insult, a threat or a sexual remark is held,
 * and the staff member hears that they may report it. They do, and follow what becomes of it.
 */
import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import { act, caseOf, DAY, readCase, refused } from "../surface/case-work.ts";
import { openDeskPerson } from "../surface/desk.ts";
import { openFollowUp } from "../surface/follow-up.ts";
import { openStaffMember } from "../surface/staff-member.ts";
import { openProgram, until } from "../surface/stranger.ts";

const HIS = "+33639982001";
const HERS = "+33639983001";

const stranger = await openProgram();
await stranger.staff("T-1", HIS);

test("a complaint passes however angry; an insult is held, and the staff member may report it", async () => {
  const mission = await stranger.mission({ phone: HERS, language: "fr" });
  const [{ staffDials, customerDials }] = mission.lines;
  const angry = "C'est INADMISSIBLE, deux heures de retard et personne ne prévient, je vais porter plainte !!!";
  expect(await stranger.write(HERS, customerDials, angry)).toMatchObject({ outcome: "delivered", code: null });

  const insult = await stranger.text(HERS, customerDials, "espèce de connard incapable");
  expect(insult).toMatchObject({ outcome: "held" });
  await stranger.quiet();
  const [complaint, told, ...more] = await stranger.received(HIS);
  expect(complaint).toMatchObject({ from: staffDials, text: angry });
  expect(told?.from).toBe(staffDials);
  expect(told?.text).toContain("a été retenu");
  expect(told?.text).not.toContain("connard");
  expect(more).toEqual([]);
  expect((await stranger.textsOn(HERS)).at(-1)).toContain("une insulte");

  expect(await stranger.text(HIS, staffDials, "SIGNALER")).toMatchObject({ outcome: "intercepted" });
  expect(await stranger.text(HERS, customerDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
});

test("what nobody asked to have read is refused when its time is over", async () => {
  const mission = await stranger.mission({ phone: "+33639983002" }, { closesAt: stranger.at(600) });
  const held = await stranger.text("+33639983002", mission.lines[0].customerDials, "sale connard");
  expect(held).toMatchObject({ outcome: "held" });
  await stranger.advance(121);
  await expect
    .poll(() => stranger.attempt(held.attempt), { timeout: 90_000, interval: 500 })
    .toMatchObject({
      outcome: "refused",
      code: "screened",
    });
  expect(await stranger.call("POST", `/v1/attempts/${held.attempt}/reading`)).toMatchObject({ status: 409 });
}, 100_000);

test("a staff member reports a customer: apart at once, decided by two of the desk, and told by six words", async () => {
  const { program } = stranger;
  const him = await openStaffMember(stranger, "T-700", "+33639982700");
  const abusive = { phone: "+33639983700", reference: "C-abusive" };
  const mission = await stranger.mission(abusive, { staff: ["T-700"] });
  const [{ staffDials, customerDials }] = mission.lines;
  const told = { what: ["message"], text: "Elle me traite de tous les noms", when: "ce matin" };
  const filed = await him.browser.call("POST", "/v1/reports", { customer: "C-abusive", ...told });
  expect(filed).toMatchObject({ status: 201, body: { notices: [] } });
  expect(await stranger.text(him.phone, staffDials, "Bonjour")).toMatchObject({ code: "pair_cut" });
  expect(await stranger.text(abusive.phone, customerDials, "Venez !")).toMatchObject({ code: "pair_cut" });
  const follow = () => openFollowUp(stranger, filed.body.receipt);
  expect(await follow()).toContain("Signalement reçu");

  const [handler, approver] = [await openDeskPerson(program, "handler"), await openDeskPerson(program, "approver")];
  const asked = () => program.call("GET", `/v1/reports/${filed.body.id}`);
  const id = (await until(asked, ({ body }) => body.case !== null)).body.case;
  await act(handler, id, "assign", { role: "handler" });
  await act(approver, id, "assign", { role: "approver" });
  expect(await readCase(handler, id)).toMatchObject({
    procedure: "staff_alert",
    concerned: [],
    reports: [{ door: "staff", by: "staff", what: ["message"] }],
  });
  expect(JSON.stringify(await readCase(handler, id))).toContain(told.text);
  // A further word by text is of the same case, and no other is opened.
  await stranger.text(him.phone, staffDials, "SIGNALER");
  expect(await caseOf(stranger, mission)).toBe(id);

  await act(handler, id, "triage");
  await act(handler, id, "enquiry");
  await act(handler, id, "messages", { text: "Un collègue ira à votre place demain." });
  await act(handler, id, "categories", { primary: "D9", reasons: "Les textes retenus." });
  // Nobody of ours is concerned, so there is nobody to hear, nor anybody to sanction.
  const proposal = { outcome: "confirmed", statement: "Insultes établies.", reasons: "Elles sont au registre." };
  const sanctions = [{ staff: "T-700", sanction: "warning" }];
  expect(await refused(handler, id, "proposal", { ...proposal, sanctions })).toBe("scale_missing");
  const { version } = await act(handler, id, "proposal", proposal);
  await act(approver, id, "approval", { version, decision: "approve", reasons: "Relu." });
  await act(handler, id, "close");
  const page = await follow();
  expect(page).toContain("Les faits sont confirmés");
  expect(page).toContain("Un collègue ira à votre place demain.");
  expect((await him.browser.call("GET", "/v1/my-cases")).body.items).toEqual([]);
});

test("the cut that a staff member asked for waits for a human like any other, and somebody can look at it", async () => {
  const { program } = stranger;
  const him = await openStaffMember(stranger, "T-710", "+33639982710");
  const mission = await stranger.mission({ phone: "+33639983710", reference: "C-710" }, { staff: ["T-710"] });
  await him.browser.call("POST", "/v1/reports", { mission: mission.id });
  const id = await caseOf(stranger, mission);
  await stranger.advance(3 * DAY);
  const handler = await openDeskPerson(program, "handler");
  await act(handler, id, "assign", { role: "handler" });
  const mine = async () =>
    (await handler.browser.call("GET", "/v1/reviews")).body.items.filter(({ staff }: Json) => staff === "T-710");
  expect(await mine()).toMatchObject([{ case: id, isOverdue: true }]);
  const lasting = { decision: "lasting", reasons: "Elle l’a menacé." };
  expect(await refused(handler, id, "cut-review", { ...lasting, staff: "T-700" })).toBe("cut_not_found");
  await act(handler, id, "cut-review", { ...lasting, staff: "T-710" });
  expect(await mine()).toEqual([]);
});
