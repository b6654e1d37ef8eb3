import { afterAll, beforeAll, expect, test } from "vitest";
import { openSealed } from "../../base/sealed.ts";
import type { VaultBench } from "../../vault/vault.fixture.ts";
import { openVaultBench } from "../../vault/vault.fixture.ts";
import { newId } from "../../base/ids.ts";
import { conflictFacts, deskUsersById, forgetSignIns, inviteDeskUser, PeopleRecords, putStaff } from "../index.ts";
import { readStaff } from "../rules.ts";
import { staffRequest } from "../wire.ts";
import { changeDeskUser } from "../desk-users/put-desk-user.ts";
import { setCookie } from "./cookies.ts";
import { Passwords } from "./passwords.ts";
import { beginSession, endSessionsOf, Sessions } from "./sessions.ts";
import { openTicket, sealTicket, useTicket } from "./tickets.ts";

let bench: VaultBench;
beforeAll(async () => {
  bench = await openVaultBench();
});
afterAll(() => bench.close());

const OPERATOR = { kind: "operator" } as const;
async function invite(more: { readonly personReference?: string; readonly depot?: string } = {}) {
  const email = `${newId("key")}@example.com`;
  const request = { personReference: "E-1", duty: "handler", language: "en", ...more, email } as const;
  const invited = await bench.store.transaction((tx) => inviteDeskUser(tx, bench.vault, request, OPERATOR));
  if (!invited.ok) throw new Error(invited.code);
  return invited.id;
}

test("facts about desk users and about who must not decide on staff are told by id", async () => {
  const id = await invite({ personReference: "E-5", depot: "LYON" });
  expect(await deskUsersById(bench.store, [id, newId("deskUser")])).toEqual([
    { deskUser: id, identity: "E-5", duty: "handler", depot: "LYON", isActive: true, language: "en" },
  ]);
  const body = staffRequest.parse({
    displayName: "Samir",
    regime: "generic",
    depot: "LYON",
    manager: "e-5",
    personnel: "e-9",
  });
  const read = readStaff("T-1", body);
  if (!read.ok) throw new Error(read.code);
  const put = await bench.store.transaction((tx) => putStaff(tx, bench.vault, read.input));
  if (!put.ok) throw new Error(put.code);
  const staff = put.member.id;
  expect(await conflictFacts(bench.store, [staff, newId("staff")])).toEqual([
    { staff, personnel: "E-9", manager: "E-5", depot: "LYON" },
  ]);
});

test("a session is told by its token on any node, until it is ended or its account closed", async () => {
  const deskUser = await invite();
  const nodes = [new Sessions(bench.store), new Sessions(bench.store)];
  const { id, token } = await bench.store.transaction((tx) => beginSession(tx, { deskUser }, "totp"));
  const request = { cookies: { paravent_desk: token } };
  const known = { kind: "desk", deskUser, identity: "E-1", duty: "handler", session: id };
  for (const node of nodes) expect(await node.callerOf(request)).toEqual(known);
  // Not as a cookie of staff, nor with a letter changed.
  expect(await nodes[0]?.callerOf({ cookies: { paravent_staff: token } })).toBeUndefined();
  const changed = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  expect(await nodes[0]?.callerOf({ cookies: { paravent_desk: changed } })).toBeUndefined();
  await bench.store.transaction((tx) => changeDeskUser(tx, deskUser, { isActive: false }, OPERATOR));
  for (const node of nodes) expect(await node.callerOf(request)).toBeUndefined();
});

test("sessions that ended are forgotten a month later, and those in force are not", async () => {
  const deskUser = await invite();
  await bench.store.transaction((tx) => beginSession(tx, { deskUser }, "totp"));
  const count = async () =>
    (await bench.owner.query("select from people.session where desk_user_id = $1", [deskUser])).rowCount;
  await bench.store.transaction((tx) => endSessionsOf(tx, { deskUser }, "changed"));
  await bench.advanceClock(24 * 30);
  await bench.store.transaction((tx) => forgetSignIns(tx));
  expect(await count()).toBe(1);
  await bench.advanceClock(13);
  await bench.store.transaction((tx) => forgetSignIns(tx));
  expect(await count()).toBe(0);
});

test("a ticket opens for its own step, for ten minutes, and counts once on whichever node", async () => {
  const { store, vault } = bench;
  const now = await store.now();
  const sealed = sealTicket(vault, "oidc", { state: "s", nonce: "n", verifier: "v" }, now);
  const later = (ms: number) => new Date(now.getTime() + ms);
  expect(openTicket(vault, sealed, "oidc", later(599_999))).toMatchObject({ state: "s", verifier: "v" });
  expect(openTicket(vault, sealed, "oidc", later(600_000))).toBeUndefined();
  expect(openTicket(vault, sealed, "second", now)).toBeUndefined();
  expect(openTicket(await bench.another(), sealed, "oidc", now)).toBeDefined();
  for (const wrong of [undefined, "", "x", `${sealed.slice(0, -4)}AAAA`, "A".repeat(9_000)]) {
    expect(openTicket(vault, wrong, "oidc", now)).toBeUndefined();
  }
  const ticket = openTicket(vault, sealed, "oidc", now);
  if (ticket === undefined) throw new Error("could not open a ticket");
  const used = await Promise.all(Array.from({ length: 5 }, () => store.transaction((tx) => useTicket(tx, ticket))));
  expect(used.filter(Boolean)).toHaveLength(1);
});

test("a cookie is Secure where the address is https", () => {
  const options = { maxAgeMs: 1_500 };
  expect(setCookie("https://p.example", "a", "b", options)).toBe(
    "a=b; Path=/; Max-Age=1; HttpOnly; SameSite=Strict; Secure",
  );
  expect(setCookie("http://p.example", "a", "b", { ...options, isLax: true, path: "/x" })).toBe(
    "a=b; Path=/x; Max-Age=1; HttpOnly; SameSite=Lax",
  );
});

test("a flood of passwords waits its turn, and what is too much is told so", async () => {
  const passwords = new Passwords();
  const hash = await passwords.hash("un cheval, une agrafe");
  expect(hash).not.toContain("cheval");
  const tried = await Promise.all(Array.from({ length: 80 }, () => passwords.isRight(null, "x")));
  expect(tried.filter((one) => one === undefined).length).toBeGreaterThan(5);
  expect(tried).not.toContain(true);
  expect(await passwords.isRight(hash ?? null, "un cheval, une agrafe")).toBe(true);
  expect(await passwords.isRight(hash ?? null, "un cheval, une agrafE")).toBe(false);
}, 30_000);

test("the records of desk users are held against their entries, both ways", async () => {
  const id = await invite();
  const audit = async () => {
    const told: string[] = [];
    const records = new PeopleRecords((sentence) => told.push(sentence));
    const { rows } = await bench.owner.query<{ entry_id: number; bytes: Buffer }>(
      "select entry_id, bytes from ledger.entry order by entry_id",
    );
    for (const { entry_id: entryId, bytes } of rows) {
      const body = JSON.parse(bytes.toString("utf8"));
      records.take({ entryId, atMs: Date.parse(body.at), class: "routine", body, leaf: Buffer.alloc(32) });
    }
    await records.compare(bench.store, {
      prunedBeforeMs: -Infinity,
      erasedBeforeMs: -Infinity,
      casesPrunedBeforeMs: -Infinity,
    });
    return told.filter((sentence) => sentence.startsWith("desk user"));
  };
  expect(await audit()).toEqual([]);
  const change = (set: string) => bench.owner.query(`update people.desk_user set ${set} where desk_user_id = $1`, [id]);
  await change("duty = 'approver'");
  expect(await audit()).toEqual([`desk user ${id}: row and entries differ in duty or in whether they are active`]);
  await change("duty = 'handler', accepted_at = created_at");
  expect(await audit()).toEqual([`desk user ${id}: row and entries differ in whether they accepted their invitation`]);
  await change("accepted_at = null");
  expect(await audit()).toEqual([]);
  await bench.owner.query("delete from people.desk_user where desk_user_id = $1", [id]);
  expect(await audit()).toEqual([`desk user ${id}: an entry tells of them, and they are not there`]);
});

test("a mail address is kept sealed under the person's own key", async () => {
  const { store, vault, owner } = bench;
  const email = "sealed.address@example.com";
  const request = { personReference: "E-7", duty: "dpo", language: "fr", email } as const;
  const invited = await store.transaction((tx) => inviteDeskUser(tx, vault, request, OPERATOR));
  if (!invited.ok) throw new Error(invited.code);
  const { rows } = await owner.query<{ email: Buffer }>("select email from people.desk_user where desk_user_id = $1", [
    invited.id,
  ]);
  const sealed = rows[0]?.email as Buffer;
  expect(sealed.toString("latin1")).not.toContain("sealed.address");
  const [opened] = await vault.openRecord(store, invited.id, [{ part: "email", sealed }]);
  expect(opened && openSealed(opened)).toBe(email);
});
