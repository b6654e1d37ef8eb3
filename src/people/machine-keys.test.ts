import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import type { VaultBench } from "../vault/vault.fixture.ts";
import { openVaultBench } from "../vault/vault.fixture.ts";
import type { MachineScope } from "./index.ts";
import { createMachineKey, MACHINE_SCOPES, MachineKeys, registerMachineKey, revokeMachineKey } from "./index.ts";

let bench: VaultBench;
beforeAll(async () => {
  bench = await openVaultBench();
});
afterAll(() => bench.close());

const create = (scopes: readonly MachineScope[] = ["missions:read"]) =>
  bench.store.transaction((tx) => createMachineKey(tx, { name: "dispatch", scopes }));
const register = (secret: string, scopes: readonly MachineScope[] = MACHINE_SCOPES) =>
  bench.store.transaction((tx) => registerMachineKey(tx, { name: "PARAVENT_API_KEY", secret, scopes }));
const revoke = (key: Awaited<ReturnType<typeof create>>["keyId"]) =>
  bench.store.transaction((tx) => revokeMachineKey(tx, key));
const open = () => new MachineKeys(bench.store);

async function entries(
  event: string,
): Promise<readonly { readonly key: string; readonly scopes: readonly string[] }[]> {
  const { rows } = await bench.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
  return rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8"))).filter((entry) => entry.event === event);
}

test("a new key is 256 random bits, opens its scopes and no others, and is stored nowhere", async () => {
  const { keyId, secret } = await create(["missions:read", "staff:write"]);
  expect(secret).toMatch(/^pvk_[\w-]{43}$/);
  expect(await open().authenticate(secret)).toEqual({ keyId, scopes: new Set(["missions:read", "staff:write"]) });
  expect((await create()).secret).not.toBe(secret);
  const { rows } = await bench.owner.query(
    "select m::text || encode(m.key_hash, 'escape') as line from people.machine_key m",
  );
  expect(JSON.stringify([rows, await entries("people.register-machine-key")])).not.toContain(secret.slice(4));
});

test("what is no key opens nothing: another secret, a part of one, one too long", async () => {
  const { secret } = await create();
  const keys = open();
  const wrong = [
    `${secret.slice(0, -1)}!`,
    secret.slice(0, -1),
    `${secret} `,
    secret.toUpperCase(),
    "",
    "x".repeat(10_000),
  ];
  for (const bearer of wrong) expect(await keys.authenticate(bearer)).toBeUndefined();
  expect(await keys.authenticate(secret)).toBeDefined();
});

test("the same secret again is the same key, recorded once, and takes the scopes given last", async () => {
  const secret = "0123456789abcdef0123456789abcdef";
  const before = (await entries("people.register-machine-key")).length;
  const first = await register(secret, ["missions:read"]);
  expect(await register(secret, ["missions:read"])).toEqual(first);
  expect(await entries("people.register-machine-key")).toHaveLength(before + 1);
  expect(await register(secret, ["staff:write", "missions:read"])).toEqual(first);
  expect((await open().authenticate(secret))?.scopes).toEqual(new Set(["missions:read", "staff:write"]));
  expect(await entries("people.register-machine-key")).toHaveLength(before + 2);
});

test("two nodes that register one secret at once have one key", async () => {
  const registered = await Promise.all(
    Array.from({ length: 8 }, () => register("two nodes that start at the same time")),
  );
  expect(new Set(registered.map((one) => JSON.stringify(one))).size).toBe(1);
});

test("a secret of fewer than 32 characters is refused, one of 32 is not", async () => {
  expect(await register("x".repeat(31))).toEqual({ ok: false, code: "secret_too_short" });
  expect(await register("x".repeat(32))).toMatchObject({ ok: true });
});

test("a revoked key opens nothing, stays revoked when it is registered again, and is in the ledger", async () => {
  const { keyId, secret } = await create();
  expect(await revoke(keyId)).toBe(true);
  expect(await open().authenticate(secret)).toBeUndefined();
  expect(await register(secret)).toEqual({ ok: false, code: "key_revoked" });
  expect(await open().authenticate(secret)).toBeUndefined();
  expect(await revoke(keyId)).toBe(false);
  expect(await revoke(newId("key"))).toBe(false);
  expect((await entries("people.revoke-machine-key")).map(({ key }) => key)).toEqual([keyId]);
});

test("a key revoked by another node is believed for four seconds, not for longer", async () => {
  const clock = { ms: 0 };
  const { keyId, secret } = await create();
  const keys = new MachineKeys(bench.store, () => clock.ms);
  expect(await keys.authenticate(secret)).toBeDefined();
  await revoke(keyId);
  clock.ms = 3_999;
  expect(await keys.authenticate(secret)).toBeDefined();
  clock.ms = 4_000;
  expect(await keys.authenticate(secret)).toBeUndefined();
});

test("a key made a moment ago opens at once, also where it was unknown before", async () => {
  const keys = open();
  const secret = "made by the operator, 32 characters and more";
  expect(await keys.authenticate(secret)).toBeUndefined();
  await register(secret);
  expect(await keys.authenticate(secret)).toBeDefined();
});

test("a thousand bearers at once share one query at a time, and each gets its own answer", async () => {
  let running = 0;
  let most = 0;
  let queries = 0;
  const counting: Query = {
    async query(statement, values) {
      queries += 1;
      most = Math.max(most, (running += 1));
      const rows = await bench.store.query(statement, values);
      running -= 1;
      return rows as never;
    },
  };
  const { keyId, secret } = await create();
  const keys = new MachineKeys(counting);
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) =>
      keys.authenticate(i % 2 === 0 ? secret : `invented bearer number ${i} of a thousand`),
    ),
  );
  expect(answers.map((answer) => answer?.keyId)).toEqual(answers.map((_, i) => (i % 2 === 0 ? keyId : undefined)));
  expect(most).toBe(1);
  expect(queries).toBeLessThanOrEqual(2);
});

test("when the database is away nobody is let in, and everybody is told; later all is well again", async () => {
  let isAway = true;
  const failing: Query = {
    async query(statement, values) {
      if (isAway) throw new Error("away");
      return bench.store.query(statement, values) as never;
    },
  };
  const { secret } = await create();
  const keys = new MachineKeys(failing);
  const answers = await Promise.allSettled([keys.authenticate(secret), keys.authenticate(secret)]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isAway = false;
  expect(await keys.authenticate(secret)).toBeDefined();
});
