import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { AttemptId, MissionId } from "../src/base/ids.ts";
import type { Log } from "../src/base/log.ts";
import { openLog } from "../src/base/log.ts";
import { seal } from "../src/base/sealed.ts";
import { calendarAt } from "../src/charter/index.ts";
import type { MissionAnswer, MissionDeps, MissionRequest } from "../src/missions/index.ts";
import { createMissions, loadPurposes, readMissions } from "../src/missions/index.ts";
import { addNumbers } from "../src/numbers/index.ts";
import { putStaff } from "../src/people/index.ts";
import type { IncomingCall, IncomingText } from "../src/relay/carrier.ts";
import { Relay } from "../src/relay/index.ts";
import type { Received, ReceivedCall, RelayParts } from "../src/relay/relay.ts";
import { GuardedScreener } from "../src/screening/index.ts";
import type { TestDatabase } from "../src/store/engine/test-engine.ts";
import { createTestDatabase } from "../src/store/engine/test-engine.ts";
import { advanceClock, Store } from "../src/store/index.ts";
import type { Vault } from "../src/vault/index.ts";
import { createKeyFile, openKeyFile, openVault } from "../src/vault/index.ts";
import { FakeCarrier } from "./fake-carrier.ts";

export const staffPhone = (n: number) => `+33639987${String(n).padStart(3, "0")}`;
export const customerPhone = (n: number) => `+33639981${String(n).padStart(3, "0")}`;
export const maskedNumber = (n: number) => `+3393700${String(n).padStart(4, "0")}`;

/** A mission with one line, as its two ends know it. */
export type OpenMission = {
  readonly id: MissionId;
  readonly staff: string;
  readonly staffPhone: string;
  readonly customerPhone: string;
  readonly staffDials: string;
  readonly customerDials: string;
  readonly code: string;
  readonly answer: MissionAnswer;
};

export type House = {
  readonly store: Store;
  readonly vault: Vault;
  readonly deps: MissionDeps;
  readonly relay: Relay;
  readonly carrier: FakeCarrier;
  /** Somebody who may read and change every row, on one connection, which is replaced when it breaks. */
  readonly owner: pg.Pool;
  readonly connection: pg.ClientConfig;
  readonly folder: string;
  advance(ms: number): Promise<void>;
  /** A mission from an hour ago to an hour ahead, unless told otherwise. `n` names the customer and her phone. */
  mission(wanted?: Partial<MissionRequest> & { readonly n?: number }): Promise<OpenMission>;
  text(from: string | undefined, to: string, text: string, more?: Partial<IncomingText>): Promise<Received>;
  call(from: string | undefined, to: string, more?: Partial<IncomingCall>): Promise<ReceivedCall>;
  /** Waits until nothing is left to hand over; leases that a crash left behind end at once. */
  settle(): Promise<void>;
  outcomeOf(attempt: AttemptId): Promise<string>;
  /** The relay of another process on the same data: what it knows, it read from them. */
  anotherRelay(more?: Partial<RelayParts>): Relay;
  close(): Promise<void>;
};

export type HouseOptions = {
  readonly carrier?: FakeCarrier;
  readonly staff?: number;
  readonly numbers?: number;
  readonly log?: Log;
  readonly relay?: Partial<RelayParts>;
  /** Screens with the rules that ship, unless told. */
  readonly screener?: GuardedScreener;
  /** One of the tests' server, unless told. */
  readonly database?: TestDatabase;
  /** What stands between the rooms and their database. The owner's connection goes past it. */
  readonly through?: (connection: pg.ClientConfig) => pg.ClientConfig | Promise<pg.ClientConfig>;
};

/** Rules take a moment to compile: once for all houses of a test file. */
const calendar = calendarAt("metropole");
const screener = new GuardedScreener({
  isOn: () => true,
  onFailure(error) {
    throw error;
  },
});
const HOUR_MS = 3_600_000;

/** All rooms in one process, on a database of their own, with a carrier that does what a test tells it. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { carrier = new FakeCarrier(), log = openLog("silent"), through = (connection) => connection } = options;
  const database = options.database ?? (await createTestDatabase());
  const folder = mkdtempSync(join(tmpdir(), "paravent-house-"));
  const owner = new pg.Pool({ ...database.connection, max: 1 });
  owner.on("error", () => undefined);
  const store = new Store(await through(database.connection));
  const vault = await openNewVault(store, join(folder, "keys.json"), log);
  const deps = { vault, purposes: await loadPurposes(store), screener: options.screener ?? screener, calendar };
  await fillCompany(store, vault, carrier.name, options);
  const relays: Relay[] = [];
  const anotherRelay = (more: Partial<RelayParts> = {}) => {
    const publicUrl = "https://paravent.test";
    const parts = { store, deps, log, carriers: [carrier], publicUrl, spoolFolder: join(folder, "spool") };
    const made = new Relay({ ...parts, ...options.relay, ...more });
    relays.push(made);
    return made;
  };
  const relay = anotherRelay();
  let messages = 0;
  const message = (from: string | undefined, to: string) => {
    messages += 1;
    return {
      carrier: carrier.name,
      messageId: `message-${messages}`,
      from: from === undefined ? from : seal(from),
      to,
    };
  };
  return {
    store,
    vault,
    deps,
    relay,
    carrier,
    owner,
    connection: database.connection,
    folder,
    anotherRelay,
    async advance(ms) {
      await advanceClock(store, ms);
    },
    mission: (wanted = {}) => openMission(store, deps, wanted),
    text: (from, to, text, more = {}) => relay.receiveText({ ...message(from, to), text: seal(text), ...more }),
    call: (from, to, more = {}) => relay.receiveCall({ ...message(from, to), ...more }),
    settle: () => settle(owner, relay),
    async outcomeOf(attempt) {
      const found = await owner.query<{ outcome: string; code: string | null }>(
        "select outcome, code from relay.attempt where attempt_id = $1",
        [attempt],
      );
      return found.rows.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`)).join();
    },
    async close() {
      for (const one of relays) await one.stop();
      await store.close();
      await owner.end();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openNewVault(store: Store, path: string, log: Log): Promise<Vault> {
  createKeyFile(path, { isDemo: false, now: await store.now() });
  const file = openKeyFile(path);
  if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
  const opened = await openVault({ store, provider: file.provider, isProduction: false, log });
  if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
  return opened.vault;
}

async function fillCompany(store: Store, vault: Vault, carrier: string, options: HouseOptions): Promise<void> {
  const { staff = 3, numbers = 20 } = options;
  await store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: Array.from({ length: numbers }, (_, n) => maskedNumber(n + 1)), carrier });
    for (let n = 1; n <= staff; n += 1) {
      const who = { reference: `T-${n}`, displayName: seal(`Staff ${n}`), phone: seal(staffPhone(n)) };
      await putStaff(tx, vault, { ...who, regime: "generic", language: "fr" });
    }
  });
}

async function openMission(
  store: Store,
  deps: MissionDeps,
  { n = 1, ...wanted }: Partial<MissionRequest> & { readonly n?: number },
): Promise<OpenMission> {
  const now = (await store.now()).getTime();
  const request: MissionRequest = {
    reference: `M-${n}-${now}`,
    purpose: "home-intervention",
    opensAt: new Date(now - HOUR_MS).toISOString(),
    closesAt: new Date(now + HOUR_MS).toISOString(),
    customer: { reference: `C-${n}`, displayName: `Customer ${n}`, phone: customerPhone(n), language: "fr" },
    staff: ["T-1"],
    ...wanted,
  };
  const [made] = await store.transaction((tx) => createMissions(tx, deps, [request]));
  if (made?.ok !== true) throw new Error(`could not make a mission: ${made?.code}`);
  const [answer] = await readMissions(store, deps, await store.now(), { ids: [made.id] });
  const line = answer?.lines[0];
  if (answer === undefined || line === undefined) throw new Error("could not read a mission that was made");
  return {
    id: made.id,
    staff: line.staff,
    staffPhone: staffPhone(Number(line.staff.slice(2))),
    customerPhone: request.customer.phone ?? "",
    staffDials: line.staffDials ?? "",
    customerDials: line.customerDials ?? "",
    code: line.code,
    answer,
  };
}

const SETTLE_LIMIT_MS = 15_000;
/** Passes over what a relay holds at this moment: two who lock rows in two orders would wait for each other. */
export const MAKE_DUE = `update store.outbox set next_at = clock_timestamp() where outbox_id in (
  select outbox_id from store.outbox where state in ('queued', 'handing_over') order by outbox_id for update skip locked)`;
const started = new WeakSet<Relay>();

async function settle(owner: pg.Pool, relay: Relay): Promise<void> {
  const until = performance.now() + SETTLE_LIMIT_MS;
  if (!started.has(relay)) relay.start();
  started.add(relay);
  for (;;) {
    await owner.query(MAKE_DUE);
    const { rowCount } = await owner.query(
      "select from store.outbox where state in ('queued', 'handing_over') limit 1",
    );
    if (rowCount === 0) return;
    if (performance.now() > until) throw new Error("could not empty the outbox in time");
    await sleep(20);
  }
}
