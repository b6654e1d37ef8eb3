/** Signing in to the desk by password and second factor, as an outsider sees it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import type { DeskPerson } from "./desk.ts";
import { acceptInvitation, Authenticator, Browser, openDeskPerson, PASSWORD, signIn } from "./desk.ts";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

let program: RunningProgram;
let owner: pg.Client;
beforeAll(async () => {
  program = await startProgram({ env: { PARAVENT_TRUSTED_PROXIES: "127.0.0.1" } });
  owner = new pg.Client(program.storeEnv["DATABASE_URL"]);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await program.stop();
});

const advance = (advanceSeconds: number) => program.call("POST", "/simulator/clock", { advanceSeconds });
const invite = async (more: object = {}) => {
  const body = { personReference: "E-900", duty: "handler", email: `e${Math.random()}@example.com`, ...more };
  return (await program.call("POST", "/v1/desk-users", body)).body as { id: string; invitation: string };
};

async function entries(event: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
  return rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8"))).filter((entry) => entry.event === event);
}

let addresses = 0;
/** Each from somewhere else: limits of addresses are another test's. */
function tryPassword(email: string, password: string) {
  addresses += 1;
  const from = { "x-forwarded-for": `198.51.${addresses >> 8}.${addresses & 255}` };
  return new Browser(program).call("POST", "/v1/sign-in/password", { email, password }, from);
}

async function lock({ email }: DeskPerson): Promise<void> {
  for (let i = 0; i < 5; i += 1) expect((await tryPassword(email, "wrong")).status).toBe(401);
}

test("who was invited sets a password and an authenticator, and is signed in under their duty", async () => {
  const { id, browser } = await openDeskPerson(program, "handler", { personReference: "e-17" });
  const session = await browser.call("GET", "/v1/session");
  expect(session).toMatchObject({ status: 200, body: { deskUser: id, duty: "handler", personReference: "E-17" } });
  expect((await entries("people.accept-invitation")).map(({ deskUser }) => deskUser)).toContain(id);
  expect((await entries("people.sign-in")).at(-1)).toMatchObject({ deskUser: id, by: "invitation" });
});

test("the cookie is out of reach of scripts and of other sites, and only its hash is kept", async () => {
  const { browser } = await openDeskPerson(program, "auditor");
  const line = browser.setCookies.find((one) => one.startsWith("paravent_desk=")) ?? "";
  expect(line).toMatch(/; HttpOnly/);
  expect(line).toMatch(/; SameSite=Strict/);
  expect(line).toMatch(/; Path=\//);
  expect(line).not.toMatch(/Secure|Domain/);
  const token = browser.cookies.get("paravent_desk") ?? "";
  expect(token).toHaveLength(43);
  const { rows } = await owner.query("select s::text as line from people.session s");
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("an invitation is good once, for 72 hours, and is kept as a hash", async () => {
  const { invitation } = await invite();
  const { rows } = await owner.query("select u::text as line from people.desk_user u");
  expect(JSON.stringify(rows)).not.toContain(invitation);
  const begin = (of: string) =>
    new Browser(program).call("POST", "/v1/sign-in/accept", { invitation: of, password: PASSWORD });
  await acceptInvitation(new Browser(program), invitation);
  expect(await begin(invitation)).toMatchObject({ status: 401, body: { code: "invitation_invalid" } });
  const second = await invite();
  await advance(72 * HOUR_S - MINUTE_S);
  expect((await begin(second.invitation)).status).toBe(200);
  await advance(MINUTE_S);
  expect(await begin(second.invitation)).toMatchObject({ status: 401, body: { code: "invitation_invalid" } });
});

test("without a right code of the authenticator nothing is accepted", async () => {
  const { invitation } = await invite();
  const browser = new Browser(program);
  await browser.call("POST", "/v1/sign-in/accept", { invitation, password: PASSWORD });
  expect((await browser.call("POST", "/v1/sign-in/accept/totp", { code: "000000" })).status).toBe(401);
  expect(browser.cookies.has("paravent_desk")).toBe(false);
  // The invitation is still good.
  await acceptInvitation(new Browser(program), invitation);
});

test("a second invitation ends the first, what opened the account before, and its sessions", async () => {
  const person = await openDeskPerson(program, "handler");
  const again = await program.call("POST", `/v1/desk-users/${person.id}/invite`);
  expect(again.status).toBe(200);
  expect((await person.browser.call("GET", "/v1/session")).status).toBe(401);
  expect((await tryPassword(person.email, PASSWORD)).status).toBe(401);
  const authenticator = await acceptInvitation(new Browser(program), again.body.invitation);
  await signIn(program, { email: person.email, authenticator });
});

test.for([
  ["password1234", 200],
  ["aaaaaaaaaaaaa", 422],
  ["abcdefghijklm", 422],
  ["camille.roux!", 422],
  ["too short", 400],
] as const)("the password %j is answered with %i", async ([password, status]) => {
  const { invitation } = await invite({ email: `camille.roux@e${Math.random()}.example.com` });
  const answer = await new Browser(program).call("POST", "/v1/sign-in/accept", { invitation, password });
  expect(answer.status).toBe(status);
});

test("a password alone signs nobody in", async () => {
  const { email } = await openDeskPerson(program, "handler");
  const browser = new Browser(program);
  const first = await browser.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  expect(first).toMatchObject({ status: 200, body: { methods: ["totp"] } });
  expect(browser.cookies.has("paravent_desk")).toBe(false);
  expect((await browser.call("GET", "/v1/session")).status).toBe(401);
});

test("a second factor without the first is refused, and so is one ten minutes late", async () => {
  const { email, authenticator } = await openDeskPerson(program, "handler");
  const code = await authenticator.code();
  expect(await new Browser(program).call("POST", "/v1/sign-in/totp", { code })).toMatchObject({
    status: 401,
    body: { code: "sign_in_expired" },
  });
  const browser = new Browser(program);
  await browser.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  await advance(10 * MINUTE_S);
  expect(await browser.call("POST", "/v1/sign-in/totp", { code })).toMatchObject({
    status: 401,
    body: { code: "sign_in_expired" },
  });
});

test("a mail address is the same in capitals", async () => {
  const { authenticator } = await openDeskPerson(program, "handler", { email: "Nadia.Benali@Example.com" });
  const browser = await signIn(program, { email: "nadia.benali@example.COM", authenticator });
  expect((await browser.call("GET", "/v1/session")).status).toBe(200);
});

test("a code counts once, and so does the step it was for", async () => {
  const person = await openDeskPerson(program, "handler");
  const { email, authenticator } = person;
  const used = await authenticator.code();
  const [first, browser] = [new Browser(program), new Browser(program)];
  await first.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  expect((await first.call("POST", "/v1/sign-in/totp", { code: used })).status).toBe(200);
  await browser.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  const again = await browser.call("POST", "/v1/sign-in/totp", { code: used });
  expect(again).toMatchObject({ status: 401, body: { code: "sign_in_refused" } });
  // The twin: the next step's code is good with the very same ticket, and the ticket then is not.
  const ticket = browser.cookies.get("paravent_sign_in") ?? "";
  const next = { code: await authenticator.code(1) };
  expect((await browser.call("POST", "/v1/sign-in/totp", next)).status).toBe(200);
  browser.cookies.set("paravent_sign_in", ticket);
  expect((await browser.call("POST", "/v1/sign-in/totp", next)).status).toBe(401);
});

test("a session that somebody planted is not taken up: each sign-in has a new one, and ends what was there", async () => {
  const attacker = await openDeskPerson(program, "dispatcher");
  const victim = await openDeskPerson(program, "handler");
  const planted = attacker.browser.cookies.get("paravent_desk") ?? "";
  const browser = new Browser(program);
  browser.cookies.set("paravent_desk", planted);
  await browser.call("POST", "/v1/sign-in/password", { email: victim.email, password: PASSWORD });
  const code = await victim.authenticator.code();
  expect((await browser.call("POST", "/v1/sign-in/totp", { code })).status).toBe(200);
  expect(browser.cookies.get("paravent_desk")).not.toBe(planted);
  expect((await browser.call("GET", "/v1/session")).body.deskUser).toBe(victim.id);
  expect((await attacker.browser.call("GET", "/v1/session")).status).toBe(401);
  const invented = new Browser(program);
  invented.cookies.set("paravent_desk", "A".repeat(43));
  expect((await invented.call("GET", "/v1/session")).status).toBe(401);
});

test("half an hour of nothing ends a session, and twelve hours of work do", async () => {
  const idle = await openDeskPerson(program, "handler");
  await advance(29 * MINUTE_S);
  expect((await idle.browser.call("GET", "/v1/session")).status).toBe(200);
  await advance(29 * MINUTE_S);
  expect((await idle.browser.call("GET", "/v1/session")).status).toBe(200);
  await advance(30 * MINUTE_S);
  expect((await idle.browser.call("GET", "/v1/session")).status).toBe(401);
  const busy = await openDeskPerson(program, "handler");
  for (let half = 0; half < 24; half += 1) {
    expect((await busy.browser.call("GET", "/v1/session")).status, `after ${half * 29} minutes`).toBe(200);
    await advance(29 * MINUTE_S);
  }
  await advance(24 * MINUTE_S);
  expect((await busy.browser.call("GET", "/v1/session")).status).toBe(401);
});

test("another site cannot act in the name of who is signed in, and a page of ours can", async () => {
  const { browser } = await openDeskPerson(program, "handler");
  for (const origin of ["https://evil.example", "null", `${program.url}.evil.example`, undefined]) {
    browser.origin = origin;
    const answer = await browser.call("POST", "/v1/sign-out");
    expect(answer, String(origin)).toMatchObject({ status: 403, body: { code: "cross_site" } });
  }
  expect((await browser.call("GET", "/v1/session")).status).toBe(200);
  const said = await browser.call("DELETE", "/v1/sessions/ses_x", undefined, { "sec-fetch-site": "same-origin" });
  expect(said.status).toBe(404);
  browser.origin = program.url;
  expect((await browser.call("POST", "/v1/sign-out")).status).toBe(204);
  expect((await browser.call("GET", "/v1/session")).status).toBe(401);
});

test("a key is judged by itself, whatever cookie comes along", async () => {
  const { browser } = await openDeskPerson(program, "handler");
  const wrong = await browser.call("GET", "/v1/session", undefined, { authorization: "Bearer wrong".padEnd(60, "x") });
  expect(wrong.status).toBe(401);
  const machine = await browser.call("GET", "/v1/session", undefined, { authorization: `Bearer ${program.apiKey}` });
  expect(machine).toMatchObject({ status: 403, body: { code: "scope_missing" } });
});

test("who signs out, and whose session is revoked, is out at once, on another node too", async () => {
  const other = await startProgram({ env: program.storeEnv });
  try {
    const person = await openDeskPerson(program, "handler");
    const elsewhere = await signIn(program, person);
    const there = (browser: Browser) => browser.call("GET", `${other.url}/v1/session`).then(({ status }) => status);
    expect(await there(elsewhere)).toBe(200);
    const { items } = (await person.browser.call("GET", "/v1/sessions")).body;
    expect(items.map(({ isOwn }: { isOwn: boolean }) => isOwn).toSorted()).toEqual([false, true]);
    const theirs = items.find(({ isOwn }: { isOwn: boolean }) => !isOwn);
    expect((await person.browser.call("DELETE", `/v1/sessions/${theirs.id}`)).status).toBe(204);
    expect(await there(elsewhere)).toBe(401);
    expect(await there(person.browser)).toBe(200);
    expect((await person.browser.call("DELETE", `/v1/sessions/${theirs.id}`)).status).toBe(404);
    expect((await entries("people.revoke-session")).at(-1)).toMatchObject({ session: theirs.id, by: person.id });
    await person.browser.call("POST", "/v1/sign-out");
    expect((await entries("people.sign-out")).at(-1)).toMatchObject({ deskUser: person.id });
  } finally {
    await other.stop();
  }
});

test("nobody but an admin sees or ends the sessions of others", async () => {
  const [handler, colleague] = [await openDeskPerson(program, "handler"), await openDeskPerson(program, "handler")];
  const admin = await openDeskPerson(program, "admin");
  const { session } = (await colleague.browser.call("GET", "/v1/session")).body;
  const ids = async ({ browser }: DeskPerson) =>
    (await browser.call("GET", "/v1/sessions")).body.items.map(({ id }: { id: string }) => id);
  expect(await ids(handler)).not.toContain(session);
  expect((await handler.browser.call("DELETE", `/v1/sessions/${session}`)).status).toBe(404);
  expect((await colleague.browser.call("GET", "/v1/session")).status).toBe(200);
  expect(await ids(admin)).toContain(session);
  expect((await admin.browser.call("DELETE", `/v1/sessions/${session}`)).status).toBe(204);
  expect((await colleague.browser.call("GET", "/v1/session")).status).toBe(401);
});

test("after five wrong passwords the right one is refused too, in the same words, until the lock is over", async () => {
  const person = await openDeskPerson(program, "handler");
  await lock(person);
  const locked = await tryPassword(person.email, PASSWORD);
  const unknown = await tryPassword("nobody.at.all@example.com", PASSWORD);
  const plain = (body: object) => ({ ...body, instance: "" });
  expect(locked.status).toBe(401);
  expect(plain(locked.body)).toEqual(plain(unknown.body));
  expect((await entries("people.lock-account")).map(({ deskUser }) => deskUser)).toContain(person.id);
  await advance(MINUTE_S);
  expect((await tryPassword(person.email, "wrong")).status).toBe(401);
  // It grows: a sixth failure locks for two minutes.
  await advance(MINUTE_S);
  expect((await tryPassword(person.email, PASSWORD)).status).toBe(401);
  await advance(MINUTE_S);
  expect((await tryPassword(person.email, PASSWORD)).status).toBe(200);
});

test("twenty guesses at once are not twenty guesses: five count, and no right one slips through", async () => {
  const { email } = await openDeskPerson(program, "handler");
  const tried = await Promise.all(
    Array.from({ length: 20 }, (_, i) => tryPassword(email, i === 19 ? PASSWORD : `guess ${i}`)),
  );
  const { rows } = await owner.query("select max(failures) as most from people.sign_in_limit");
  expect(rows[0].most).toBeLessThanOrEqual(6);
  expect(tried.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  expect((await tryPassword(email, PASSWORD)).status).toBe(401);
});

test("wrong codes lock the account as wrong passwords do", async () => {
  const { email, authenticator } = await openDeskPerson(program, "handler");
  const browser = new Browser(program);
  await browser.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  const wrong = (await authenticator.code()) === "123456" ? "123457" : "123456";
  for (let i = 0; i < 5; i += 1) {
    expect((await browser.call("POST", "/v1/sign-in/totp", { code: wrong })).status).toBe(401);
  }
  const right = await browser.call("POST", "/v1/sign-in/totp", { code: await authenticator.code() });
  expect(right).toMatchObject({ status: 401, body: { code: "sign_in_refused" } });
  await advance(MINUTE_S);
  expect((await browser.call("POST", "/v1/sign-in/totp", { code: await authenticator.code() })).status).toBe(200);
});

test("one address that tries many accounts is shut out, and another is not", async () => {
  const from = (address: string) => (email: string) =>
    new Browser(program).call(
      "POST",
      "/v1/sign-in/password",
      { email, password: "wrong" },
      { "x-forwarded-for": address },
    );
  const [attacker, sameNet, other] = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"].map(from);
  for (let i = 0; i < 30; i += 1) expect((await attacker?.(`a${i}@example.com`))?.status).toBe(401);
  expect(await attacker?.("b@example.com")).toMatchObject({ status: 429, body: { code: "sign_in_too_often" } });
  expect((await sameNet?.("b@example.com"))?.status).toBe(429);
  expect((await other?.("b@example.com"))?.status).toBe(401);
});

test("a wrong password, an unknown account and a locked one take about as long", async () => {
  const people = await Promise.all(Array.from({ length: 3 }, () => openDeskPerson(program, "handler")));
  const shut = await openDeskPerson(program, "handler");
  await lock(shut);
  const times = { wrong: [] as number[], unknown: [] as number[], locked: [] as number[] };
  const timed = async (into: number[], email: string) => {
    const began = performance.now();
    expect((await tryPassword(email, "wrong")).status).toBe(401);
    into.push(performance.now() - began);
  };
  for (let i = 0; i < 12; i += 1) {
    await timed(times.wrong, people[i % 3]?.email ?? "");
    await timed(times.unknown, `unknown.${i}@example.com`);
    await timed(times.locked, shut.email);
  }
  const [wrong, unknown, locked] = Object.values(times).map(lowerQuartile) as [number, number, number];
  console.log(`wrong ${wrong.toFixed(0)} ms, unknown ${unknown.toFixed(0)} ms, locked ${locked.toFixed(0)} ms`);
  // Without a hash for nobody, unknown would be some 60 ms faster than the others.
  expect(Math.abs(wrong - unknown)).toBeLessThan(0.35 * Math.max(wrong, unknown));
  expect(Math.abs(wrong - locked)).toBeLessThan(0.35 * Math.max(wrong, locked));
});

/** Other work on the machine only makes it longer: the faster ones say more of what it takes. */
function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
}

test("a sign-in that cannot be recorded does not happen", async () => {
  const person = await openDeskPerson(program, "handler");
  const browser = new Browser(program);
  await browser.call("POST", "/v1/sign-in/password", { email: person.email, password: PASSWORD });
  const code = await person.authenticator.code();
  const rights = "on function ledger.append from paravent_app";
  const { rows } = await owner.query<{ args: string }>(
    "select pg_get_function_identity_arguments(oid) as args from pg_proc where proname = 'append' and pronamespace = 'ledger'::regnamespace",
  );
  const signature = `ledger.append(${rows[0]?.args ?? ""})`;
  await owner.query(`revoke execute ${rights.replace("ledger.append", signature)}`);
  expect((await browser.call("POST", "/v1/sign-in/totp", { code })).status).toBe(500);
  expect(browser.cookies.has("paravent_desk")).toBe(false);
  await owner.query(`grant execute on function ${signature} to paravent_app`);
  expect((await browser.call("POST", "/v1/sign-in/totp", { code })).status).toBe(200);
});

test("nothing of a mail address, a password, a code or a cookie is in an entry, a row or a line of the log", async () => {
  const person = await openDeskPerson(program, "handler", { email: "canary.of.the.desk@example.com" });
  await signIn(program, person);
  await tryPassword(person.email, "canary password");
  const { rows: tables } = await owner.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('people', 'ledger', 'store', 'vault')",
  );
  let text = program.output();
  for (const { name } of tables) {
    const { rows } = await owner.query<{ line: string }>(`select t::text as line from ${name} t`);
    text += rows.map(({ line }) => line).join("\n");
  }
  text += JSON.stringify(await entries("people.sign-in"));
  const hex = (plain: string) => Buffer.from(plain).toString("hex");
  for (const secret of [person.email, "canary password", PASSWORD]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(hex(secret));
  }
  expect(text).toContain(person.id);
});

test("an authenticator of the tests shows what the standard says", async () => {
  // Source: RFC 6238, appendix B, cut to six digits: the secret is the ASCII text 12345678901234567890.
  const authenticator = new Authenticator("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const step = Math.floor(Date.now() / 30_000);
  expect(await authenticator.code(1 - step)).toBe("287082");
});
