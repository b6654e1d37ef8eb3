import { expect, test } from "vitest";
import type { Mission } from "./stranger.ts";
import { openProgram } from "./stranger.ts";

const HIS = "+33639982601";
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
await stranger.numbers(Array.from({ length: 60 }, (_, n) => `+339370060${String(n).padStart(2, "0")}`));
await stranger.staff("T-1", HIS);
await stranger.staff("T-2", "+33639982602");

const create = (body: unknown, headers?: Record<string, string>) =>
  stranger.call("POST", "/v1/missions", body, headers);
const read = async (mission: Mission): Promise<Mission> =>
  (await stranger.call("GET", `/v1/missions/${mission.id}`)).body;

test("a mission has a masked number for each end and a code, and never shows who she is", async () => {
  const customer = {
    reference: "C-seen",
    displayName: "Hélène Durand",
    phone: "06 39 98 36 01",
    email: "helene.durand@example.org",
    address: "12 rue des Lilas",
    accessNotes: "Code 12B40",
    language: "en",
  };
  const request = stranger.request(customer, { staff: ["T-1", "T-2"] });
  const { status, body } = await create(request);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    id: expect.stringMatching(/^mis_[0-9a-z]{26}$/),
    reference: request.reference,
    status: "open",
    opensAt: request["opensAt"],
    closesAt: request["closesAt"],
    lines: ["T-1", "T-2"].map((staff) => ({
      staff,
      staffDials: expect.stringMatching(/^\+339370060\d\d$/),
      customerDials: expect.stringMatching(/^\+339370060\d\d$/),
      code: expect.stringMatching(/^\d{8}$/),
      staffNeedsCode: false,
      customerNeedsCode: false,
    })),
  });
  const listed = await stranger.call("GET", `/v1/missions?reference=${request.reference}`);
  const seen = JSON.stringify([body, await read(body), listed.body]);
  expect(listed.body.items).toEqual([body]);
  for (const secret of ["Durand", "Lilas", "12B40", "helene", "39983601", "39982601"])
    expect(seen).not.toContain(secret);
});

test("the windows given by API are literal, whatever offset they are written with", async () => {
  const mission = await stranger.mission(
    {},
    { opensAt: "2027-03-28T02:30:00.123+02:00", closesAt: "2027-03-28T04:00:00Z" },
  );
  expect(mission).toMatchObject({
    opensAt: "2027-03-28T00:30:00.123Z",
    closesAt: "2027-03-28T04:00:00.000Z",
    status: "scheduled",
  });
});

test.for(["home-intervention", "ride", "delivery", "home-care", "appointment", "message-proxy"])(
  "%s is a purpose",
  async (purpose) => {
    expect(await stranger.mission({}, { purpose })).toMatchObject({
      purpose,
      legalBasis: expect.stringMatching(/^eu-gdpr:/),
    });
  },
);

test("the same reference with the same body is the same mission, with another body it is taken", async () => {
  const request = stranger.request({ phone: "+33639983602" });
  const first = await create(request);
  const again = await create(request);
  expect(first.status).toBe(201);
  expect([200, 201]).toContain(again.status);
  expect(again.body).toEqual(first.body);
  const other = await create({ ...request, closesAt: stranger.at(90) });
  expect(other).toMatchObject({ status: 409, body: { code: "reference_taken" } });
  expect(await read(first.body)).toEqual(first.body);
});

test("an idempotency key gives the same answer for the same body, and refuses another", async () => {
  const request = stranger.request({});
  const key = { "idempotency-key": "order-66" };
  const first = await create(request, key);
  expect(await create(request, key)).toMatchObject({ status: first.status, body: first.body });
  const other = await create(stranger.request({}), key);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  expect((await create(stranger.request({}), { "idempotency-key": "order-67" })).status).toBe(201);
  // Refusals are answers too.
  const closing = { "idempotency-key": "closing" };
  const path = `/v1/missions/${first.body.id}/close`;
  const closed = await stranger.call("POST", path, {}, closing);
  expect(closed.status).toBe(200);
  expect(await stranger.call("POST", path, {}, closing)).toMatchObject({ status: 200, body: closed.body });
  expect(await stranger.call("POST", path, {})).toMatchObject({ status: 409 });
});

test("ten at once with one reference make one mission", async () => {
  const request = stranger.request({ phone: "+33639983603" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(request)));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
});

test("ten at once with one reference for different customers make one mission", async () => {
  const requests = Array.from({ length: 10 }, () => ({ ...stranger.request({}), reference: "M-raced" }));
  const answers = await Promise.all(requests.map((request) => create(request)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
});

test("rescheduled, the window moves and the numbers stay", async () => {
  const mission = await stranger.mission({ phone: "+33639983604" });
  const [line] = mission.lines;
  expect(await stranger.dial(HIS, line.staffDials)).toMatchObject({ outcome: "delivered" });
  const [opensAt, closesAt] = [stranger.at(24 * 60), stranger.at(25 * 60)];
  const moved = await stranger.patch(mission, { opensAt, closesAt });
  expect(moved).toMatchObject({ opensAt, closesAt, status: "scheduled", lines: [line] });
  expect(await stranger.dial(HIS, line.staffDials)).toMatchObject({ outcome: "refused", code: "window_not_open" });
});

test("reassigned, the line is the new one's, and the old numbers lead nowhere", async () => {
  const phone = "+33639983605";
  const mission = await stranger.mission({ phone });
  const [old] = mission.lines;
  const moved = await stranger.patch(mission, { staff: ["T-2"] });
  expect(moved.lines.map(({ staff }) => staff)).toEqual(["T-2"]);
  expect(moved.lines[0].customerDials).not.toBe(old.customerDials);
  expect(await stranger.dial("+33639982602", moved.lines[0].staffDials)).toMatchObject({ rings: phone });
  expect(await stranger.dial(HIS, old.staffDials)).toMatchObject({ outcome: "refused", code: "not_assigned" });
  expect(await stranger.dial(phone, old.customerDials)).toMatchObject({ outcome: "refused", code: "not_assigned" });
  const both = await stranger.patch(mission, { staff: ["T-1", "T-2"] });
  expect(both.lines.map(({ staff }) => staff).sort()).toEqual(["T-1", "T-2"]);
  const again = both.lines.find(({ staff }) => staff === "T-1");
  expect(again).toMatchObject({ staffDials: old.staffDials });
});

test("a corrected phone takes the line along, and the wrong one is let go into quarantine", async () => {
  const [wrong, right] = ["+33639983606", "+33639983607"];
  const mission = await stranger.mission({ phone: wrong });
  const [old] = mission.lines;
  expect(await stranger.dial(HIS, old.staffDials)).toMatchObject({ rings: wrong });
  const moved = await stranger.patch(mission, { customer: { phone: "06.39.98.36.07" } });
  expect(await stranger.dial(HIS, moved.lines[0].staffDials)).toMatchObject({ rings: right });
  expect(await stranger.dial(right, moved.lines[0].customerDials)).toMatchObject({ rings: HIS });
  expect(moved.lines[0].staffDials).not.toBe(old.staffDials);
  expect(await stranger.dial(HIS, old.staffDials)).toMatchObject({ outcome: "refused" });
  expect(await stranger.dial(wrong, old.customerDials)).toMatchObject({ outcome: "refused" });
  // Nobody else is given one of his old numbers meanwhile.
  const next = await stranger.mission({ phone: "+33639983608" });
  expect([old.staffDials, moved.lines[0].staffDials]).not.toContain(next.lines[0].staffDials);
});

test("a new mission with another phone of hers takes her running missions along", async () => {
  const [before, after] = ["+33639983621", "+33639983622"];
  const first = await stranger.mission({ reference: "C-moved", phone: before });
  expect(await stranger.dial(HIS, first.lines[0].staffDials)).toMatchObject({ rings: before });
  await stranger.mission({ reference: "C-moved", phone: after }, { staff: ["T-2"] });
  const [line] = (await read(first)).lines;
  expect(await stranger.dial(HIS, line.staffDials)).toMatchObject({ rings: after });
  expect(await stranger.dial(before, first.lines[0].customerDials)).toMatchObject({ outcome: "refused" });
});

test("everything can be changed in one go", async () => {
  const mission = await stranger.mission({ phone: "+33639983623" });
  const [opensAt, closesAt] = [stranger.at(-5), stranger.at(500)];
  const changed = await stranger.patch(mission, {
    opensAt,
    closesAt,
    staff: ["T-2"],
    customer: { phone: "+33639983624" },
  });
  expect(changed).toMatchObject({ opensAt, closesAt, lines: [{ staff: "T-2" }] });
  expect(changed.lines).toHaveLength(1);
  expect(await stranger.dial("+33639982602", changed.lines[0].staffDials)).toMatchObject({ rings: "+33639983624" });
  expect(await stranger.dial(HIS, mission.lines[0].staffDials)).toMatchObject({ outcome: "refused" });
});

test("a change that is refused changes nothing at all", async () => {
  const mission = await stranger.mission({ phone: "+33639983625" });
  for (const [body, code] of [
    [{ closesAt: stranger.at(90), staff: ["T-404"] }, "unknown_staff"],
    [{ staff: ["T-2"], customer: { phone: "0639" } }, "phone_invalid"],
    [{ opensAt: stranger.at(70), staff: ["T-2"] }, "window_inverted"],
  ] as const) {
    const answer = await stranger.call("PATCH", `/v1/missions/${mission.id}`, body);
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(await read(mission)).toEqual(mission);
  }
});

test("a technician's new phone takes the lines along", async () => {
  await stranger.staff("T-3", "+33639982603");
  const mission = await stranger.mission({ phone: "+33639983609" }, { staff: ["T-3"] });
  await stranger.staff("T-3", "+33639982604");
  const [line] = (await read(mission)).lines;
  expect(await stranger.dial("+33639982604", line.staffDials)).toMatchObject({ rings: "+33639983609" });
  expect(await stranger.dial("+33639983609", line.customerDials)).toMatchObject({ rings: "+33639982604" });
  expect(await stranger.dial("+33639982603", mission.lines[0].staffDials)).toMatchObject({ outcome: "refused" });
});

test("closing starts the grace period, reopening needs a reason and an end ahead, cancelling is for good", async () => {
  const mission = await stranger.mission({ phone: "+33639983610" });
  const [{ staffDials }] = mission.lines;
  const post = (act: string, body: object = {}) => stranger.call("POST", `/v1/missions/${mission.id}/${act}`, body);
  const later = stranger.at(120);
  expect(await post("reopen", { reason: "x", closesAt: later })).toMatchObject({
    status: 409,
    body: { code: "mission_not_closed" },
  });
  expect(await post("close", { reason: "terminé", graceMinutes: 10 })).toMatchObject({ body: { status: "closed" } });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "delivered" });
  await stranger.advance(10);
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ code: "window_closed" });
  expect(await post("close")).toMatchObject({ status: 409, body: { code: "mission_closed" } });
  const patch = await stranger.call("PATCH", `/v1/missions/${mission.id}`, { closesAt: later });
  expect(patch).toMatchObject({ status: 409, body: { code: "mission_closed" } });
  for (const body of [{ closesAt: later }, { reason: "", closesAt: later }, { reason: "pièce reçue" }]) {
    expect(await post("reopen", body)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
  const past = await post("reopen", { reason: "pièce reçue", closesAt: stranger.at(-1) });
  expect(past).toMatchObject({ status: 400, body: { code: "window_over" } });
  expect(await post("reopen", { reason: "pièce reçue", closesAt: later })).toMatchObject({
    body: { status: "open", closesAt: later },
  });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "delivered" });
  expect(await post("cancel", { reason: "doublon" })).toMatchObject({ status: 200, body: { status: "cancelled" } });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ code: "mission_cancelled" });
  for (const [act, body] of [
    ["close", {}],
    ["reopen", { reason: "x", closesAt: later }],
    ["on-my-way", { staff: "T-1" }],
  ] as const) {
    expect(await post(act, body)).toMatchObject({ status: 409, body: { code: "mission_cancelled" } });
  }
  expect(await post("cancel")).toMatchObject({ status: 200, body: { status: "cancelled" } });
});

test("no grace is allowed, and the default is the purpose's", async () => {
  const none = await stranger.mission({ phone: "+33639983611" });
  await stranger.act(none, "close", { graceMinutes: 0 });
  expect(await stranger.dial(HIS, none.lines[0].staffDials)).toMatchObject({ code: "window_closed" });
  const some = await stranger.mission({ phone: "+33639983612" });
  await stranger.act(some, "close");
  expect(await stranger.dial(HIS, some.lines[0].staffDials)).toMatchObject({ outcome: "delivered" });
});

test("closing a mission that never opened opens nothing, not even a grace period", async () => {
  const mission = await stranger.mission(
    { phone: "+33639983620" },
    { opensAt: stranger.at(60), closesAt: stranger.at(120) },
  );
  const [{ staffDials }] = mission.lines;
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ code: "window_not_open" });
  await stranger.act(mission, "close", { graceMinutes: 60 });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ outcome: "refused", code: "window_closed" });
  await stranger.act(mission, "reopen", { reason: "erreur", closesAt: stranger.at(60) });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ rings: "+33639983620" });
});

test("close without a body is a close", async () => {
  const mission = await stranger.mission({});
  expect(await stranger.call("POST", `/v1/missions/${mission.id}/close`)).toMatchObject({ status: 200 });
});

test("a mission may be over before it is told to us, and be reopened", async () => {
  const mission = await stranger.mission(
    { phone: "+33639983613" },
    { opensAt: stranger.at(-600), closesAt: stranger.at(-500) },
  );
  expect(mission.status).toBe("closed");
  expect(await stranger.dial(HIS, mission.lines[0].staffDials)).toMatchObject({ code: "window_closed" });
  const reopened = await stranger.act(mission, "reopen", { reason: "suite", closesAt: stranger.at(60) });
  expect(await stranger.dial(HIS, reopened.lines[0].staffDials)).toMatchObject({ rings: "+33639983613" });
});

test("a landline is called, never texted, and the company is told why", async () => {
  const mission = await stranger.mission({ phone: "01 99 00 36 14" });
  expect(mission).toMatchObject({
    channels: ["call"],
    notices: [{ code: "landline_no_sms", detail: expect.any(String) }],
  });
  const [{ staffDials }] = mission.lines;
  expect(await stranger.text(HIS, staffDials, "Bonjour")).toMatchObject({ code: "channel_not_allowed" });
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ rings: "+33199003614" });
  expect(await stranger.mission({ phone: "+33639983614" })).toMatchObject({ channels: ["sms", "call"], notices: [] });
});

test("without a phone of hers there is a mission and no line to her", async () => {
  const mission = await stranger.mission({});
  expect(mission).toMatchObject({
    channels: [],
    notices: [{ code: "no_phone" }],
    lines: [{ staffDials: null, customerDials: null }],
  });
  const found = await stranger.patch(mission, { customer: { phone: "+33639983615" } });
  expect(found).toMatchObject({ channels: ["sms", "call"], notices: [] });
  expect(await stranger.dial(HIS, found.lines[0].staffDials)).toMatchObject({ rings: "+33639983615" });
});

test("staff without a phone are written to in the app and cannot be rung, and the other end stays masked", async () => {
  await stranger.staff("T-app");
  const mission = await stranger.mission({ phone: "+33639983616" }, { staff: ["T-app"] });
  expect(mission.lines).toMatchObject([{ staffDials: null, customerDials: expect.any(String) }]);
  expect(await stranger.write("+33639983616", mission.lines[0].customerDials, "Bonjour")).toMatchObject({
    outcome: "delivered",
  });
  const rung = await stranger.dial("+33639983616", mission.lines[0].customerDials);
  expect(rung).toMatchObject({ outcome: "refused", code: "channel_not_allowed" });
  await stranger.staff("T-app", "+33639982605");
  const [line] = (await read(mission)).lines;
  expect(await stranger.dial("+33639983616", line.customerDials)).toMatchObject({ rings: "+33639982605" });
});

test("a mission names its channels, within those of its purpose", async () => {
  const mission = await stranger.mission({ phone: "+33639983617" }, { channels: ["call"] });
  expect(mission.channels).toEqual(["call"]);
  expect(await stranger.text(HIS, mission.lines[0].staffDials, "Bonjour")).toMatchObject({
    code: "channel_not_allowed",
  });
  expect(await stranger.dial(HIS, mission.lines[0].staffDials)).toMatchObject({ outcome: "delivered" });
});

test.for([
  ["unknown_purpose", 400, { purpose: "newsletter" }],
  ["purpose_prohibited", 403, { purpose: "dpv:Marketing" }],
  ["purpose_prohibited", 403, { purpose: "https://w3id.org/dpv#DirectMarketing" }],
  ["unknown_staff", 400, { staff: ["T-1", "T-404"] }],
  ["window_inverted", 400, { closesAt: "2026-01-01T00:00:00Z" }],
  ["window_inverted", 400, { opensAt: "2027-01-01T00:00:00Z", closesAt: "2027-01-01T01:00:00+01:00" }],
  ["window_too_long", 400, { opensAt: "2027-01-01T00:00:00Z", closesAt: "2028-01-01T00:00:00Z" }],
  ["phone_invalid", 400, { customer: { reference: "C-bad", displayName: "X", phone: "0639" } }],
  ["phone_invalid", 400, { customer: { reference: "C-bad", displayName: "X", phone: "+33639983601 ou +33639983602" } }],
] as const)("%s is refused, and nothing is kept", async ([code, status, wrong]) => {
  const request = stranger.request({ phone: "+33639983618" });
  const refused = await create({ ...request, ...wrong });
  expect(refused).toMatchObject({ status, body: { code, status } });
  const { body } = await stranger.call("GET", `/v1/missions?reference=${request.reference}`);
  expect(body).toEqual({ items: [], next: null });
  expect((await create(request)).status).toBe(201);
});

test("what is not there is not found", async () => {
  const none = "mis_00000000000000000000000000";
  for (const id of [none, "1", "mis_", "att_00000000000000000000000000"]) {
    expect((await stranger.call("GET", `/v1/missions/${id}`)).status).toBe(404);
    expect((await stranger.call("PATCH", `/v1/missions/${id}`, { staff: ["T-1"] })).status).toBe(404);
    for (const act of ["close", "cancel"])
      expect((await stranger.call("POST", `/v1/missions/${id}/${act}`, {})).status).toBe(404);
  }
});

test("a list is read page by page, each mission once", async () => {
  const made: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    const window = { opensAt: stranger.at(n % 3), closesAt: stranger.at(60) };
    made.push((await stranger.mission({}, window)).id);
  }
  const pages: Mission[][] = [];
  let after: string | null = null;
  do {
    const cursor: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const { status, body } = await stranger.call("GET", `/v1/missions?limit=3${cursor}`);
    expect(status).toBe(200);
    pages.push(body.items);
    after = body.next;
  } while (after !== null);
  const seen = pages.flat().map(({ id }) => id);
  expect(pages.every((page) => page.length <= 3)).toBe(true);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(made));
  const all = await stranger.call("GET", "/v1/missions?limit=1000");
  expect(all.body.items.map(({ id }: Mission) => id)).toEqual(seen);
  for (const limit of ["0", "1001", "-1", "1.5", "many"]) {
    expect((await stranger.call("GET", `/v1/missions?limit=${limit}`)).status).toBe(400);
  }
});
