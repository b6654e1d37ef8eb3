/** Staff sign in by a code to their phone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import { Browser, openDeskPerson } from "./desk.ts";
import { Stranger, until } from "./stranger.ts";

const MINUTE = 1;
let program: RunningProgram;
let stranger: Stranger;
beforeAll(async () => {
  program = await startProgram({ env: { PARAVENT_TRUSTED_PROXIES: "127.0.0.1" } });
  stranger = new Stranger(program);
});
afterAll(() => program.stop());

let made = 0;
async function newStaff() {
  made += 1;
  const [reference, phone] = [`S-${made}`, `+336399860${String(made).padStart(2, "0")}`];
  await stranger.staff(reference, phone);
  return { reference, phone };
}

const ask = (reference: string) => new Browser(program).call("POST", "/v1/staff-sign-in/code", { reference });
const codesOn = async (phone: string) =>
  (await stranger.received(phone)).flatMap(({ text }) => /code Paravent\D*(\d{6})/.exec(text)?.[1] ?? []);
async function codeOf({ reference, phone }: { readonly reference: string; readonly phone: string }, count = 1) {
  expect((await ask(reference)).status).toBe(202);
  return (
    await until(
      () => codesOn(phone),
      (codes) => codes.length >= count,
    )
  ).at(-1) as string;
}
const signIn = (browser: Browser, reference: string, code: string) =>
  browser.call("POST", "/v1/staff-sign-in", { reference, code });
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("a code on their phone signs a device in for thirty days, once", async () => {
  const who = await newStaff();
  const code = await codeOf(who);
  const browser = new Browser(program);
  expect((await signIn(browser, who.reference, code)).status).toBe(200);
  expect(browser.setCookies[0]).toMatch(
    /^paravent_staff=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
  const me = await browser.call("GET", "/v1/staff/me");
  expect(me).toMatchObject({ status: 200, body: { reference: who.reference, standing: "active", hasPhone: true } });
  expect((await signIn(new Browser(program), who.reference, code)).status).toBe(401);
  await stranger.advance(29 * 24 * 60 * MINUTE);
  expect((await browser.call("GET", "/v1/staff/me")).status).toBe(200);
  await stranger.advance(24 * 60 * MINUTE);
  expect((await browser.call("GET", "/v1/staff/me")).status).toBe(401);
});

test("a code is over after ten minutes, after five tries, and with the next one", async () => {
  const late = await newStaff();
  const lateCode = await codeOf(late);
  await stranger.advance(10 * MINUTE);
  expect((await signIn(new Browser(program), late.reference, lateCode)).status).toBe(401);
  const tried = await newStaff();
  const code = await codeOf(tried);
  for (let i = 0; i < 4; i += 1) {
    expect((await signIn(new Browser(program), tried.reference, wrongOf(code))).status).toBe(401);
  }
  expect((await signIn(new Browser(program), tried.reference, code)).status, "the fifth try").toBe(200);
  const spent = await newStaff();
  const last = await codeOf(spent);
  for (let i = 0; i < 5; i += 1) await signIn(new Browser(program), spent.reference, wrongOf(last));
  await stranger.advance(2 * MINUTE);
  expect((await signIn(new Browser(program), spent.reference, last)).status).toBe(401);
  const twice = await newStaff();
  const first = await codeOf(twice);
  const second = await codeOf(twice, 2);
  if (first !== second) expect((await signIn(new Browser(program), twice.reference, first)).status).toBe(401);
  expect((await signIn(new Browser(program), twice.reference, second)).status).toBe(200);
});

test("an unknown reference gets the same answers, in about the same time, and nobody a text", async () => {
  const who = await newStaff();
  const time = async (reference: string) => {
    const began = performance.now();
    const { status, body } = await ask(reference);
    expect([status, body]).toEqual([202, {}]);
    return performance.now() - began;
  };
  const [known, unknown] = [await time(who.reference), await time("S-nobody")];
  expect(Math.abs(known - unknown)).toBeLessThan(120);
  const plain = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [status, { ...body, instance: "" }];
  expect(plain(await signIn(new Browser(program), "S-nobody", "123456"))).toEqual(
    plain(await signIn(new Browser(program), who.reference, wrongOf(await codeOf(who, 2)))),
  );
});

test("a phone does not ring all night: three codes, then the next ones wait", async () => {
  const { reference, phone } = await newStaff();
  for (let i = 0; i < 6; i += 1) expect((await ask(reference)).status).toBe(202);
  const codes = await until(
    () => codesOn(phone),
    (found) => found.length >= 3,
  );
  expect(codes).toHaveLength(3);
  await stranger.advance(5 * MINUTE);
  await codeOf({ reference, phone }, 4);
});

test("another phone ends what the old one could do, and signing out ends the device", async () => {
  const who = await newStaff();
  const old = new Browser(program);
  await signIn(old, who.reference, await codeOf(who));
  await stranger.staff(who.reference, "+33639986090");
  expect((await old.call("GET", "/v1/staff/me")).status).toBe(401);
  const browser = new Browser(program);
  await signIn(browser, who.reference, await codeOf({ reference: who.reference, phone: "+33639986090" }));
  expect((await browser.call("POST", "/v1/staff-sign-out")).status).toBe(204);
  expect((await browser.call("GET", "/v1/staff/me")).status).toBe(401);
});

test("staff are no desk and the desk is no staff; somebody who is both uses both in one browser", async () => {
  const who = await newStaff();
  const desk = await openDeskPerson(program, "handler");
  expect(await desk.browser.call("GET", "/v1/staff/me")).toMatchObject({ status: 403, body: { code: "duty_missing" } });
  const device = new Browser(program);
  await signIn(device, who.reference, await codeOf(who));
  expect(await device.call("GET", "/v1/session")).toMatchObject({ status: 403, body: { code: "duty_missing" } });
  const cross = await device.call("POST", "/v1/staff-sign-out", undefined, { origin: "https://evil.example" });
  expect(cross).toMatchObject({ status: 403, body: { code: "cross_site" } });
  for (const [name, value] of desk.browser.cookies) device.cookies.set(name, value);
  expect((await device.call("GET", "/v1/staff/me")).status).toBe(200);
  expect((await device.call("GET", "/v1/session")).status).toBe(200);
});

test("whom they work with is taken with a staff member, and what is no reference is not", async () => {
  const body = { displayName: "Samir Belkacem", regime: "contractor" };
  const ties = { depot: "LYON-3", manager: "e-4", personnel: "e-5", employer: "SUB-9" };
  expect((await program.call("PUT", "/v1/staff/S-ties", { ...body, ...ties })).status).toBe(200);
  for (const tie of Object.keys(ties)) {
    expect((await program.call("PUT", "/v1/staff/S-ties", { ...body, [tie]: "Jean Dupont" })).status, tie).toBe(400);
  }
});
