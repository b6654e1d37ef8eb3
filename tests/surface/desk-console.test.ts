/** What the console of the desk does, duty by duty, over the started program. */
import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import { openDeskPerson } from "./desk.ts";
import { openProgram, until } from "./stranger.ts";

const HERS = "+33639984411";
const STAFF_PHONE = "+33639982411";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.staff("T-1", STAFF_PHONE);
await stranger.staff("T-2");
await stranger.numbers(["+33937004411", "+33937004412", "+33937004413"]);
const dispatcher = await openDeskPerson(program, "dispatcher");
const desk = dispatcher.browser;

/** The entries that recorded something, as whoever audits reads them. */
async function entriesOf(event: string): Promise<Json[]> {
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
  return entries.filter((entry) => entry.event === event);
}

/** The ledger places an entry a moment after its act. */
async function recorded(event: string, fits: (entry: Json) => boolean): Promise<Json> {
  for (let tries = 0; tries < 100; tries += 1) {
    const entry = (await entriesOf(event)).findLast(fits);
    if (entry !== undefined) return entry;
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

async function homeOf(browser: typeof desk): Promise<Record<string, { count: number; dueAt?: string | null }>> {
  const { status, body } = await browser.call("GET", "/v1/desk-home");
  expect(status).toBe(200);
  return Object.fromEntries(body.items.map(({ kind, ...rest }: Json) => [kind, rest]));
}

async function bring(browser: typeof desk, csv: string, query = ""): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${program.url}/v1/missions/import${query}`, {
    method: "POST",
    headers: {
      "content-type": "text/csv",
      origin: program.url,
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    },
    body: csv,
  });
  return { status: response.status, body: await response.json() };
}

const HEADER = "reference,purpose,opensAt,closesAt,customer.reference,customer.displayName,customer.phone,staff";
const csvRow = (n: number, staff = "T-1") =>
  `IMP-${n},home-intervention,${stranger.at(-30)},${stranger.at(30)},IC-${n},Léa Fontaine,+336399845${String(n).padStart(2, "0")},${staff}`;

test("a dispatcher tries a file first, brings it, sees how far it was, and is told at home that rows were left out", async () => {
  const file = [HEADER, csvRow(1), csvRow(2), csvRow(3, "T-nobody")].join("\n");
  const tried = await bring(desk, file, "?dryRun=true");
  expect(tried).toMatchObject({
    status: 200,
    body: {
      accepted: 2,
      rejected: [{ line: 4, code: "unknown_staff" }],
      preview: [{ line: 2 }, { line: 3 }, { line: 4 }],
    },
  });
  expect(JSON.stringify(tried.body)).not.toMatch(/Fontaine|399845/);
  expect((await desk.call("GET", "/v1/missions?reference=IMP-1")).body.items).toEqual([]);
  expect((await homeOf(desk))["imports_with_errors"]).toMatchObject({ count: 0 });
  const brought = await bring(desk, file);
  expect(brought).toMatchObject({ status: 200, body: { accepted: 2 } });
  const seen = await desk.call("GET", `/v1/imports/${brought.body.id}`);
  expect(seen.body).toEqual({
    id: brought.body.id,
    state: "done",
    by: dispatcher.id,
    mapping: "native",
    isDryRun: false,
    rows: 3,
    accepted: 2,
    rejected: 1,
    startedAt: expect.any(String) as string,
    endedAt: expect.any(String) as string,
  });
  const ids = (await desk.call("GET", "/v1/imports")).body.items.map((one: Json) => one.id);
  expect(ids).toEqual([brought.body.id, tried.body.id]);
  expect((await homeOf(desk))["imports_with_errors"]).toMatchObject({ count: 1 });
  const [made] = (await desk.call("GET", "/v1/missions?reference=IMP-1")).body.items;
  await recorded("missions.create-mission", (one) => one.mission === made.id && one.deskUser === dispatcher.id);
  expect((await desk.call("GET", "/v1/imports/imp_00000000000000000000000000")).status).toBe(404);
});

test("a file is read by a mapping that comes with it, which may name no staff, or by one that has a name", async () => {
  const column = (name: string) => ({ column: name });
  const mapping = {
    version: 1,
    source: "Tableur",
    phoneCountry: "FR",
    zone: "Europe/Paris",
    fields: {
      reference: column("Dossier"),
      purpose: { constant: "home-intervention" },
      "customer.reference": column("Client"),
      "customer.displayName": column("Nom"),
      "customer.phone": column("Tel"),
    },
    visit: { opens: { date: column("Début") }, closes: { date: column("Fin") } },
    staff: { from: column("Agent"), by: "code" },
  };
  const csv = `Dossier;Client;Nom;Tel;Début;Fin;Agent\nD-1;C-9;Léa Fontaine;0639984561;${stranger.at(-30)};${stranger.at(30)};T-1`;
  const asked = (given: object) => `?dryRun=true&mapping=${encodeURIComponent(JSON.stringify(given))}`;
  const tried = await bring(desk, csv, asked(mapping));
  expect(tried).toMatchObject({ status: 200, body: { accepted: 1, preview: [{ reference: "D-1", staff: ["T-1"] }] } });
  const naming = { ...mapping, staffAliases: { "Samir Belkacem": "T-1" } };
  expect(await bring(desk, csv, asked(naming))).toMatchObject({ status: 400, body: { code: "mapping_invalid" } });
  expect(await bring(desk, csv, asked({ version: 1 }))).toMatchObject({
    status: 400,
    body: { code: "mapping_invalid" },
  });
  const { items } = (await desk.call("GET", "/v1/import-mappings")).body;
  expect(items).toContainEqual({ name: "cadulis", isOwn: false });
});

test("staff are listed by reference, with today's missions, and without a name or a phone", async () => {
  const { body } = await desk.call("GET", "/v1/staff?limit=2");
  expect(body.items.map((one: Json) => one.reference)).toEqual(["T-1", "T-2"]);
  const rest = await desk.call("GET", `/v1/staff?after=${body.next}`);
  expect(rest.body.items.map((one: Json) => one.reference)).toEqual(["T-3", "T-4", "T-9"]);
  expect((await desk.call("GET", "/v1/staff?q=t-9")).body.items).toEqual([
    {
      reference: "T-9",
      regime: "generic",
      language: "fr",
      standing: "active",
      isOnHold: false,
      depot: null,
      hasPhone: true,
      charterAcknowledged: false,
      missionsToday: 0,
    },
  ]);
  const [first] = (await desk.call("GET", "/v1/staff?q=T-1")).body.items;
  const today = (await desk.call("GET", "/v1/missions/summary")).body.day;
  const listed = (await desk.call("GET", `/v1/missions?day=${today}&staff=T-1&limit=1000`)).body.items;
  const kept = listed.filter(({ status }: Json) => status !== "cancelled");
  expect(first.missionsToday).toBe(kept.length);
  expect(JSON.stringify([body, rest.body])).not.toMatch(/Belkacem|Roux|\+33/);
});

test("an admin makes a key, which opens what it may and stops when it is revoked; rights of another duty are not given", async () => {
  const admin = await openDeskPerson(program, "admin");
  const asked = { name: "Planning", scopes: ["missions:read"] };
  const made = await admin.browser.call("POST", "/v1/machine-keys", asked);
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^pvk_/) as string } });
  const entry = await recorded("people.register-machine-key", (one) => one.key === made.body.id);
  expect(entry.deskUser).toBe(admin.id);
  const use = async () =>
    (await fetch(`${program.url}/v1/missions`, { headers: { authorization: `Bearer ${made.body.secret}` } })).status;
  expect(await use()).toBe(200);
  for (const scope of ["readings:write", "ledger:audit", "desk:write", "activations:write"]) {
    const refused = await admin.browser.call("POST", "/v1/machine-keys", {
      name: "x",
      scopes: ["missions:read", scope],
    });
    expect(refused).toMatchObject({ status: 403, body: { code: "scope_not_for_desk" } });
  }
  const { body } = await admin.browser.call("GET", "/v1/machine-keys");
  expect(body.items.at(-1)).toMatchObject({ id: made.body.id, name: "Planning", revokedAt: null });
  expect(JSON.stringify(body)).not.toContain(made.body.secret);
  expect((await admin.browser.call("DELETE", `/v1/machine-keys/${made.body.id}`)).status).toBe(204);
  expect((await admin.browser.call("DELETE", `/v1/machine-keys/${made.body.id}`)).status).toBe(404);
  await recorded("people.revoke-machine-key", (one) => one.key === made.body.id && one.deskUser === admin.id);
  await until(use, (status) => status === 401);
});

test("whoever is of the desk reads what contact may be for, and what the law asks by when with its sources", async () => {
  const { browser } = await openDeskPerson(program, "rights_officer");
  const purposes = (await browser.call("GET", "/v1/purposes")).body.items;
  expect(purposes.map(({ name }: Json) => name)).toContain("home-intervention");
  expect(purposes[0]).toMatchObject({
    dpvIri: expect.any(String) as string,
    graceMinutes: expect.any(Number) as number,
  });
  const regimes = (await browser.call("GET", "/v1/regimes")).body;
  expect(regimes.items.map(({ name }: Json) => name)).toEqual(["employee-fr", "platform-fr", "contractor", "generic"]);
  const clocks = [...regimes.items, ...regimes.procedures].flatMap((one: Json) => one.clocks);
  expect(clocks.every(({ source }: Json) => source.length > 5)).toBe(true);
  const engage = regimes.items[0].clocks.find(({ id }: Json) => id === "engage");
  expect(engage).toMatchObject({ basis: "known_on", span: { count: 2, unit: "months" } });
});

test("an auditor sees how the logs are and reads entries page by page, under pseudonyms", async () => {
  const { browser } = await openDeskPerson(program, "auditor");
  const health = (await browser.call("GET", "/v1/ledger/health")).body;
  const routine = health.items.find(({ name }: Json) => name.startsWith("routine"));
  expect(routine).toMatchObject({
    current: true,
    isClosed: false,
    isRefused: false,
    witnessed: null,
    witnesses: [],
    anchoredOn: null,
  });
  expect(Date.parse(health.now) - Date.parse(routine.checkpointAt)).toBeLessThan(120_000);
  const seen: Json[] = [];
  for (let from: number | null = 0; from !== null && seen.length < 30; ) {
    const { body } = await browser.call("GET", `/v1/ledger/entries?log=${routine.name}&from=${from}&limit=10`);
    seen.push(...body.items);
    from = body.next;
  }
  expect(seen.map(({ index }) => index)).toEqual(seen.map((_, n) => n));
  expect(seen[0]).toMatchObject({ event: "ledger.open-log", isReduced: false });
  expect(JSON.stringify(seen)).not.toMatch(/Fontaine|Belkacem|\+336/);
  expect((await browser.call("GET", "/v1/ledger/entries?log=nothing")).status).toBe(404);
  expect(await homeOf(browser)).toEqual({
    logs_refused: { count: 0 },
    ledger_entries_waiting: { count: expect.any(Number) as number },
  });
});

test("an auditor who leads staff is shown no entry that tells who spoke, of anybody", async () => {
  const near = await openDeskPerson(program, "auditor", { personReference: "E-4413" });
  const other = await openDeskPerson(program, "auditor");
  const { items } = (await other.browser.call("GET", "/v1/ledger/health")).body;
  const log = items.find(({ name }: Json) => name.startsWith("case")).name;
  const of = async (browser: typeof desk) =>
    (await browser.call("GET", `/v1/ledger/entries?log=${log}&limit=256`)).body.items as Json[];
  const [hers, his] = [await of(other.browser), await of(near.browser)];
  const filed = (entries: Json[]) => entries.filter(({ event }) => event === "reports.file-report");
  expect(filed(hers).length).toBeGreaterThan(1);
  expect(filed(hers).every(({ entry, isReduced }) => entry.report !== undefined && !isReduced)).toBe(true);
  expect(filed(his)).toHaveLength(filed(hers).length);
  expect(
    filed(his).every(
      ({ entry, isReduced }) =>
        isReduced && Object.keys(entry).every((name) => ["at", "event", "outcome", "code", "v"].includes(name)),
    ),
  ).toBe(true);
});

test("each duty is told at home what waits for it, and nothing that is about themselves", async () => {
  await desk.call("PUT", "/v1/staff/T-5", {
    displayName: "Ali Ferry",
    regime: "generic",
    phone: "+33639982415",
    personnel: "E-4415",
  });
  const mission = await stranger.mission({ phone: "+33639984415" }, { staff: ["T-5"] });
  const [himself, handler] = [
    await openDeskPerson(program, "handler", { personReference: "E-4415" }),
    await openDeskPerson(program, "handler"),
  ];
  const before = [await homeOf(himself.browser), await homeOf(handler.browser)];
  const filed = await stranger.call("POST", "/v1/reports", {
    mission: mission.id,
    staff: ["T-5"],
    text: "Il est devant chez moi",
    danger: true,
  });
  expect(filed.status).toBeLessThan(300);
  await until(
    () => homeOf(handler.browser),
    (home) => home["cases_unassigned"]?.count === (before[1]?.["cases_unassigned"]?.count ?? 0) + 1,
  );
  const after = [await homeOf(himself.browser), await homeOf(handler.browser)];
  expect(after[0]).toEqual(before[0]);
  const grew = (kind: string) => (after[1]?.[kind]?.count ?? 0) - (before[1]?.[kind]?.count ?? 0);
  expect([grew("cases_unassigned"), grew("reports_in_danger")]).toEqual([1, 1]);
  for (const { browser, count } of [
    { browser: himself.browser, count: 0 },
    { browser: handler.browser, count: 1 },
  ]) {
    const { body } = await browser.call("GET", "/v1/cases?limit=1000");
    const counts = (await browser.call("GET", "/v1/cases/counts")).body;
    expect(counts.running).toBe(body.items.length);
    expect(body.items.filter(({ isDanger }: Json) => isDanger)).toHaveLength(count);
  }
  const kinds = async (duty: string) => Object.keys(await homeOf((await openDeskPerson(program, duty)).browser));
  expect(await kinds("approver")).toEqual(["proposals_waiting", "measures_waiting", "my_cases"]);
  expect(await kinds("rights_officer")).toContain("requests_overdue");
  expect(await kinds("dpo")).toContain("alerts_unseen");
  expect(await kinds("admin")).toEqual(["accounts_invited", "accounts_not_accepted", "staff_without_acknowledgement"]);
  expect(Object.keys(await homeOf(desk))).toContain("reassignments");
});
