/**
 * Whatever is sent, the answer is a problem document (RFC 9457) that repeats nothing of it, nothing is kept, and the
 * program goes on.
 */
import { connect } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { afterEach, expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const { url, apiKey } = stranger.program;
await stranger.staff("T-1", "+33639983701");
const CANARY = "+33639984799";
const mission = await stranger.mission({ phone: "+33639984701", address: "12 rue Haute" });

type Sent = { readonly status: number; readonly type: string; readonly text: string; readonly headers: Headers };

async function send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, text: await response.text(), headers: response.headers };
}
const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  send("POST", path, JSON.stringify(body), headers);

function expectProblem(sent: Sent, status: number, code: string): void {
  expect(sent.type).toContain("application/problem+json");
  const problem = JSON.parse(sent.text);
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^[a-z]+:/),
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    instance: expect.any(String),
  });
  expect(sent.status).toBe(status);
  expect(problem.detail).not.toBe(code);
  for (const echo of [CANARY, CANARY.slice(4), "CANARY", "Canari"]) expect(sent.text).not.toContain(echo);
}

/** Whatever came before: the program lives, and what it kept is as it was. */
afterEach(async () => {
  const { status } = await send("GET", "/healthz/ready");
  const { body } = await stranger.call("GET", `/v1/missions/${mission.id}`);
  if (status !== 200 || !isDeepStrictEqual(body, mission)) throw new Error("could not find the program as it was");
});

const ROUTES = [
  "/v1/missions",
  "/v1/numbers",
  `/v1/missions/${mission.id}/close`,
  "/simulator/messages",
  "/simulator/clock",
];

test.for(["{", "{'reference': 1}", "CANARY", '{"a":1}}', '{"a":', "\u0000", "[1,", '"\\ud8"', "NaN", ""])(
  "malformed JSON: %j",
  async (body) => {
    for (const path of ROUTES) expectProblem(await send("POST", path, body), 400, "malformed_json");
  },
);

test.for([null, [], 1, "CANARY", true, [{}], { CANARY: 1 }, { [CANARY]: CANARY }])(
  "a body of another kind: %j",
  async (body) => {
    for (const path of ROUTES.slice(0, 2)) expectProblem(await post(path, body), 400, "invalid_request");
    for (const path of ROUTES.slice(3)) expectProblem(await post(path, body), 400, "invalid_request");
  },
);

test("prototype names are fields nobody knows", async () => {
  for (const body of ['{"__proto__":{"reason":"x"}}', '{"constructor":{"prototype":{}}}']) {
    const sent = await send("POST", "/v1/numbers", body);
    expect(sent.status).toBe(400);
    expect(sent.type).toContain("application/problem+json");
  }
});

/** One wrong field each, in a request that is right otherwise. */
const WRONG_FIELDS: readonly (readonly [string, object])[] = [
  ["an unknown field", { CANARY: true }],
  ["a reference that is a number", { reference: 7 }],
  ["an empty reference", { reference: "" }],
  ["a reference of spaces", { reference: "   " }],
  ["a reference with NUL", { reference: "CANARY\u0000" }],
  ["a reference with a line", { reference: "CANARY\nCANARY" }],
  ["a reference with half a character", { reference: "CANARY\ud800" }],
  ["a huge reference", { reference: "CANARY".repeat(10_000) }],
  ["an instant that is none", { opensAt: "CANARY" }],
  ["an instant without an offset", { opensAt: "2027-01-01T10:00:00" }],
  ["a day that does not exist", { opensAt: "2027-02-30T10:00:00Z" }],
  ["a year of another age", { opensAt: "0026-02-03T10:00:00Z" }],
  ["an instant as a number", { opensAt: 1_800_000_000_000 }],
  ["no staff", { staff: [] }],
  ["staff that is no list", { staff: "T-1" }],
  ["staff twice", { staff: ["T-1", "T-1"] }],
  ["a crowd of staff", { staff: Array.from({ length: 500 }, (_, n) => `T-${n}`) }],
  ["staff that is nobody", { staff: [null] }],
  ["grace that is text", { graceMinutes: "CANARY" }],
  ["grace that is negative", { graceMinutes: -1 }],
  ["grace in fractions", { graceMinutes: 1.5 }],
  ["grace without end", { graceMinutes: 1e9 }],
  ["a channel that is none", { channels: ["pigeon"] }],
  ["no channel", { channels: [] }],
  ["a channel twice", { channels: ["sms", "sms"] }],
  ["a legal basis that is none", { legalBasis: "CANARY" }],
  ["no customer", { customer: undefined }],
  ["a customer who is a text", { customer: "CANARY" }],
  ["a customer without a name", { customer: { reference: "C" } }],
  ["a customer with an unknown field", { customer: { reference: "C", displayName: "X", [CANARY]: 1 } }],
  ["a phone that is a number", { customer: { reference: "C", displayName: "X", phone: 33_639_984_799 } }],
  ["a huge phone", { customer: { reference: "C", displayName: "X", phone: CANARY.repeat(100) } }],
  ["an address that is none", { customer: { reference: "C", displayName: "X", email: "CANARY" } }],
  ["a name with half a character", { customer: { reference: "C", displayName: "CANARY\udc00" } }],
  ["a huge address", { customer: { reference: "C", displayName: "X", address: "CANARY".repeat(1_000) } }],
  ["a language we do not speak", { customer: { reference: "C", displayName: "X", language: "CANARY" } }],
];

test.for(WRONG_FIELDS)("a mission with %s", async ([, wrong]) => {
  const request = stranger.request({});
  const sent = await post("/v1/missions", { ...request, ...wrong });
  expectProblem(sent, 400, "invalid_request");
  expect(JSON.parse(sent.text).errors).not.toEqual([]);
  for (const { message } of JSON.parse(sent.text).errors) expect(message).toEqual(expect.any(String));
  expect((await post("/v1/missions", request)).status).toBe(201);
});

test.for(["reference", "purpose", "opensAt", "closesAt", "customer", "staff"])(
  "a mission without %s",
  async (field) => {
    const { [field]: _, ...rest } = stranger.request({});
    const sent = await post("/v1/missions", rest);
    expectProblem(sent, 400, "invalid_request");
    expect(JSON.parse(sent.text).errors).toMatchObject([{ field }]);
  },
);

test("windows that end before they start, or last a year", async () => {
  const window = async (opensAt: string, closesAt: string) =>
    post("/v1/missions", { ...stranger.request({}), opensAt, closesAt });
  expectProblem(await window("2027-01-02T00:00:00Z", "2027-01-01T00:00:00Z"), 400, "window_inverted");
  expectProblem(await window("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), 400, "window_inverted");
  expectProblem(await window("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"), 400, "window_too_long");
  expect((await window("2027-01-01T00:00:00Z", "2027-01-31T00:00:00Z")).status).toBe(201);
});

const STAFF = { displayName: "X", regime: "generic" };
test.for<readonly [string, unknown]>([
  ["no name", { regime: "generic" }],
  ["no regime", { displayName: "X" }],
  ["a regime that is none", { ...STAFF, regime: "CANARY" }],
  ["an unknown field", { ...STAFF, CANARY: 1 }],
  ["a phone that is a list", { ...STAFF, phone: [CANARY] }],
  ["a name with NUL", { ...STAFF, displayName: "CANARY\u0000" }],
])("a staff member with %s", async ([, body]) => {
  expectProblem(await send("PUT", "/v1/staff/T-bad", JSON.stringify(body)), 400, "invalid_request");
});

test("a staff member with a phone that is none", async () => {
  const body = JSON.stringify({ ...STAFF, phone: `${CANARY}0000` });
  expectProblem(await send("PUT", "/v1/staff/T-bad", body), 400, "phone_invalid");
});

test.for([
  "/v1/missions?reference=%00",
  "/v1/missions?limit=9999999999999999999999",
  "/v1/missions?limit=CANARY",
  "/v1/missions?CANARY=1",
  "/v1/attempts?mission=%00CANARY",
  "/v1/attempts?staff=%00CANARY",
  "/v1/attempts?since=CANARY",
  "/v1/numbers?after=%00",
  "/v1/missions/%E0%A4%A",
  "/v1/missions/CANARY%",
])("a query or path of nonsense: %s", async (path) => {
  const sent = await send("GET", path);
  expect([400, 404]).toContain(sent.status);
  expect(sent.type).toContain("application/problem+json");
  expect(sent.text).not.toContain("CANARY");
});

test("a field that is not ours is answered with those that are", async () => {
  const body = { customer: { reference: "C", displayName: "X", CANARY: 1 }, CANARY: 1 };
  const { errors } = JSON.parse((await post("/v1/missions", body)).text);
  const unknown = errors.filter(({ message }: { message: string }) => message.startsWith("Unrecognized field"));
  const about = new Map(unknown.map(({ field, message }: { field: string; message: string }) => [field, message]));
  expect(about.get("")).toContain("known are: reference, purpose, legalBasis, opensAt");
  expect(about.get("customer")).toContain("displayName");
  expect(about.get("customer")).not.toContain("purpose");
});

test("a cursor that is not ours is refused: an empty page would be taken for the end of the list", async () => {
  for (const list of ["missions", "attempts", "numbers"]) {
    for (const cursor of ["~~~~", "%00", "CANARY", "'%20or%20true"]) {
      expectProblem(await send("GET", `/v1/${list}?after=${cursor}`), 400, "invalid_request");
    }
  }
});

test("numbers with NUL, and a PATCH of one", async () => {
  expect((await post("/v1/numbers", { numbers: ["+3393700\u00000001"], carrier: "simulator" })).status).toBe(400);
  expect((await send("PATCH", "/v1/numbers/%00", JSON.stringify({ reserved: true }))).status).toBe(400);
});

test("unknown addresses and methods", async () => {
  for (const path of ["/v1", "/v1/nothing", "/v2/missions", "/CANARY", "/v1/missions/x/y/z"]) {
    expectProblem(await send("GET", path), 404, "not_found");
  }
  for (const method of ["DELETE", "PUT", "PATCH"]) {
    const sent = await send(method, "/v1/missions", "{}");
    expect([404, 405]).toContain(sent.status);
    expect(sent.type).toContain("application/problem+json");
  }
});

test("a body of 10 MB, and a huge one that is JSON", async () => {
  for (const body of ["x".repeat(10_000_000), JSON.stringify({ reference: "CANARY".repeat(2_000_000) })]) {
    expectProblem(await send("POST", "/v1/missions", body), 413, "body_too_large");
  }
});

test("JSON that nests without end", async () => {
  const depth = 100_000;
  const sent = await send("POST", "/v1/missions", `${"[".repeat(depth)}${"]".repeat(depth)}`);
  expect(sent.status).toBe(400);
  expect(sent.type).toContain("application/problem+json");
});

test.for(["text/plain", "text/csv", "application/xml", "multipart/form-data; boundary=x", "CANARY", ""])(
  "a content type that is not JSON: %j",
  async (type) => {
    const body = JSON.stringify(stranger.request({}));
    expectProblem(await send("POST", "/v1/missions", body, { "content-type": type }), 415, "unsupported_media_type");
  },
);

/** Raw bytes, and what came back. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    socket.setTimeout(5_000, () => socket.destroy(new Error("no answer in time")));
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.write(bytes);
  });
}

test.for([
  ["headers too large", 431, `GET /v1/missions HTTP/1.1\r\nhost: x\r\nx-big: ${"CANARY".repeat(10_000)}\r\n\r\n`],
  [
    "too many headers",
    431,
    `GET /v1/missions HTTP/1.1\r\nhost: x\r\n${Array.from({ length: 5_000 }, (_, n) => `x-${n}: CANARY`).join("\r\n")}\r\n\r\n`,
  ],
  ["no HTTP", 400, "CANARY\r\n\r\n"],
  ["a broken header", 400, "GET / HTTP/1.1\r\nCANARY\r\n\r\n"],
  ["two lengths", 400, "POST /v1/missions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx"],
] as const)("%s", async ([, status, bytes]) => {
  const answer = await sendRaw(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({ status, code: expect.any(String) });
  expect(answer).not.toContain("CANARY");
});

test.for([
  ["none", ""],
  ["another", "Bearer CANARY-0123456789abcdef0123456789"],
  ["half of it", `Bearer ${apiKey.slice(0, -1)}`],
  ["a longer one", `Bearer ${apiKey}x`],
  ["another scheme", `Basic ${Buffer.from(`x:${apiKey}`).toString("base64")}`],
  ["a key with spaces", "Bearer a b c"],
  ["a huge one", `Bearer ${"k".repeat(8_000)}`],
])("a machine key: %s", async ([, authorization]) => {
  for (const [method, path] of [
    ["GET", "/v1/missions"],
    ["POST", "/v1/missions"],
    ["PUT", "/v1/staff/T-1"],
    ["GET", "/v1/attempts"],
  ] as const) {
    const sent = await send(method, path, method === "GET" ? undefined : "{}", {
      authorization: authorization as string,
    });
    expectProblem(sent, 401, "unauthorized");
    expect(sent.headers.get("www-authenticate")).toContain("Bearer");
  }
});

test("the right key, spelt as the standard allows", async () => {
  expect((await send("GET", "/v1/missions", undefined, { authorization: `bearer ${apiKey}` })).status).toBe(200);
});

test("the simulator takes phones and texts only", async () => {
  const [{ staffDials: to }] = mission.lines;
  const from = "+33639983701";
  const good = { from, to, text: "Bonjour" };
  for (const wrong of [
    { from: "0639983701" },
    { to: "CANARY" },
    { text: 7 },
    { text: undefined },
    { from: undefined },
    { CANARY: 1 },
  ]) {
    expectProblem(await post("/simulator/messages", { ...good, ...wrong }), 400, "invalid_request");
  }
  expectProblem(await post("/simulator/calls", { from, to, keys: 12_345_678 }), 400, "invalid_request");
  for (const advanceSeconds of [0, -1, 1.5, "60", null, 1e12]) {
    expectProblem(await post("/simulator/clock", { advanceSeconds }), 400, "invalid_request");
  }
  expectProblem(await send("GET", "/simulator/handsets/CANARY/messages"), 400, "invalid_request");
  // Whatever a phone can send arrives as it was sent.
  const strange = "NUL\u0000 \ud83d\ude00 \u202e \u0007";
  expect(await stranger.write(from, to, strange)).toMatchObject({ outcome: "delivered" });
  expect((await stranger.textsOn("+33639984701")).at(-1)).toBe(strange);
});

test("the answer is in the reader's language", async () => {
  const french = await send("GET", "/v1/nothing", undefined, { "accept-language": "fr-FR,fr;q=0.9" });
  const english = await send("GET", "/v1/nothing", undefined, { "accept-language": "en" });
  expect(JSON.parse(french.text).detail).not.toBe(JSON.parse(english.text).detail);
});

test("an idempotency key without end", async () => {
  const sent = await post("/v1/missions", stranger.request({}), { "idempotency-key": "k".repeat(5_000) });
  expectProblem(sent, 400, "invalid_request");
});

test("nothing of all this is in what the program printed", () => {
  expect(stranger.program.output()).not.toMatch(/CANARY|39984799/);
});
