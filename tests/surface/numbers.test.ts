import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const HIS = "+33639982701";
await stranger.staff("T-1", HIS);
let customers = 0;
const nextPhone = () => `+33639983${700 + (customers += 1)}`;

const add = (numbers: unknown, carrier: unknown = "simulator", headers?: Record<string, string>) =>
  stranger.call("POST", "/v1/numbers", { numbers, carrier }, headers);
const list = async (query = "") => (await stranger.call("GET", `/v1/numbers${query}`)).body;

test("without any number a mission is not lost: it waits for numbers, and says so", async () => {
  expect(await list()).toMatchObject({ items: [], next: null, pool: { size: 0, warning: true } });
  const mission = await stranger.mission({ phone: nextPhone() });
  expect(mission).toMatchObject({
    lines: [{ staffDials: null, customerDials: null }],
    notices: [{ code: "no_number" }],
  });
});

test("numbers are added once, and shown with their use", async () => {
  expect(await add(["+33937000701", "+33937000702"])).toMatchObject({ status: 200, body: { added: 2, known: 0 } });
  expect(await add(["+33937000702", "+33937000703", "+33937000703"])).toMatchObject({ body: { added: 1, known: 1 } });
  const { items, next, pool } = await list();
  expect(items).toEqual(
    ["+33937000701", "+33937000702", "+33937000703"].map((number) => ({
      number,
      country: "FR",
      carrier: "simulator",
      reserved: false,
      draining: false,
      use: "lines",
      inUse: 0,
      inQuarantine: 0,
      lastGivenAt: null,
    })),
  );
  expect(next).toBeNull();
  expect(pool).toMatchObject({ size: 3, degree: 0, warning: false, forecast: { in7Days: expect.any(Number) } });
});

test("pages follow each other", async () => {
  const first = await list("?limit=2");
  const second = await list(`?limit=2&after=${encodeURIComponent(first.next)}`);
  expect([...first.items, ...second.items].map(({ number }: { number: string }) => number)).toEqual([
    "+33937000701",
    "+33937000702",
    "+33937000703",
  ]);
  expect(second.next).toBeNull();
});

test("what is no number of ours is refused, whole, and not repeated", async () => {
  for (const wrong of ["+33639", "0937000704", "garbage", "+33937000704 "]) {
    const { status, body } = await add(["+33937000704", wrong]);
    expect({ status, code: body.code }).toEqual({ status: 400, code: "number_invalid" });
    expect(JSON.stringify(body)).not.toContain(wrong);
  }
  expect(await add(["+33937000704"], "pigeon")).toMatchObject({ status: 400, body: { code: "unknown_carrier" } });
  for (const wrong of [[], "+33937000704", [1], Array.from({ length: 1_001 }, () => "+33937000704")]) {
    expect(await add(wrong)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
  expect((await list()).items).toHaveLength(3);
});

test("an idempotency key is kept for numbers too", async () => {
  const key = { "idempotency-key": "numbers-1" };
  const first = await add(["+33937000703"], "simulator", key);
  expect(await add(["+33937000703"], "simulator", key)).toMatchObject({ status: first.status, body: first.body });
  expect(await add(["+33937000702"], "simulator", key)).toMatchObject({ status: 422 });
});

test("reserved and draining numbers are given to nobody new, and lines on them go on", async () => {
  const phone = nextPhone();
  const mission = await stranger.mission({ phone });
  const [{ staffDials, customerDials }] = mission.lines;
  for (const number of new Set([staffDials, customerDials])) {
    const changed = await stranger.call("PATCH", `/v1/numbers/${number}`, { draining: true });
    expect(changed).toMatchObject({ status: 200, body: { number, draining: true, reserved: false } });
  }
  const [free] = (await list()).items.filter(({ draining }: { draining: boolean }) => !draining);
  await stranger.call("PATCH", `/v1/numbers/${encodeURIComponent(free.number)}`, { reserved: true });
  const none = await stranger.mission({ phone: nextPhone() });
  expect(none.lines).toMatchObject([{ staffDials: null, customerDials: null }]);
  expect(await stranger.dial(HIS, staffDials)).toMatchObject({ rings: phone });
  await stranger.call("PATCH", `/v1/numbers/${free.number}`, { reserved: false });
  const some = await stranger.mission({ phone: nextPhone() });
  expect(some.lines).toMatchObject([{ staffDials: free.number, customerDials: free.number }]);
  for (const { number } of (await list()).items)
    await stranger.call("PATCH", `/v1/numbers/${number}`, { draining: false });
});

test("only what can be changed can be changed", async () => {
  for (const body of [{}, { carrier: "x" }, { reserved: "yes" }, { reserved: null }]) {
    expect(await stranger.call("PATCH", "/v1/numbers/+33937000701", body)).toMatchObject({ status: 400 });
  }
  const unknown = await stranger.call("PATCH", "/v1/numbers/+33937999999", { reserved: true });
  expect(unknown).toMatchObject({ status: 404, body: { code: "unknown_number" } });
});

test("a pool that is short shares numbers under codes, warns, and never mixes people up", async () => {
  const staff = "+33639982702";
  await stranger.staff("T-2", staff);
  const meetings = [];
  for (let n = 0; n < 5; n += 1) {
    const phone = nextPhone();
    meetings.push({ phone, who: `n° ${n}`, mission: await stranger.mission({ phone }, { staff: ["T-2"] }) });
  }
  const short = meetings.filter(({ mission }) => mission.lines[0].staffNeedsCode);
  expect(short).toHaveLength(2);
  for (const { mission } of short) expect(mission.notices).toMatchObject([{ code: "shared_number" }]);
  for (const { phone, who, mission } of meetings) {
    const [{ staffDials, customerDials, code, staffNeedsCode }] = mission.lines;
    expect(await stranger.dial(staff, staffDials, staffNeedsCode ? code : undefined)).toMatchObject({ rings: phone });
    const text = staffNeedsCode ? `${code} pour le ${who}` : `pour le ${who}`;
    expect(await stranger.write(staff, staffDials, text)).toMatchObject({ outcome: "delivered", mission: mission.id });
    expect(await stranger.write(phone, customerDials, `du ${who}`)).toMatchObject({
      outcome: "delivered",
      mission: mission.id,
    });
  }
  for (const { phone, who } of meetings) expect(await stranger.textsOn(phone)).toEqual([`pour le ${who}`]);
  expect(await stranger.textsOn(staff)).toEqual(meetings.map(({ who }) => `du ${who}`));
  const { pool } = await list();
  expect(pool).toMatchObject({ warning: true, pressure: 1, forecast: { isFloor: true } });
  const metrics = String((await stranger.call("GET", "/metrics")).body);
  expect(metrics).toMatch(/^paravent_pool_warning\{country="FR"\} 1$/m);
});

test("on a shared number a mistyped code reaches nobody", async () => {
  const [first, , , shared] = (await stranger.call("GET", "/v1/missions?limit=1000")).body.items.filter(
    ({ lines }: { lines: { staff: string }[] }) => lines[0]?.staff === "T-2",
  );
  expect(first).toBeDefined();
  const [{ staffDials, code }] = shared.lines;
  const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, "0");
  expect(await stranger.dial("+33639982702", staffDials, wrong)).toMatchObject({
    outcome: "refused",
    code: "code_wrong",
  });
  expect(await stranger.text("+33639982702", staffDials, `${wrong} Bonjour`)).toMatchObject({ code: "code_wrong" });
});

test("a line that is over does not hide the shared one: the code is asked for", async () => {
  const staff = "+33639982710";
  await stranger.staff("T-10", staff);
  const meetings = [];
  for (let n = 0; n < 4; n += 1)
    meetings.push(await stranger.mission({ phone: nextPhone() }, { staff: ["T-10"], graceMinutes: 0 }));
  const shared = meetings.at(-1)?.lines[0];
  const own = meetings.find(({ lines }) => lines[0].staffDials === shared?.staffDials);
  if (shared === undefined || own === undefined) throw new Error("could not share a number");
  expect(shared.staffNeedsCode).toBe(true);
  await stranger.act(own, "close");
  expect(await stranger.dial(staff, shared.staffDials)).toMatchObject({
    outcome: "refused",
    code: "code_required",
    asks: "code",
  });
  expect(await stranger.dial(staff, shared.staffDials, shared.code)).toMatchObject({ outcome: "delivered" });
});

test("a report on a shared number cuts everybody it may mean, and with the code only the one", async () => {
  const hers = nextPhone();
  const missions = [];
  for (const n of [3, 4, 5, 6, 7, 8]) {
    await stranger.staff(`T-${n}`, `+3363998270${n}`);
    missions.push(await stranger.mission({ reference: "C-shared", phone: hers }, { staff: [`T-${n}`] }));
  }
  const shared = missions.map(({ lines }) => lines[0]).filter(({ customerNeedsCode }) => customerNeedsCode);
  expect(shared.length).toBeGreaterThanOrEqual(3);
  const phoneOf = (staff: string) => `+3363998270${staff.slice(2)}`;
  const [named, ...others] = shared;
  if (named === undefined) throw new Error("could not share a number");
  for (const { staff, staffDials } of shared) {
    expect(await stranger.dial(phoneOf(staff), staffDials)).toMatchObject({ rings: hers });
  }
  await stranger.text(hers, named.customerDials, `${named.code} SIGNALER`);
  expect(await stranger.dial(phoneOf(named.staff), named.staffDials)).toMatchObject({ code: "pair_cut" });
  for (const { staff, staffDials } of others) {
    expect(await stranger.dial(phoneOf(staff), staffDials)).toMatchObject({ rings: hers });
  }
  for (const number of new Set(others.map(({ customerDials }) => customerDials)))
    await stranger.text(hers, number, "SIGNALER");
  for (const { staff, staffDials } of others) {
    expect(await stranger.dial(phoneOf(staff), staffDials)).toMatchObject({ code: "pair_cut" });
  }
});

test("one number at both ends of a line works with a code too", async () => {
  for (const number of ["+33937000701", "+33937000702"])
    await stranger.call("PATCH", `/v1/numbers/${number}`, { draining: true });
  const staff = "+33639982709";
  await stranger.staff("T-9", staff);
  const [a, b] = [nextPhone(), nextPhone()];
  const first = (await stranger.mission({ phone: a }, { staff: ["T-9"] })).lines[0];
  const second = (await stranger.mission({ phone: b }, { staff: ["T-9"] })).lines[0];
  expect([first.staffDials, first.customerDials, second.staffDials]).toEqual(
    Array.from({ length: 3 }, () => "+33937000703"),
  );
  expect(second.staffNeedsCode).toBe(true);
  expect(await stranger.dial(staff, second.staffDials, second.code)).toMatchObject({ rings: b });
  expect(await stranger.dial(b, second.customerDials, second.code)).toMatchObject({ rings: staff });
  expect(await stranger.dial("anonymous", second.customerDials, second.code)).toMatchObject({ rings: staff });
  expect(await stranger.dial(staff, first.staffDials)).toMatchObject({ rings: a });
});
