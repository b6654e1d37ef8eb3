/** What the console of the desk does, duty by duty, over the started program. */
import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import { openDeskPerson } from "./desk.ts";
import { openProgram } from "./stranger.ts";

const HERS = "+33639984411";
const STAFF_PHONE = "+33639982411";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.staff("T-1", STAFF_PHONE);
await stranger.staff("T-2");
await stranger.numbers(["+33937004411", "+33937004412", "+33937004413"]);
const dispatcher = await openDeskPerson(program, "dispatcher");
const desk = dispatcher.browser;

/** The entry that recorded something last, as whoever audits reads it. */
async function lastEntry(event: string): Promise<Json> {
  const { items } = (await program.call("GET", "/log/")).body as { items: { name: string; size: number }[] };
  const log = items.find(({ name }) => name.startsWith("routine")) as { name: string; size: number };
  const entries: Json[] = [];
  for (let n = 0; n * 256 < log.size; n += 1) {
    const width = Math.min(256, log.size - n * 256);
    const path = `/log/${log.name}/tile/entries/${String(n).padStart(3, "0")}${width === 256 ? "" : `.p/${width}`}`;
    const response = await fetch(program.url + path, { headers: { authorization: `Bearer ${program.apiKey}` } });
    const bundle = Buffer.from(await response.arrayBuffer());
    for (let at = 0; at < bundle.length; ) {
      const length = bundle.readUInt16BE(at);
      entries.push(JSON.parse(bundle.subarray(at + 2, at + 2 + length).toString("utf8")));
      at += 2 + length;
    }
  }
  return entries.findLast((entry) => entry.event === event);
}

/** The ledger places an entry a moment after its act. */
async function recorded(event: string, fits: (entry: Json) => boolean): Promise<Json> {
  for (let tries = 0; tries < 100; tries += 1) {
    const entry = await lastEntry(event);
    if (entry !== undefined && fits(entry)) return entry;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`could not find ${event} in the ledger`);
}

test("a dispatcher makes, looks for, moves and ends missions, and the ledger says who did", async () => {
  const request = stranger.request({ phone: HERS });
  const made = await desk.call("POST", "/v1/missions", request);
  expect(made).toMatchObject({ status: 201, body: { reference: request.reference, status: "open" } });
  const { id } = made.body;
  const by = (entry: Json) => entry.mission === id && entry.deskUser === dispatcher.id;
  await recorded("missions.create-mission", by);
  const q = request.reference.slice(0, -1);
  const found = await desk.call("GET", `/v1/missions?q=${q}&status=open&staff=T-1`);
  expect(found.body.items.map((one: Json) => one.id)).toContain(id);
  expect(JSON.stringify(found.body)).not.toContain(HERS.slice(-8));
  expect((await desk.call("GET", `/v1/missions/${id}`)).body).toEqual(made.body);
  expect((await desk.call("PATCH", `/v1/missions/${id}`, { staff: ["T-2"] })).body.lines).toMatchObject([
    { staff: "T-2" },
  ]);
  await recorded("missions.change-mission", by);
  expect((await desk.call("POST", `/v1/missions/${id}/on-my-way`, { staff: "T-2" })).status).toBe(200);
  expect((await desk.call("POST", `/v1/missions/${id}/close`, {})).body.status).toBe("closed");
  await recorded("missions.close-mission", by);
  const again = { reason: "Outil oublié.", closesAt: stranger.at(30) };
  expect((await desk.call("POST", `/v1/missions/${id}/reopen`, again)).body.status).toBe("open");
  expect((await desk.call("POST", `/v1/missions/${id}/cancel`, {})).body.status).toBe("cancelled");
  await recorded("missions.cancel-mission", by);
  const summary = await desk.call("GET", "/v1/missions/summary");
  expect(summary).toMatchObject({ status: 200, body: { zone: "Europe/Paris" } });
  expect(summary.body.cancelled).toBeGreaterThan(0);
});

test("what a key does bears the key's id, not an account's", async () => {
  const mission = await stranger.mission({ phone: HERS });
  const entry = await recorded("missions.create-mission", (one) => one.mission === mission.id);
  expect(entry.key).toMatch(/^key_/);
  expect(entry.deskUser).toBeUndefined();
});

test("a dispatcher adds numbers and staff, and sees neither a phone nor a name again", async () => {
  expect((await desk.call("POST", "/v1/numbers", { numbers: ["+33937004414"], carrier: "simulator" })).body).toEqual({
    added: 1,
    known: 0,
  });
  expect((await desk.call("PATCH", "/v1/numbers/+33937004414", { draining: true })).body.draining).toBe(true);
  expect((await desk.call("GET", "/v1/numbers")).body.items.length).toBeGreaterThan(3);
  const phone = "+33639982499";
  const put = await desk.call("PUT", "/v1/staff/T-9", { displayName: "Nadia Roux", regime: "generic", phone });
  expect(put.body).toEqual({ reference: "T-9", regime: "generic", language: "fr", hasPhone: true, standing: "active" });
  const entry = await recorded("people.put-staff", (one) => one.deskUser !== undefined);
  expect(entry.deskUser).toBe(dispatcher.id);
});

test("attempts are shown to a dispatcher without those that tell that somebody spoke, which an auditor sees and proves", async () => {
  const mission = await stranger.mission({ phone: HERS });
  const sent = await stranger.write(STAFF_PHONE, mission.lines[0].staffDials, "Je suis en bas");
  const word = await stranger.text(HERS, mission.lines[0].customerDials, "SIGNALER");
  const cut = await stranger.text(STAFF_PHONE, mission.lines[0].staffDials, "Vous êtes là ?");
  expect(cut).toMatchObject({ outcome: "refused", code: "pair_cut" });
  const of = async (browser: typeof desk) => {
    const { body } = await browser.call("GET", `/v1/attempts?mission=${mission.id}&limit=1000`);
    return body.items.map((one: Json) => one.id);
  };
  expect(await of(desk)).toEqual([sent.id]);
  expect((await desk.call("GET", `/v1/attempts/${word.attempt}`)).status).toBe(404);
  expect((await desk.call("GET", `/v1/attempts/${sent.id}/leaf`)).status).toBe(403);
  const auditor = await openDeskPerson(program, "auditor");
  expect(await of(auditor.browser)).toEqual([sent.id, word.attempt, cut.attempt]);
  expect((await auditor.browser.call("GET", `/v1/attempts/${word.attempt}/leaf`)).status).toBe(200);
});

test("an auditor who leads somebody is not shown that a customer spoke about them", async () => {
  await desk.call("PUT", "/v1/staff/T-3", {
    displayName: "Paul Petit",
    regime: "generic",
    phone: "+33639982413",
    manager: "E-4413",
  });
  const mission = await stranger.mission({ phone: "+33639984413" }, { staff: ["T-3"] });
  const word = await stranger.text("+33639984413", mission.lines[0].customerDials, "SIGNALER");
  const near = await openDeskPerson(program, "auditor", { personReference: "E-4413" });
  const other = await openDeskPerson(program, "auditor");
  for (const [{ browser }, status] of [
    [near, 404],
    [other, 200],
  ] as const) {
    expect((await browser.call("GET", `/v1/attempts/${word.attempt}`)).status).toBe(status);
    expect((await browser.call("GET", `/v1/attempts/${word.attempt}/leaf`)).status).toBe(status);
    const { body } = await browser.call("GET", `/v1/attempts?mission=${mission.id}`);
    expect(body.items).toHaveLength(status === 200 ? 1 : 0);
  }
});

test("a DPO switches a module on; an auditor and an admin see it and cannot", async () => {
  const dpo = await openDeskPerson(program, "dpo");
  const whole = {
    module: "screening",
    consultationDate: "2026-01-05",
    noticeVersion: "notice-1",
    impactAssessment: "DPIA-1",
    legalBasis: "eu-gdpr:A6-1-f",
  };
  const on = await dpo.browser.call("POST", "/v1/activations", whole);
  expect(on.status).toBe(201);
  const entry = await recorded("charter.record-activation", (one) => one.activation === on.body.id);
  expect(entry.deskUser).toBe(dpo.id);
  for (const duty of ["auditor", "admin"]) {
    const { browser } = await openDeskPerson(program, duty);
    expect((await browser.call("GET", "/v1/activations")).body.items).toMatchObject([{ module: "screening" }]);
    expect((await browser.call("POST", `/v1/activations/${on.body.id}/end`)).status).toBe(403);
  }
  expect((await dpo.browser.call("POST", `/v1/activations/${on.body.id}/end`)).body.endedAt).toBeTypeOf("string");
});

test("a handler reads a text that was held in their own name, and not one of somebody they lead", async () => {
  const dpo = await openDeskPerson(program, "dpo");
  await dpo.browser.call("POST", "/v1/activations", {
    module: "screening",
    consultationDate: "2026-01-05",
    noticeVersion: "notice-1",
    impactAssessment: "DPIA-1",
    legalBasis: "eu-gdpr:A6-1-f",
  });
  await desk.call("PUT", "/v1/staff/T-4", {
    displayName: "Rémi Sala",
    regime: "generic",
    phone: "+33639982414",
    manager: "E-4414",
  });
  const mission = await stranger.mission({ phone: "+33639984414" }, { staff: ["T-4"] });
  const held = await stranger.text("+33639982414", mission.lines[0].staffDials, "Vous êtes très jolie");
  expect(["held", "refused"]).toContain(held.outcome);
  await stranger.call("POST", `/v1/attempts/${held.attempt}/reading`);
  const near = await openDeskPerson(program, "handler", { personReference: "E-4414" });
  const handler = await openDeskPerson(program, "handler");
  expect((await handler.browser.call("GET", "/v1/readings")).body.items).toMatchObject([{ attempt: held.attempt }]);
  const on = `/v1/attempts/${held.attempt}/reading`;
  expect(await near.browser.call("POST", `${on}/open`, {})).toMatchObject({
    status: 409,
    body: { code: "reader_too_near" },
  });
  const opened = await handler.browser.call("POST", `${on}/open`, {});
  expect(opened).toMatchObject({ status: 200, body: { text: "Vous êtes très jolie" } });
  expect((await recorded("relay.read-text", () => true)).reader).toBe(handler.id);
  expect((await near.browser.call("POST", `${on}/decision`, { decision: "deliver" })).status).toBe(409);
  expect((await handler.browser.call("POST", `${on}/decision`, { decision: "refuse" })).body.outcome).toBe("refused");
  expect((await stranger.call("POST", `${on}/open`, {})).body.code).toBe("reader_missing");
});
