/** Who may call what: accounts of the desk, duties, and every route of the program with the wrong one. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DUTIES } from "../../src/base/route.ts";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import type { DeskPerson } from "./desk.ts";
import { acceptInvitation, Browser, openDeskPerson, signIn } from "./desk.ts";

let program: RunningProgram;
let admin: DeskPerson;
const people = new Map<string, DeskPerson>();
beforeAll(async () => {
  program = await startProgram();
  for (const duty of DUTIES) people.set(duty, await openDeskPerson(program, duty, { personReference: `P-${duty}` }));
  admin = people.get("admin") as DeskPerson;
});
afterAll(() => program.stop());

const person = (personReference: string, duty: string, email: string) => ({ personReference, duty, email });

test("an admin invites, and what they invited signs in under that duty", async () => {
  const invited = await admin.browser.call("POST", "/v1/desk-users", person("E-1", "handler", "e1@example.com"));
  expect(invited.status).toBe(201);
  const browser = new Browser(program);
  await acceptInvitation(browser, invited.body.invitation);
  expect((await browser.call("GET", "/v1/session")).body).toMatchObject({ duty: "handler", personReference: "E-1" });
});

test("an admin gives nothing to themselves: no other duty, no other account, whatever the spelling", async () => {
  const own = { status: 403, body: { code: "own_account" } };
  const { browser, id } = admin;
  expect(await browser.call("PATCH", `/v1/desk-users/${id}`, { duty: "approver" })).toMatchObject(own);
  expect(await browser.call("PATCH", `/v1/desk-users/${id}`, { isActive: false })).toMatchObject(own);
  expect(await browser.call("POST", `/v1/desk-users/${id}/invite`)).toMatchObject(own);
  for (const reference of ["P-admin", "p-ADMIN"]) {
    const second = person(reference, "approver", "second@example.com");
    expect(await browser.call("POST", "/v1/desk-users", second)).toMatchObject(own);
  }
  // The twin: the company's own machine may, and both accounts are one identity to whoever compares.
  const second = await openDeskPerson(program, "approver", { personReference: "p-Admin" });
  const identity = async (one: DeskPerson) => (await one.browser.call("GET", "/v1/session")).body.personReference;
  expect(await identity(second)).toBe(await identity(admin));
  expect(await browser.call("PATCH", `/v1/desk-users/${second.id}`, { duty: "dpo" })).toMatchObject(own);
});

test("another duty counts at once: the old session is over, the new one is under it", async () => {
  const someone = await openDeskPerson(program, "handler");
  const changed = await admin.browser.call("PATCH", `/v1/desk-users/${someone.id}`, { duty: "auditor", depot: "LYON" });
  expect(changed).toMatchObject({ status: 200, body: { duty: "auditor", depot: "LYON", hasAccepted: true } });
  expect((await someone.browser.call("GET", "/v1/session")).status).toBe(401);
  const again = await signIn(program, someone);
  expect((await again.call("GET", "/v1/session")).body.duty).toBe("auditor");
});

test("a closed account opens nothing, and opens again when it is opened", async () => {
  const someone = await openDeskPerson(program, "handler");
  await admin.browser.call("PATCH", `/v1/desk-users/${someone.id}`, { isActive: false });
  expect((await someone.browser.call("GET", "/v1/session")).status).toBe(401);
  await expect(signIn(program, someone)).rejects.toThrow("sign_in_refused");
  const invited = await admin.browser.call("POST", `/v1/desk-users/${someone.id}/invite`);
  expect(invited).toMatchObject({ status: 409, body: { code: "desk_user_closed" } });
  await admin.browser.call("PATCH", `/v1/desk-users/${someone.id}`, { isActive: true });
  await signIn(program, someone);
});

test("one mail address is one account, also when two ask at once", async () => {
  const asked = await Promise.all(
    ["E-8", "E-9"].map((reference) =>
      program.call("POST", "/v1/desk-users", person(reference, "dpo", "twice@example.com")),
    ),
  );
  expect(asked.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test("who has an account is listed with names, and without mail addresses", async () => {
  await program.call("POST", "/v1/desk-users", {
    ...person("E-20", "dispatcher", "visible.nowhere@example.com"),
    displayName: "Jeanne Tissot",
  });
  const { status, body } = await admin.browser.call("GET", "/v1/desk-users");
  expect(status).toBe(200);
  const jeanne = body.items.find(({ personReference }: { personReference: string }) => personReference === "E-20");
  expect(jeanne).toMatchObject({ displayName: "Jeanne Tissot", hasAccepted: false, isActive: true });
  expect(JSON.stringify(body)).not.toContain("visible.nowhere");
});

test.for([
  { ...person("E-30", "boss", "x@example.com") },
  { ...person("", "handler", "x@example.com") },
  { ...person("E-30", "handler", "not an address") },
  { ...person("E-30", "handler", "x@example.com"), displayName: "a\nb" },
  { ...person("E-30", "handler", "x@example.com"), isActive: true },
])("%j is no account", async (request) => {
  expect((await program.call("POST", "/v1/desk-users", request)).status).toBe(400);
});

test("who is not there is not found", async () => {
  for (const id of ["dsk_00000000000000000000000000", "dsk_x", "x"]) {
    expect((await admin.browser.call("PATCH", `/v1/desk-users/${id}`, { duty: "dpo" })).status).toBe(404);
    expect((await admin.browser.call("POST", `/v1/desk-users/${id}/invite`)).status).toBe(404);
  }
});

type Operation = {
  readonly "x-scope"?: string;
  readonly "x-duties"?: readonly string[];
  readonly "x-audience"?: string;
};

test("every route refuses nobody, and every duty that is not named", async () => {
  const { body } = await program.call("GET", "/openapi.json");
  const routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  let refused = 0;
  for (const { method, path, operation } of routes) {
    if (operation["x-audience"] === "public" || operation["x-audience"] === "simulator") continue;
    const url = path.replaceAll(/\{\w+\}/g, "x");
    const name = `${method} ${path}`;
    expect((await new Browser(program).call(method, url)).status, name).toBe(401);
    for (const [duty, { browser }] of people) {
      if (operation["x-duties"]?.includes(duty) === true) continue;
      const answer = await browser.call(method, url);
      expect(answer, `${name} as ${duty}`).toMatchObject({ status: 403, body: { code: "duty_missing" } });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
  // The twin: a duty that is named gets past the door.
  expect((await admin.browser.call("GET", "/v1/desk-users")).status).toBe(200);
  expect((await people.get("auditor")?.browser.call("GET", "/v1/desk-users"))?.status).toBe(200);
});

function paravent(...words: readonly string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, "../../src/cli/paravent.ts"), ...words], {
    env: { ...process.env, ...program.storeEnv },
    encoding: "utf8",
  });
}

test("the first admin comes from the command line", async () => {
  const command = (...args: readonly string[]) => paravent("desk", "invite", ...args);
  const asked = ["--person", "E-77", "--duty", "admin", "--email", "first.admin@example.com"];
  const { status, stdout } = command(...asked);
  expect(status).toBe(0);
  const [, invitation = ""] = /invitation +(\S+)/.exec(stdout) ?? [];
  const browser = new Browser(program);
  await acceptInvitation(browser, invitation);
  expect((await browser.call("GET", "/v1/session")).body).toMatchObject({ duty: "admin", personReference: "E-77" });
  expect(command(...asked)).toMatchObject({ status: 1, stderr: expect.stringContaining("email_taken") });
  expect(command("--person", "E-78", "--duty", "boss", "--email", "x@example.com").status).toBe(1);
  expect(command("--what").status).toBe(2);
});

test("after all of this, rows and entries agree", () => {
  const { status, stdout } = paravent("fsck");
  expect(stdout).toContain("In order.");
  expect(status).toBe(0);
});
