/** The doors of this room, as signed-in people come through them: who may, who may not, and that answers have their shape. */
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { openLog } from "../base/log.ts";
import type { Duty, Route } from "../base/route.ts";
import { DUTIES } from "../base/route.ts";
import { buildServer } from "../doors/index.ts";
import { cutPair } from "../missions/index.ts";
import { createMachineKey, DESK_COOKIE, MACHINE_SCOPES, MachineKeys, Sessions, STAFF_COOKIE } from "../people/index.ts";
import { beginSession } from "../people/sign-in/sessions.ts";
import type { CasesBench } from "./cases.fixture.ts";
import { openCasesBench } from "./cases.fixture.ts";
import { caseRoutes } from "./http.ts";

const PUBLIC_URL = "http://127.0.0.1:8080";
let bench: CasesBench;
let routes: readonly Route[];
let server: FastifyInstance;
let machineKey: string;
beforeAll(async () => {
  bench = await openCasesBench();
  routes = caseRoutes(bench.deps);
  const { store, vault } = bench.deps;
  const metrics = { requestSeconds: { observe() {} } } as never;
  const who = {
    keys: new MachineKeys(store),
    sessions: new Sessions(store),
    publicUrl: PUBLIC_URL,
    trustedProxies: [],
  };
  server = buildServer({ store, vault, log: openLog("silent"), metrics, ...who }, routes);
  const key = await bench.act((tx) => createMachineKey(tx, { name: "all", scopes: MACHINE_SCOPES }));
  machineKey = key.secret;
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

type Json = ReturnType<typeof JSON.parse>;
type Answer = { readonly status: number; readonly body: Json };
type Person = (method: "GET" | "POST", path: string, body?: object) => Promise<Answer>;

/** A request; whatever comes back has the shape that its route promises. */
async function call(
  headers: Record<string, string>,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Answer> {
  const sent = { method, url: path, headers: { origin: PUBLIC_URL, ...headers }, ...(body && { payload: body }) };
  const { statusCode: status, body: text } = await server.inject(sent);
  const answer = text === "" ? undefined : JSON.parse(text);
  const route = routes.find((one) => one.method === method && isAt(one.path, path));
  const shape = route?.answers[status] as z.ZodType | undefined;
  if (status < 300) expect(shape?.safeParse(answer).error, `${method} ${path}`).toBeUndefined();
  return { status, body: answer };
}

function isAt(pattern: string, path: string): boolean {
  const [parts, found] = [pattern.split("/"), (path.split("?")[0] ?? "").split("/")];
  return parts.length === found.length && parts.every((part, i) => part.startsWith(":") || part === found[i]);
}

async function desk(duty: Duty, more: { readonly identity?: string; readonly depot?: string } = {}) {
  const actor = await bench.desk(duty, more);
  const { token } = await bench.act((tx) => beginSession(tx, { deskUser: actor.id }, "totp"));
  const as: Person = (...asked) => call({ cookie: `${DESK_COOKIE}=${token}` }, ...asked);
  return { ...actor, as };
}

async function staff() {
  const made = await bench.staff();
  const { token } = await bench.act((tx) => beginSession(tx, { staff: made.id }, "code"));
  const as: Person = (...asked) => call({ cookie: `${STAFF_COOKIE}=${token}` }, ...asked);
  return { ...made, as };
}

describe("who may come in", () => {
  test("nobody, a machine key with every scope, and each duty that is not named are refused at every door", async () => {
    const people = new Map(await Promise.all(DUTIES.map(async (duty) => [duty, await desk(duty)] as const)));
    const technician = await staff();
    let refused = 0;
    for (const { method, path, audience, id } of routes) {
      if (audience === "public") continue;
      if (typeof audience === "string") throw new Error(`${id} is for ${audience}`);
      const url = path.replaceAll(/:\w+/g, "x");
      const ask = (headers: Record<string, string>) => call(headers, method as "GET", url);
      expect((await ask({})).status, id).toBe(401);
      expect([401, 403], id).toContain((await ask({ authorization: `Bearer ${machineKey}` })).status);
      if (audience.staff !== true) expect([401, 403], id).toContain((await technician.as(method as "GET", url)).status);
      for (const [duty, person] of people) {
        if (audience.desk?.includes(duty) === true) continue;
        expect((await person.as(method as "GET", url)).status, `${id} as ${duty}`).toBe(403);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(100);
    // The twin: who is named gets past the door.
    expect((await people.get("handler")?.as("GET", "/v1/cases"))?.status).toBe(200);
    expect((await people.get("dispatcher")?.as("GET", "/v1/reassignments"))?.status).toBe(200);
  });

  test("an admin has no door here, and an auditor one, to the history", () => {
    const doors = (duty: Duty) =>
      routes.filter(({ audience }) => typeof audience === "object" && audience.desk?.includes(duty));
    expect(doors("admin")).toEqual([]);
    expect(doors("auditor").map(({ id }) => id)).toEqual(["cases.read-history"]);
    expect(doors("dispatcher").map(({ id }) => id)).toEqual(["cases.list-reassignments"]);
    expect(routes.filter(({ audience }) => typeof audience === "object" && audience.machine !== undefined)).toEqual([]);
  });
});

async function toldCase() {
  const [handler, approver, technician] = [await desk("handler"), await desk("approver"), await staff()];
  const customer = await bench.customer();
  const { id, report } = await bench.file({ customer, staff: [technician.id], words: "Canary says so" });
  const on = `/v1/cases/${id}`;
  expect((await handler.as("POST", `${on}/assign`, { role: "handler" })).status).toBe(200);
  expect((await approver.as("POST", `${on}/assign`, { role: "approver" })).status).toBe(200);
  for (const step of ["triage", "enquiry"]) expect((await handler.as("POST", `${on}/${step}`)).status).toBe(200);
  const categories = { primary: "D2", secondary: ["M4"], reasons: "Texto privé." };
  expect((await handler.as("POST", `${on}/categories`, categories)).status).toBe(200);
  const source = { kind: "report", text: "Le signalement." };
  const dated = { fact: "facts_on", on: "2026-03-01", source };
  expect((await handler.as("POST", `${on}/dates`, dated)).status).toBe(200);
  const evidence = { text: "Le texto.", happenedAt: "2026-03-01T21:07:00+01:00" };
  expect((await handler.as("POST", `${on}/evidence`, evidence)).status).toBe(201);
  expect((await handler.as("POST", `${on}/allegation`, { text: "Un texto privé." })).status).toBe(201);
  return { id, report, on, handler, approver, technician, customer };
}

test("a case from its report to its end, through the doors", async () => {
  const { id, on, handler, approver, technician, customer } = await toldCase();
  expect((await technician.as("GET", `/v1/my-cases/${id}`)).body.allegation.text).toBe("Un texto privé.");
  expect((await technician.as("POST", `/v1/my-cases/${id}/answers`, { text: "C’était maladroit." })).status).toBe(200);
  expect((await handler.as("POST", `${on}/hearing`, { how: "answered" })).body.state).toBe("heard");
  expect((await handler.as("POST", `${on}/notes`, { text: "Entre nous." })).status).toBe(201);
  expect((await handler.as("POST", `${on}/messages`, { template: "still_working" })).status).toBe(200);
  const hold = await handler.as("POST", `${on}/measures`, {
    kind: "hold",
    staff: technician.reference,
    reasons: "Le temps de voir.",
  });
  expect(hold).toMatchObject({ status: 201, body: { standsAs: "in_force" } });
  await bench.act((tx) => cutPair(tx, { staff: technician.id, customer, cause: "desk" }));
  const reviews = await handler.as("GET", "/v1/reviews");
  expect(reviews.body.items).toContainEqual(expect.objectContaining({ case: id, staff: technician.reference }));
  const lasting = { staff: technician.reference, decision: "lasting", reasons: "À sa demande." };
  expect((await handler.as("POST", `${on}/cut-review`, lasting)).status).toBe(200);
  const sanctions = [{ staff: technician.reference, sanction: "warning" }];
  const proposal = {
    outcome: "confirmed",
    reasons: "Le texto est là.",
    statement: "Vous avez écrit à titre privé.",
    sanctions,
  };
  expect((await handler.as("POST", `${on}/proposal`, proposal)).body).toEqual({ id, state: "proposed", version: 1 });
  const approval = { version: 1, decision: "approve", reasons: "Relu." };
  expect((await approver.as("POST", `${on}/approval`, approval)).body.state).toBe("approved");
  expect((await approver.as("POST", `${on}/approval`, approval)).body.code).toBe("already_decided");
  expect((await handler.as("POST", `${on}/close`)).body.state).toBe("closed");
  const read = await handler.as("GET", on);
  expect(read.body).toMatchObject({
    state: "closed",
    outcome: "confirmed",
    measures: [{ state: "ended" }, { state: "in_force" }],
  });
  expect((await handler.as("GET", `${on}/export`)).body.history.length).toBeGreaterThan(10);
  const values = {
    company: "Réseau",
    signer: "Référente protection",
    receivedOn: "2026-03-02",
    reason: "Volume.",
    answerBy: "2026-06-02",
  };
  const written = await handler.as("POST", `${on}/letters`, { kind: "request_extension", values });
  expect(written.body.text).toContain("Réseau");
  const without = await handler.as("POST", `${on}/letters`, { kind: "request_extension", values: {} });
  expect(without).toMatchObject({ status: 422, body: { code: "letter_value_missing", value: "company" } });
  expect((await handler.as("GET", `${on}/clocks`)).body.items[0]).toMatchObject({
    basis: "complaint_received_on",
    staff: expect.any(String),
  });
  expect((await technician.as("POST", `/v1/my-cases/${id}/appeal`, { text: "Je conteste." })).body.state).toBe(
    "enquiry",
  );
  expect((await handler.as("POST", `${on}/close`)).body.code).toBe("not_assigned_any_more");
});

test("whoever decides sees what happened since a proposal, and what is new in its last version", async () => {
  const { on, handler, approver, technician, id } = await toldCase();
  expect((await technician.as("POST", `/v1/my-cases/${id}/answers`, { text: "C’était maladroit." })).status).toBe(200);
  expect((await handler.as("POST", `${on}/hearing`, { how: "answered" })).status).toBe(200);
  const none = await approver.as("GET", `${on}/proposal-changes`);
  expect(none.body).toEqual({ version: null, since: [], between: null });
  const first = { outcome: "not_confirmed", reasons: "Rien ne le montre." };
  expect((await handler.as("POST", `${on}/proposal`, first)).status).toBe(200);
  expect((await approver.as("GET", `${on}/proposal-changes`)).body).toEqual({ version: 1, since: [], between: null });
  expect((await handler.as("POST", `${on}/notes`, { text: "Nouvel élément." })).status).toBe(201);
  const since = (await approver.as("GET", `${on}/proposal-changes`)).body.since;
  expect(since).toMatchObject([{ act: "write-note", by: handler.id, byKind: "desk" }]);
  expect((await handler.as("POST", `${on}/retraction`, { version: 1, reasons: "À revoir." })).status).toBe(200);
  const second = { outcome: "cannot_be_decided", reasons: "Rien ne le montre." };
  expect((await handler.as("POST", `${on}/proposal`, second)).status).toBe(200);
  const { body } = await approver.as("GET", `${on}/proposal-changes`);
  expect(body).toMatchObject({
    version: 2,
    since: [],
    between: {
      before: { version: 1, outcome: "not_confirmed", state: "withdrawn" },
      after: { version: 2, outcome: "cannot_be_decided", reasons: "Rien ne le montre.", state: "open" },
      changed: ["outcome"],
    },
  });
});

test("what is seen of a case outside the desk has nothing of who reported, wherever one looks", async () => {
  const { id, on, handler, technician, report } = await toldCase();
  await handler.as("POST", `${on}/notes`, { text: "Canary au desk" });
  const companion = await technician.as("POST", `/v1/my-cases/${id}/companions`, { name: "Me Durand" });
  const { token } = companion.body;
  const seen = [
    await technician.as("GET", "/v1/my-cases"),
    await technician.as("GET", `/v1/my-cases/${id}`),
    await technician.as("GET", `/v1/my-cases/${id}/export`),
    await call({}, "POST", "/v1/companion/case", { token }),
    await technician.as("GET", on),
    await call({}, "POST", "/v1/companion/case", { token: "x" }),
  ];
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200, 403, 404]);
  const text = JSON.stringify(seen);
  for (const secret of [
    "Canary",
    report,
    handler.id,
    handler.identity,
    "20:07",
    "21:07",
    "customer",
    "door",
    "language",
  ])
    expect(text, secret).not.toContain(secret);
  expect(text).toContain("Le texto.");
});

test("a case by another's id, an id that is none, and a case that is not theirs look the same to a staff member", async () => {
  const [mine, other] = [await toldCase(), await toldCase()];
  for (const id of [other.id, "cas_00000000000000000000000000", "cas_x", "x"]) {
    expect(await mine.technician.as("GET", `/v1/my-cases/${id}`)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
    for (const [path, body] of [
      ["answers", { text: "x" }],
      ["appeal", { text: "x" }],
      ["companions", { name: "x" }],
    ] as const) {
      expect((await mine.technician.as("POST", `/v1/my-cases/${id}/${path}`, body)).status).toBe(404);
    }
  }
});

test("who reads beyond those assigned is on the DPO's list, until the DPO has seen it", async () => {
  const { id, on } = await toldCase();
  const [curious, dpo] = [await desk("handler"), await desk("dpo")];
  expect((await curious.as("GET", on)).status).toBe(200);
  const mine = async () =>
    (await dpo.as("GET", "/v1/alerts?limit=1000")).body.items.filter((one: { case: string }) => one.case === id);
  const [alert] = await mine();
  expect(alert).toMatchObject({ kind: "reading_beyond", deskUser: curious.id });
  expect((await curious.as("POST", `/v1/alerts/${alert.id}/seen`)).status).toBe(404);
  expect((await dpo.as("POST", `/v1/alerts/${alert.id}/seen`)).status).toBe(200);
  expect(await mine()).toEqual([]);
});

test("an auditor reads what was done and refused, without a word of it", async () => {
  const { on } = await toldCase();
  const auditor = await desk("auditor");
  const history = await auditor.as("GET", `${on}/history`);
  expect(history.status).toBe(200);
  expect(JSON.stringify(history.body)).not.toMatch(/texto|Canary|privé/);
  expect((await auditor.as("GET", on)).status).toBe(403);
});

test("a rights officer sees no complaint, takes none, and learns of none", async () => {
  const { id, on } = await toldCase();
  const officer = await desk("rights_officer");
  expect((await officer.as("GET", on)).status).toBe(404);
  expect((await officer.as("POST", `${on}/assign`, { role: "handler" })).body.code).toBe("desk_user_unfit");
  expect(JSON.stringify((await officer.as("GET", "/v1/cases")).body)).not.toContain(id);
});

test("a rights request is due a month after it came, may be extended in time, and is answered by two people", async () => {
  const [officer, approver] = [await desk("rights_officer"), await desk("approver")];
  const { zone } = bench.deps.calendar;
  const today = Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
  const receivedOn = today.subtract({ days: 10 }).toString();
  const asked = { right: "erasure", receivedOn, text: "Par courrier : tout effacer." };
  expect(await officer.as("POST", "/v1/cases", { ...asked, customer: "C-nobody" })).toMatchObject({
    status: 422,
    body: { code: "customer_unknown" },
  });
  const tomorrow = today.add({ days: 1 }).toString();
  const early = await officer.as("POST", "/v1/cases", { ...asked, receivedOn: tomorrow });
  expect(early).toMatchObject({ status: 422, body: { code: "date_in_future" } });
  const taken = await officer.as("POST", "/v1/cases", asked);
  expect(taken).toMatchObject({ status: 201, body: { state: "received" } });
  const on = `/v1/cases/${taken.body.id}`;
  const read = (await officer.as("GET", on)).body;
  expect(read).toMatchObject({ procedure: "rights_request", right: "erasure", handler: officer.id, reports: [] });
  expect(read.notes).toMatchObject([{ text: asked.text }]);
  const clock = async (id: string) =>
    (await officer.as("GET", `${on}/clocks`)).body.items.find((one: Json) => one.id === id);
  const dueOn = (await clock("answer_request")).notAfter;
  expect(dueOn >= Temporal.PlainDate.from(receivedOn).add({ months: 1 }).toString()).toBe(true);
  expect((await officer.as("GET", on)).body.dueOn).toBe(dueOn);
  const told = {
    fact: "request_extended_on",
    on: today.toString(),
    source: { kind: "document", text: "Notre lettre." },
  };
  expect((await officer.as("POST", `${on}/dates`, told)).status).toBe(200);
  expect(await clock("answer_request")).toBeUndefined();
  expect((await clock("answer_extended_request")).notAfter > dueOn).toBe(true);
  for (const step of ["triage", "enquiry"]) expect((await officer.as("POST", `${on}/${step}`)).status).toBe(200);
  const proposal = { outcome: "confirmed", reasons: "Fondée.", statement: "Vos données sont effacées." };
  const { version } = (await officer.as("POST", `${on}/proposal`, proposal)).body;
  expect((await approver.as("POST", `${on}/assign`, { role: "approver" })).status).toBe(200);
  const approval = { version, decision: "approve", reasons: "Relu." };
  expect((await approver.as("POST", `${on}/approval`, approval)).status).toBe(200);
  expect((await officer.as("POST", `${on}/close`)).body).toMatchObject({ state: "closed" });
});

test.for([
  ["proposal", { outcome: "guilty", reasons: "x" }],
  ["proposal", { outcome: "confirmed", reasons: "" }],
  ["proposal", { outcome: "confirmed", reasons: "x", sanctions: [{ staff: "T-1", sanction: "Fine 100 €" }] }],
  ["messages", { text: "x", template: "received" }],
  ["messages", {}],
  ["categories", { primary: "D2", secondary: ["D2"], reasons: "x" }],
  ["categories", { primary: "Z9", reasons: "x" }],
  ["dates", { fact: "known_on", on: "2026-02-30", source: { kind: "report", text: "x" } }],
  ["dates", { fact: "drop table", on: "2026-02-20", source: { kind: "report", text: "x" } }],
  ["dates", { fact: "known_on", on: "2026-02-20" }],
  ["measures", { kind: "sanction", staff: "T-1", reasons: "x" }],
  ["measures", { kind: "suspension", staff: "T-1" }],
  ["notes", { text: "a\u0007b" }],
  ["notes", { text: "x".repeat(10_001) }],
] as const)("%s with %j is refused by its shape", async ([path, body]) => {
  const handler = await desk("handler");
  const asked = await handler.as("POST", `/v1/cases/cas_00000000000000000000000000/${path}`, body);
  expect(asked).toMatchObject({ status: 400, body: { code: "invalid_request" } });
});

test("every code of this room has its sentence in both languages", async () => {
  const { hasSentence } = await import("../base/text.ts");
  const { STATUS } = await import("./status.ts");
  const { CATEGORIES } = await import("./taxonomy.ts");
  expect(Object.keys(STATUS).filter((one) => !hasSentence(`refusal.${one}`))).toEqual([]);
  expect(CATEGORIES.filter((one) => !hasSentence(`cases.category.${one.toLowerCase()}`))).toEqual([]);
});
