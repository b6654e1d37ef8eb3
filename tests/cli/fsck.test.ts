import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CanonicalValue } from "../../src/base/canonical-json.ts";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { openLog } from "../../src/base/log.ts";
import { auditStore } from "../../src/cli/fsck.ts";
import { runCommand } from "../../src/cli/paravent.ts";
import type { Sequencer } from "../../src/ledger/index.ts";
import { append, leafHash, openSequencer, pruneLogs, RememberedCheckpoints } from "../../src/ledger/index.ts";
import { changeMission } from "../../src/missions/change-mission.ts";
import { cancelMission, closeMission } from "../../src/missions/close-mission.ts";
import { setOff } from "../../src/missions/set-off.ts";
import { changeNumber } from "../../src/numbers/change-number.ts";
import { createMachineKey, revokeMachineKey, staffByReferences } from "../../src/people/index.ts";
import { disclose } from "../../src/relay/disclose.ts";
import { keepHouse } from "../../src/relay/keep-house.ts";
import { INSERT_OUTAGE } from "../../src/relay/sql.ts";
import type { TestDatabase } from "../../src/store/engine/test-engine.ts";
import { createTestDatabase } from "../../src/store/engine/test-engine.ts";
import type { Query } from "../../src/store/index.ts";
import { openKeyFile } from "../../src/vault/index.ts";
import type { House } from "../house.ts";
import { maskedNumber, openHouse, staffPhone } from "../house.ts";
import { startProgram } from "../program.ts";

const PUBLIC_URL = "http://ledger.example";

function openSigner(house: House): Sequencer {
  const file = openKeyFile(join(house.folder, "keys.json"));
  if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
  const { store, folder } = house;
  return openSequencer({ store, log: openLog("silent"), publicUrl: PUBLIC_URL, dataFolder: folder, ...file });
}

async function placeAll(sequencer: Sequencer): Promise<void> {
  while (await sequencer.pass());
}

/** Everything that people do, with customers `n` to `n + 4`. */
async function visits(house: House, n: number): Promise<void> {
  const { store, vault, deps, carrier } = house;
  const one = await house.mission({ n });
  await store.transaction((tx) => setOff(tx, one.id, "T-1"));
  await store.transaction((tx) => disclose(tx, vault, { mission: one.id, staff: "T-1", what: "accessNotes" }));
  await house.text(one.staffPhone, one.staffDials, "j'arrive");
  await house.call(one.customerPhone, one.customerDials);
  await house.settle();
  await house.text(one.customerPhone, one.customerDials, "SIGNALER");
  await house.text(one.staffPhone, one.staffDials, "pourquoi ?");
  const over = await house.mission({ n: n + 1 });
  await store.transaction((tx) => closeMission(tx, deps, over.id, { graceMinutes: 0 }));
  await house.text(over.staffPhone, over.staffDials, "bonsoir");
  await house.text("+33639989999", over.staffDials, "qui est-ce ?");
  const other = await house.mission({ n: n + 2, staff: ["T-2"] });
  await house.text(other.customerPhone, other.customerDials, "stop");
  await store.transaction((tx) => cancelMission(tx, deps, other.id, {}));
  const again = await house.mission({ n: n + 3, staff: ["T-2"] });
  await house.text(again.customerPhone, again.customerDials, "stop");
  await house.text(again.customerPhone, again.customerDials, "start");
  carrier.behave = () => "accepts";
  const waiting = await house.mission({ n: n + 4, staff: ["T-3"] });
  await house.text(waiting.staffPhone, waiting.staffDials, "je suis en bas");
  await house.settle();
  await store.transaction((tx) => changeMission(tx, deps, waiting.id, { staff: ["T-1", "T-2"] }));
  carrier.behave = () => "delivers";
}

/** What the desk and the operator do. */
async function office({ store, vault }: House): Promise<void> {
  const { keyId } = await store.transaction((tx) => createMachineKey(tx, { name: "one", scopes: ["missions:read"] }));
  await store.transaction((tx) => createMachineKey(tx, { name: "two", scopes: ["staff:write"] }));
  await store.transaction((tx) => revokeMachineKey(tx, keyId));
  await store.transaction(async (tx) => {
    for (let n = 0; n < 300; n += 1) await changeNumber(tx, maskedNumber(1), { reserved: n % 2 === 0 });
    await changeNumber(tx, maskedNumber(2), { draining: true });
    const began = new Date(tx.now.getTime() - 60_000);
    const spent = { beganAt: began.toISOString(), endedAt: tx.now.toISOString(), refused: 3 };
    const [leaf] = await append(tx, [{ event: "relay.outage", ...spent }]);
    await tx.query(INSERT_OUTAGE, [tx.tenant, `out_${leaf?.entryId}`, began, 3, leaf?.entryId]);
    const erased = (await staffByReferences(tx, ["T-4"])).get("T-4");
    if (erased === undefined) throw new Error("could not find a staff member");
    const order = { reason: "erasure_request", suppressions: [], keepPhoneUntil: null } as const;
    await vault.shred(tx, { subject: erased.id, ...order });
  });
}

const runOn = (client: pg.ClientBase | pg.Pool): Query => ({
  query: async (statement, values = []) => (await client.query({ ...statement, values: [...values] })).rows as never,
});

/** A row once more, with other values in some columns. */
const copyOf = (table: string, changes: { readonly [column: string]: string }) => `insert into ${table}
  select (jsonb_populate_record(t, jsonb_build_object(${Object.entries(changes)
    .map(([column, value]) => `'${column}', ${value}`)
    .join(", ")}))).* from ${table} t limit 1`;

const sha256OfNothing = "'\\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'";
const attemptWhere = (where: string) =>
  `attempt_id = (select attempt_id from relay.attempt where ${where} order by attempt_id limit 1)`;
const TEXT = attemptWhere("channel = 'sms' and outcome = 'delivered'");

type Forged = { readonly event: string; readonly [field: string]: CanonicalValue };

/** Entries about nobody, as if an act had written them; they wait for their places. */
async function addEntries(owner: pg.Pool, bodies: readonly Forged[]): Promise<void> {
  const { rows } = await owner.query<{ now: Date }>("select store.act_time(1) as now");
  const { now } = rows[0] as { now: Date };
  for (const [i, body] of bodies.entries()) {
    const bytes = Buffer.from(canonicalJson({ ...body, at: now.toISOString(), v: 1 }));
    await owner.query(
      `insert into ledger.entry (tenant_id, entry_id, class, at, leaf_hash, bytes)
       values (1, $1, 'routine', $2, decode($3, 'base64'), $4)`,
      [900_000 + i, now, leafHash(bytes), bytes],
    );
    await owner.query(
      "insert into ledger.pending (tenant_id, class, at, first_entry_id, count) values (1, 'routine', $1, $2, 1)",
      [now, 900_000 + i],
    );
  }
}

describe("a house in which everything happened, some of it with its place in a log", () => {
  let house: House;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    house = await openHouse({ database, staff: 4 });
    const sequencer = openSigner(house);
    await visits(house, 1);
    await office(house);
    await placeAll(sequencer);
    await visits(house, 11);
  });
  afterAll(() => house.close());

  const remembered = () => new RememberedCheckpoints(join(house.folder, "ledger"));
  const audit = (client: pg.ClientBase | pg.Pool) =>
    auditStore(runOn(client), { remembered: remembered(), vkeyOf: undefined });

  function fsck(env: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
    const { host, user, database: name } = house.connection as { host: string; user: string; database: string };
    return runCommand(["fsck", ...args], {
      DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}/${name}`,
      PARAVENT_DATA: house.folder,
      PARAVENT_KEY_FILE: join(house.folder, "keys.json"),
      PUBLIC_URL,
      ...env,
    });
  }

  /** Violations in a house into which the owner of the database planted something, and then took it out again. */
  async function afterPlanting(plant: (owner: pg.Pool) => Promise<unknown>): Promise<string> {
    const { owner } = house;
    await owner.query("begin");
    try {
      await plant(owner);
      return (await audit(owner)).violations.join("\n");
    } finally {
      await owner.query("rollback");
    }
  }

  test("the command ends with 0 when it is in order, and says what it looked at", async () => {
    const { exitCode, lines } = await fsck();
    expect(lines).toEqual([
      "In order.",
      expect.stringMatching(
        /^Logs: 1, with \d{3} entries, \d{2} of them waiting .* Rows compared with entries: \d+\.$/,
      ),
    ]);
    expect(exitCode).toBe(0);
  });

  test("help lists it", async () => {
    expect((await runCommand(["help"], {})).lines.join("\n")).toContain("\n  fsck\n");
  });

  test("without what this node remembers and without its key file it says what it could not compare", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "paravent-fsck-"));
    const { exitCode, lines } = await fsck({ PARAVENT_DATA: elsewhere, PARAVENT_KEY_FILE: join(elsewhere, "none") });
    rmSync(elsewhere, { recursive: true });
    expect(exitCode).toBe(0);
    expect(lines.slice(2)).toEqual([
      `There is no ${elsewhere}/ledger: what was signed before could not be compared.`,
      "The logs' verifier keys were taken from the database.",
    ]);
  });

  test("another installation's key file is not the one that the logs were signed with", async () => {
    const other = mkdtempSync(join(tmpdir(), "paravent-fsck-"));
    cpSync(join(house.folder, "ledger"), join(other, "ledger"), { recursive: true });
    const file = join(other, "keys.json");
    await runCommand(["keys", "create", file], {});
    const { exitCode, lines } = await fsck({ PARAVENT_DATA: other, PARAVENT_KEY_FILE: file });
    rmSync(other, { recursive: true });
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/^routine-\d{4}: it was begun under another key$/);
  });

  test.for(["now", "--all", "routine-2026"])("%j is not understood and ends with 2", async (word) => {
    expect((await fsck({}, word)).exitCode).toBe(2);
  });

  test("what is not in order is printed up to 100 sentences, and the others are counted", async () => {
    const { owner } = house;
    await owner.query("update ledger.entry set leaf_hash = sha256('')");
    const { exitCode, lines } = await fsck();
    await owner.query("update ledger.entry set leaf_hash = sha256('\\x00'::bytea || bytes)");
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/^entry \d+ \(routine-\d{4} 0\): its leaf hash is not that of its bytes$/);
    const { rows } = await owner.query<{ entries: number }>("select count(*)::int as entries from ledger.entry");
    expect(lines[100]).toBe(`… and ${(rows[0]?.entries ?? 0) - 100} more.`);
    expect(lines[101]).toBe(`Not in order: ${rows[0]?.entries} violations.`);
    expect((await fsck()).exitCode).toBe(0);
  });

  test("it works beside what goes on, on one snapshot", async () => {
    const sequencer = openSigner(house);
    const over = new AbortController();
    const busy = (async () => {
      for (let n = 30; !over.signal.aborted; n += 1) {
        const mission = await house.mission({ n: 30 + (n % 20) });
        await house.text(mission.staffPhone, mission.staffDials, "bonjour");
        await sequencer.pass();
      }
    })();
    for (let i = 0; i < 8; i += 1) expect(await fsck()).toMatchObject({ exitCode: 0 });
    over.abort();
    await busy;
  });

  test.each([
    ["attempt att_other: it has no decision entry", copyOf("relay.attempt", { attempt_id: "'att_other'" })],
    ["entries tell of it, and it is not there", `delete from relay.attempt where ${TEXT}`],
    ["it points at another entry than its decision", `update relay.attempt set entry_id = 1 where ${TEXT}`],
    ["its instant is not that", `update relay.attempt set at = at - interval '1 day' where ${TEXT}`],
    ["differ in its channel or direction", `update relay.attempt set channel = 'call' where ${TEXT}`],
    ["differ in its channel or direction", `update relay.attempt set direction = 'unknown' where ${TEXT}`],
    ["row and entry differ in mission", `update relay.attempt set mission_id = null where ${TEXT}`],
    ["row and entry differ in staff", `update relay.attempt set staff_id = 'stf_other' where ${TEXT}`],
    ["row and entry differ in customer", `update relay.attempt set customer_id = 'cus_other' where ${TEXT}`],
    ["row and entry differ in line", `update relay.attempt set line_id = 'lin_other' where ${TEXT}`],
    ["it is unknown, its last entry delivered", `update relay.attempt set outcome = 'unknown' where ${TEXT}`],
    [
      "it is delivered, its last entry refused",
      `update relay.attempt set outcome = 'delivered', code = null where ${attemptWhere("outcome = 'refused'")}`,
    ],
    [
      "its code is not that of its last entry",
      `update relay.attempt set code = 'window_closed' where ${attemptWhere("code = 'pair_cut'")}`,
    ],
    ["its word has no signal", "delete from relay.signal where word = 'report'"],
    ["it is not what its entry says", "update relay.signal set word = 'start' where word = 'report'"],
    ["it is not what its entry says", "update relay.signal set customer_id = null where word = 'report'"],
    ["it is not what its entry says", "update relay.signal set by = 'unknown' where word = 'stop'"],
    ["no entry tells of a word in attempt att_other", "update relay.signal set attempt_id = 'att_other'"],
    ["has another one", copyOf("relay.signal", { signal_id: "'sig_2'" })],
    ["it tells of an outage that is not there", "delete from relay.outage"],
    ["no entry tells of it", copyOf("relay.outage", { outage_id: "'out_2'", entry_id: "7" })],
    ["is that of another one too", copyOf("relay.outage", { outage_id: "'out_2'" })],
    ["it is not what its entry says", "update relay.outage set refused = 2"],
    ["it is not what its entry says", "update relay.outage set began_at = began_at - interval '1 hour'"],
    ["no entry says that it was made", copyOf("missions.mission", { mission_id: "'mis_other'", reference: "'x'" })],
    [
      "entries tell of it, and it is not there",
      "alter table missions.line drop constraint line_mission_id_tenant_id_fkey; delete from missions.mission",
    ],
    ["its window is not that of its last entry", "update missions.mission set closes_at = closes_at + interval '1 h'"],
    ["its window is not that of its last entry", "update missions.mission set grace_ms = grace_ms + 1"],
    ["in whether it was cancelled", "update missions.mission set cancelled_at = null"],
    ["in whether it was cancelled", "update missions.mission set cancelled_at = closes_at where cancelled_at is null"],
    ["in whether somebody set off", "update missions.mission set on_my_way_at = null"],
    [
      "mission mis_.*: row and entries differ in customer",
      `update missions.mission set customer_id = (select max(customer_id) from missions.customer)`,
    ],
    ["differ in purpose or legal basis", "update missions.mission set legal_basis = 'eu-gdpr:A6-1-f'"],
    ["row and entry differ in channels", "update missions.mission set channels = '{call}'"],
    [
      "line lin_other: no entry says that it was drawn",
      copyOf("missions.line", { line_id: "'lin_other'", ended_at: "now()" }),
    ],
    ["entries tell of it, and it is not there", "delete from missions.line"],
    ["in whether it has ended", "update missions.line set ended_at = null where ended_at is not null"],
    ["in whether it has ended", "update missions.line set ended_at = assigned_at where ended_at is null"],
    ["line lin_.*: row and entry differ in staff", "update missions.line set staff_id = staff_id || 'x'"],
    [
      "line lin_.*: row and entry differ in mission",
      "update missions.line set ended_at = now(), mission_id = (select max(mission_id) from missions.mission)",
    ],
    ["row and entry differ in numbers", "update missions.line set staff_number = '+33937000019'"],
    ["row and entry differ in numbers", "update missions.line set customer_number = null, customer_code_hash = null"],
    ["an entry tells of it, and it is not there", "delete from missions.pair_cut"],
    [
      "cut of s c: no entry tells of it",
      "insert into missions.pair_cut (tenant_id, staff_id, customer_id, cut_at, cause) values (1, 's', 'c', now(), 'desk')",
    ],
    ["it was lifted, and no entry says so", "update missions.pair_cut set lifted_at = now() + interval '1 day'"],
    ["an entry says that she opted out, and she is not", "update missions.customer set opted_out_at = null"],
    ["she is opted out, and no entry says so", "update missions.customer set opted_out_at = now()"],
    ["staff stf_other: no entry tells of them", copyOf("people.staff", { staff_id: "'stf_other'", reference: "'x'" })],
    ["an entry tells of them, and they are not there", "delete from people.staff"],
    ["row and entry differ in regime", "update people.staff set regime = 'contractor'"],
    ["or in whether they have a phone", "update people.staff set has_phone = false"],
    [
      "machine key key_other: no entry tells of it",
      copyOf("people.machine_key", { key_id: "'key_other'", key_hash: sha256OfNothing }),
    ],
    ["an entry tells of it, and it is not there", "delete from people.machine_key"],
    ["row and entry differ in scopes", "update people.machine_key set scopes = scopes || '{ledger:audit}'"],
    ["in whether it was revoked", "update people.machine_key set revoked_at = null"],
    ["in whether it was revoked", "update people.machine_key set revoked_at = now() where revoked_at is null"],
    [
      "number \\d+: no entry says that it was added",
      `insert into numbers.owner (number, tenant_id) values ('+33937009999', 1);
       insert into numbers.number (tenant_id, number, country, carrier, added_at)
       values (1, '+33937009999', 'FR', 'fake', now())`,
    ],
    [
      "it tells of a number that is not in the pool",
      "alter table numbers.number disable trigger user; delete from numbers.number where number = '+33937000001'",
    ],
    ["row and entry differ in carrier", "update numbers.number set carrier = 'other'"],
    ["in whether it is set aside", "update numbers.number set is_reserved = true"],
    ["in whether it is set aside", "update numbers.number set is_draining = false"],
    [
      "an entry says that it was destroyed, and it is there",
      "update vault.subject_key set wrapped = '1', key_version = 1, shredded_at = null where wrapped is null",
    ],
    ["in whether its kek part was retired", "update vault.tenant_key set kek_retired_at = now()"],
  ])("it is seen: %s (%#)", async (sentence, planted) => {
    expect(await afterPlanting((owner) => owner.query(planted))).toMatch(new RegExp(sentence));
  });

  const first = async (owner: pg.Pool, query: string) =>
    (await owner.query<{ id: string }>(`select ${query} limit 1`)).rows[0]?.id ?? "";
  const attempt = (owner: pg.Pool, outcome: string) =>
    first(owner, `attempt_id as id from relay.attempt where channel = 'sms' and outcome = '${outcome}'`);

  test.each<[string, (owner: pg.Pool) => Promise<Forged>]>([
    [
      "decides on it again",
      async (owner) => ({ event: "relay.receive-text", attempt: await attempt(owner, "delivered"), outcome: "queued" }),
    ],
    [
      "delivered became failed",
      async (owner) => ({
        event: "relay.record-result",
        attempt: await attempt(owner, "delivered"),
        outcome: "failed",
      }),
    ],
    [
      "its result names others than its decision",
      async (owner) => ({ event: "relay.record-result", attempt: await attempt(owner, "queued"), outcome: "unknown" }),
    ],
    [
      "it is queued, its last entry unknown",
      async (owner) => ({ event: "relay.record-result", attempt: await attempt(owner, "queued"), outcome: "unknown" }),
    ],
    [
      "attempt att_none: entries tell of it, and it is not there",
      async () => ({ event: "relay.receive-call", attempt: "att_none", outcome: "refused" }),
    ],
    ["it names no attempt", async () => ({ event: "relay.receive-call", outcome: "refused" })],
    [
      "has a word and was not intercepted",
      async () => ({ event: "relay.receive-text", attempt: "att_none", outcome: "refused", word: "stop" }),
    ],
    ["it tells of an outage that is not there", async () => ({ event: "relay.outage", refused: 1 })],
    [
      "mission mis_none: entries tell of it, and it is not there",
      async () => ({ event: "missions.create-mission", mission: "mis_none", lines: [] }),
    ],
    [
      "makes it again",
      async (owner) => ({
        event: "missions.create-mission",
        mission: await first(owner, "mission_id as id from missions.mission"),
      }),
    ],
    [
      "is about another customer",
      async (owner) => ({
        event: "missions.change-mission",
        mission: await first(owner, "mission_id as id from missions.mission"),
      }),
    ],
    [
      "draws it again",
      async (owner) => ({
        event: "missions.redraw-lines",
        mission: await first(owner, "mission_id as id from missions.mission"),
        ended: [],
        drawn: [{ line: await first(owner, "line_id as id from missions.line") }],
      }),
    ],
    [
      "line lin_none: entries tell of it, and it is not there",
      async () => ({ event: "missions.redraw-lines", mission: "mis_none", ended: ["lin_none"], drawn: [] }),
    ],
    ["it names no mission", async () => ({ event: "missions.set-off" })],
    [
      "in whether somebody set off",
      async (owner) => ({
        event: "missions.set-off",
        mission: await first(owner, "mission_id as id from missions.mission where on_my_way_at is null"),
      }),
    ],
    ["cut of stf_none : an entry tells of it", async () => ({ event: "missions.cut-pair", staff: "stf_none" })],
    ["an entry says that she opted out, and she is not", async () => ({ event: "missions.opt-out" })],
    [
      "staff stf_none: an entry tells of them, and they are not there",
      async () => ({ event: "people.put-staff", staff: "stf_none", regime: "generic", hasPhone: true }),
    ],
    [
      "machine key key_none: an entry tells of it, and it is not there",
      async () => ({ event: "people.register-machine-key", key: "key_none", scopes: [] }),
    ],
    [
      "entry 900000: it tells of a number that is not in the pool",
      async () => ({ event: "numbers.add-numbers", carrier: "fake", numbers: ["+33639981001"] }),
    ],
    [
      "entry 900000: it tells of a number that is not in the pool",
      async () => ({ event: "numbers.change-number", number: "+33639981001", reserved: true, draining: false }),
    ],
    [
      "key of stf_.*: an entry says that it was destroyed, and it is there",
      async (owner) => ({
        event: "vault.shred",
        staff: await first(owner, "staff_id as id from people.staff where reference = 'T-1'"),
      }),
    ],
    [
      "version 9 of the tenant key: an entry tells of it, and it is not there",
      async () => ({ event: "vault.rotate-keys", step: "began", version: 9 }),
    ],
    ["in whether its index part was retired", async () => ({ event: "vault.retire-key", version: 1, part: "index" })],
  ])("an entry without its row is seen: %s (%#)", async (sentence, forge) => {
    const text = await afterPlanting(async (owner) => addEntries(owner, [await forge(owner)]));
    expect(text).toMatch(new RegExp(sentence));
    expect(text).not.toContain("+33639981001");
  });

  test("an entry that no table needs to tell of changes nothing", async () => {
    expect(await afterPlanting((owner) => addEntries(owner, [{ event: "vault.rotate-index", version: 1 }]))).toBe("");
  });
});

describe("when entries have expired", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ staff: 4 });
    const sequencer = openSigner(house);
    await visits(house, 1);
    await office(house);
    await placeAll(sequencer);
    await house.advance(13 * 31 * 24 * 60 * 60_000);
    await keepHouse(house.store, house.vault, new Date(0));
    await sequencer.closeEndedLogs();
    await placeAll(sequencer);
    await pruneLogs(house.store);
    await visits(house, 11);
    await placeAll(sequencer);
  });
  afterAll(() => house.close());

  const audit = async (planted = "select") => {
    await house.owner.query("begin");
    try {
      await house.owner.query(planted);
      const remembered = new RememberedCheckpoints(join(house.folder, "ledger"));
      return (await auditStore(runOn(house.owner), { remembered, vkeyOf: undefined })).violations;
    } finally {
      await house.owner.query("rollback");
    }
  };

  test("rows of that time stand alone, and those of today do not", async () => {
    const { rows } = await house.owner.query<{ minimum: number; size: number }>(
      "select minimum, size from ledger.log order by year limit 1",
    );
    expect(rows[0]?.minimum).toBeGreaterThan(300);
    expect(await audit()).toEqual([]);
    const copied = (at: string) =>
      copyOf("relay.attempt", { attempt_id: "'att_other'", at: `store.act_time(1) - interval '${at}'` });
    expect(await audit(copied("13 months"))).toEqual([]);
    expect(await audit(copied("11 months"))).toEqual(["attempt att_other: it has no decision entry"]);
  });

  test.each([
    [
      "no entry says that it was made",
      "missions.mission",
      { mission_id: "'mis_other'", reference: "'x'" },
      "created_at",
    ],
    ["no entry tells of them", "people.staff", { staff_id: "'stf_other'", reference: "'x'" }, "created_at"],
    ["no entry tells of it", "relay.outage", { outage_id: "'out_other'", entry_id: "7" }, "began_at"],
  ])("a row of that time is not missed, one of today is: %s", async (sentence, table, changes, column) => {
    if (table === "relay.outage") await office(house);
    const copied = (at: string) => copyOf(table, { ...changes, [column]: `store.act_time(1) - interval '${at}'` });
    expect((await audit(copied("13 months"))).join()).not.toContain(sentence);
    expect((await audit(copied("1 day"))).join()).toContain(sentence);
  });
});

test("beside the running program, on its embedded database, and without the program", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "paravent-fsck-"));
  const program = await startProgram({ dataFolder });
  const fsck = () => runCommand(["fsck"], { PARAVENT_DATA: dataFolder });
  try {
    for (let n = 1; n <= 20; n += 1) {
      const body = { displayName: `Staff ${n}`, phone: staffPhone(n), regime: "generic" };
      await program.call("PUT", `/v1/staff/T-${n}`, body);
    }
    for (let i = 0; i < 5; i += 1) expect(await fsck()).toMatchObject({ exitCode: 0 });
  } finally {
    await program.stop();
  }
  const { exitCode, lines } = await fsck();
  expect(lines).toEqual(["In order.", expect.stringMatching(/^Logs: 1, with \d+ entries/)]);
  expect(exitCode).toBe(0);
  rmSync(dataFolder, { recursive: true });
});
