/** Each route tried by whoever it is not for: nobody, a key without its scope, each duty of the desk, somebody of the staff. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DUTIES } from "../../src/base/route.ts";
import type { Answer, Json } from "../program.ts";
import type { Browser } from "./desk.ts";
import { openDeskPerson } from "./desk.ts";
import { openStaffMember } from "./staff-member.ts";
import { openProgram } from "./stranger.ts";

const COMMAND = join(import.meta.dirname, "../../src/cli/paravent.ts");
const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
const { program } = stranger;
await stranger.numbers(["+33937007001", "+33937007002"]);

type Route = {
  readonly method: string;
  readonly path: string;
  readonly scope: string | undefined;
  readonly duties: readonly string[];
  readonly isForStaff: boolean;
  readonly isPublic: boolean;
};

const routes: readonly Route[] = Object.entries((await program.call("GET", "/openapi.json")).body.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods as Json).map(([method, operation]: [string, Json]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, "x"),
      scope: operation["x-scope"],
      duties: operation["x-duties"] ?? [],
      isForStaff: operation["x-audience"] === "staff",
      isPublic: ["public", "simulator"].includes(operation["x-audience"]),
    })),
);
const guarded = routes.filter(({ isPublic }) => !isPublic);

/** A request that would be let in by whom the route is for; what it says is of no use to anybody. */
async function ask({ method, path }: Route, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(program.url + path, {
    method,
    redirect: "manual",
    headers: { ...headers, ...(method === "GET" ? {} : { "content-type": "application/json" }) },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

const signedIn = ({ cookies }: Browser): Record<string, string> => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
  origin: program.url,
});

/** What each of these routes answers to them, where it is not this. */
async function othersThan(expected: string, among: readonly Route[], headers: Record<string, string>) {
  const wrong: string[] = [];
  for (const route of among) {
    const { status, body } = await ask(route, headers);
    const answer = `${status} ${body.code}`;
    if (answer !== expected) wrong.push(`${route.method} ${route.path}: ${answer}`);
  }
  return wrong;
}

test("there are routes for keys, for the desk and for staff, and each says for whom", () => {
  expect(guarded.filter(({ scope }) => scope !== undefined).length).toBeGreaterThan(20);
  expect(guarded.filter(({ duties }) => duties.length > 0).length).toBeGreaterThan(2);
  expect(guarded.some(({ isForStaff }) => isForStaff)).toBe(true);
  const forNobody = guarded.filter(
    ({ scope, duties, isForStaff }) => scope === undefined && duties.length === 0 && !isForStaff,
  );
  expect(forNobody).toEqual([]);
});

test("nobody is let in without a key or a session, nor with an invented one", async () => {
  expect(await othersThan("401 unauthorized", guarded, {})).toEqual([]);
  expect(await othersThan("401 unauthorized", guarded, { authorization: "Bearer pvk_invented" })).toEqual([]);
  const invented = { cookie: "paravent_desk=invented; paravent_staff=invented", origin: program.url };
  expect(await othersThan("401 unauthorized", guarded, invented)).toEqual([]);
});

test("a key opens what its scope says, and never what is for people only", async () => {
  const all = { authorization: `Bearer ${program.apiKey}` };
  const forPeople = guarded.filter(({ scope }) => scope === undefined);
  expect(await othersThan("403 scope_missing", forPeople, all)).toEqual([]);
  const env = { PATH: process.env["PATH"] ?? "", ...program.storeEnv };
  const made = execFileSync(process.execPath, [COMMAND, "machine-key", "create", "a test", "screenings:read"], { env });
  const secret = /^secret\s+(\S+)/m.exec(made.toString())?.[1] ?? "";
  const others = guarded.filter(({ scope }) => scope !== "screenings:read");
  expect(await othersThan("403 scope_missing", others, { authorization: `Bearer ${secret}` })).toEqual([]);
});

test.for(DUTIES)(
  "somebody of the desk whose duty is %s is let in where it is named, and nowhere else",
  async (duty) => {
    const { browser } = await openDeskPerson(program, duty);
    const others = guarded.filter(({ duties }) => !duties.includes(duty));
    expect(await othersThan("403 duty_missing", others, signedIn(browser))).toEqual([]);
    const own = guarded.filter(({ duties, path }) => duties.includes(duty) && !path.endsWith("/sign-out"));
    for (const route of own) {
      const { status, body } = await ask(route, signedIn(browser));
      expect(`${status} ${body.code}`, route.path).not.toMatch(/unauthorized|duty_missing|cross_site/);
    }
  },
);

test("a staff member is let in where it is for staff, and nowhere else", async () => {
  const { browser } = await openStaffMember(stranger, "T-70", "+33639987070");
  const others = guarded.filter(({ isForStaff }) => !isForStaff);
  expect(await othersThan("403 duty_missing", others, signedIn(browser))).toEqual([]);
});

test("what another site makes a signed-in browser send is refused", async () => {
  const { browser } = await openDeskPerson(program, "admin");
  const acts = routes.filter(({ method, duties }) => method !== "GET" && duties.includes("admin"));
  expect(acts.length).toBeGreaterThan(0);
  const { cookie = "" } = signedIn(browser);
  for (const origin of ["https://attacker.example", "null", `${program.url}.attacker.example`]) {
    expect(await othersThan("403 cross_site", acts, { cookie, origin })).toEqual([]);
  }
  expect(await othersThan("403 cross_site", acts, { cookie, "sec-fetch-site": "cross-site" })).toEqual([]);
});
