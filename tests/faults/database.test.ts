import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { seal } from "../../src/base/sealed.ts";
import type { IncomingText } from "../../src/relay/carrier.ts";
import { LedgerUnavailable } from "../../src/relay/index.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import { openEngine } from "../../src/store/engine/engine.ts";
import { runningServer } from "../../src/store/engine/postmaster.ts";
import { canRecord, migrate } from "../../src/store/index.ts";
import { checkHouse } from "../check-house.ts";
import type { House, OpenMission } from "../house.ts";
import { openHouse } from "../house.ts";
import { Proxy } from "./proxy.ts";

/** What happens to the database, and what ends it. */
type Fault = { readonly begin: () => Promise<unknown>; readonly end: () => Promise<unknown> };

/** The longest a caller may be left without an answer, real time. */
const ANSWER_LIMIT_MS = 25_000;
const RECOVERY_LIMIT_MS = 30_000;

/** A house on a server of its own, which a test may stop. */
async function openOwnHouse(folder = newFolder()): Promise<{ readonly house: House; readonly engine: Engine }> {
  const engine = await openEngine({ dataDir: folder });
  onTestFinished(() => engine.stop());
  await migrate(engine.connection());
  const house = await openHouse({ database: { connection: engine.connection(), drop: async () => undefined } });
  onTestFinished(() => house.close());
  return { house, engine };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "paravent-fault-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const textTo = (mission: OpenMission, messageId: string) => ({
  carrier: "fake",
  messageId,
  from: seal(mission.staffPhone),
  to: mission.staffDials,
  text: seal("je suis en bas"),
});

/**
 * While the database cannot record, contact is refused in time and a report is taken; afterwards, by itself, the cut
 * comes first, what the carrier tries again goes through once, and the outage is on record.
 */
async function expectOutage(house: House, { begin, end }: Fault): Promise<void> {
  const { carrier } = house;
  // One that hands nothing over, and so does nothing by itself: what waits is filed because somebody writes.
  const relay = house.anotherRelay();
  const quiet = await house.mission({ n: 1 });
  const reported = await house.mission({ n: 2, staff: ["T-2"] });
  await relay.receiveText(textTo(quiet, "before"));
  await house.settle();
  // Connections that are idle when the fault begins are the ones that break, or hang.
  await Promise.all(Array.from({ length: 8 }, () => house.store.now()));
  await begin();

  const word = { ...textTo(reported, "word"), from: seal(reported.customerPhone), to: reported.customerDials };
  const [refused, taken] = await Promise.all([
    inTime(relay.receiveText(textTo(quiet, "during")).catch((error: unknown) => error)),
    inTime(relay.receiveText({ ...word, text: seal("SIGNALER") })),
  ]);
  expect(refused).toBeInstanceOf(LedgerUnavailable);
  expect(taken).toMatchObject({ outcome: "intercepted" });
  const call = { carrier: "fake", messageId: "call", from: seal(quiet.staffPhone), to: quiet.staffDials };
  expect(await inTime(relay.receiveCall(call).catch((error: unknown) => error))).toBeInstanceOf(LedgerUnavailable);
  // Who reported is answered at once, by the carrier alone; and once, as is counted below.
  const answered = () => carrier.textsAt(reported.customerPhone).length;
  expect(await vi.waitFor(() => answered() || Promise.reject(new Error("not answered yet")))).toBe(1);
  expect(carrier.textsAt(quiet.customerPhone)).toHaveLength(1);

  expect(relay.isRecording).toBe(false);
  await end();
  // The carrier tries again, as it was told to.
  const again = async (text: IncomingText) => (await relay.receiveText(text)) as { outcome: string; code?: string };
  const afterCut = await vi.waitFor(() => again(textTo(reported, "after the cut")), {
    timeout: RECOVERY_LIMIT_MS,
    interval: 100,
  });
  expect(afterCut).toMatchObject({ outcome: "refused", code: "pair_cut" });
  expect((await again(textTo(quiet, "during"))).outcome).toBe("queued");
  await house.settle();
  expect(relay.isRecording).toBe(true);
  expect(carrier.textsAt(quiet.customerPhone)).toHaveLength(2);
  expect(carrier.textsAt(reported.customerPhone)).toHaveLength(1);
  const { rows } = await house.owner.query<{ refused: number }>("select refused from relay.outage");
  expect(rows.reduce((sum, row) => sum + row.refused, 0)).toBeGreaterThanOrEqual(2);
  const said = new Map([[(taken as { attemptId: string }).attemptId, "SIGNALER"]]);
  await checkHouse(house.store, { journal: carrier.delivered, said });
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("nobody answered in time")), ANSWER_LIMIT_MS);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

test("a database that is stopped and started again", async () => {
  const folder = newFolder();
  const { house, engine } = await openOwnHouse(folder);
  let again: Engine | undefined;
  const begin = () => engine.stop();
  const end = async () => {
    again = await openEngine({ dataDir: folder });
  };
  await expectOutage(house, { begin, end }).finally(() => void again?.stop());
}, 120_000);

test("a database that was killed comes back by itself, and nobody is told twice", async () => {
  const folder = newFolder();
  const { house } = await openOwnHouse(folder);
  const mission = await house.mission();
  const texts = Array.from({ length: 40 }, (_, i) => textTo(mission, `text ${i}`));
  const first = Promise.allSettled(texts.map((text) => house.relay.receiveText(text)));
  const pid = runningServer(join(realpathSync(folder), "postgres"));
  process.kill(pid as number, "SIGKILL");
  await first;
  await vi.waitFor(async () => expect(await canRecord(house.store)).toBe(true), {
    timeout: RECOVERY_LIMIT_MS,
    interval: 50,
  });
  const outcomes = [];
  // A session that outlived its server for a moment may have answered: the operator tries again, as it does.
  const again = (text: IncomingText) =>
    vi.waitFor(() => house.relay.receiveText(text), { timeout: RECOVERY_LIMIT_MS, interval: 50 });
  for (const text of texts) outcomes.push((await again(text)).outcome);
  expect(outcomes.filter((outcome) => outcome === "refused")).toHaveLength(10);
  await house.settle();
  expect(house.carrier.textsAt(mission.customerPhone)).toHaveLength(30);
  await checkHouse(house.store, { journal: house.carrier.delivered });
}, 120_000);

test("a database that turned read-only", async () => {
  const { house } = await openOwnHouse();
  const set = async (value: string) => {
    await house.owner.query("set default_transaction_read_only = off");
    await house.owner.query(`alter system set default_transaction_read_only = ${value}`);
    await house.owner.query("select pg_reload_conf()");
  };
  const becomes = (value: boolean) =>
    vi.waitFor(async () => expect(await canRecord(house.store)).toBe(value), { timeout: 5_000 });
  await expectOutage(house, {
    begin: async () => {
      await set("on");
      await becomes(false);
    },
    end: () => set("off"),
  });
}, 120_000);

/** A house with a proxy in front of its database. */
async function openHouseThrough(): Promise<{ readonly house: House; readonly proxy: Proxy }> {
  const opened = Promise.withResolvers<Proxy>();
  const house = await openHouse({
    through: async (connection) => {
      opened.resolve(await Proxy.open(connection));
      return (await opened.promise).connection;
    },
  });
  const proxy = await opened.promise;
  onTestFinished(async () => {
    await house.close();
    await proxy.close();
  });
  return { house, proxy };
}

test("a database that hangs: no answer, no end of the connection", async () => {
  const { house, proxy } = await openHouseThrough();
  await expectOutage(house, { begin: async () => proxy.stall(), end: async () => proxy.resume() });
}, 120_000);

test("a database that is slow makes everybody wait, and nothing else", async () => {
  const { house, proxy } = await openHouseThrough();
  const mission = await house.mission();
  proxy.delayMs = 150;
  const texts = Array.from({ length: 20 }, (_, i) => textTo(mission, `slow ${i}`));
  const received = await Promise.all(texts.map((text) => house.relay.receiveText(text)));
  expect(received.every(({ outcome }) => outcome === "queued")).toBe(true);
  await house.settle();
  proxy.delayMs = 0;
  expect(house.carrier.textsAt(mission.customerPhone)).toHaveLength(20);
  await checkHouse(house.store, { journal: house.carrier.delivered });
}, 60_000);

const MIB = 1024 * 1024;

test("a disk that is full", async ({ skip }) => {
  const disk = newFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", disk], { encoding: "utf8" });
  if (mounted.status !== 0) skip("a small disk cannot be mounted here: run as root");
  onTestFinished(() => {
    expect(spawnSync("umount", [disk]).status).toBe(0);
  });
  const data = join(disk, "data");
  mkdirSync(data);
  const { house } = await openOwnHouse(data);
  const ballast = join(disk, "ballast");
  const other = await house.mission({ n: 9, staff: ["T-3"] });
  await expectOutage(house, {
    async begin() {
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 4 * bsize)));
      // There is room left inside the server's own files: it goes to strangers, whose tries are recorded too.
      for (let i = 0; i < 2_000; i += 1) {
        const stranger = { ...textTo(other, `stranger ${i}`), from: seal("+33639986000") };
        const refusal = await house.relay.receiveText(stranger).catch((error: unknown) => error);
        if (refusal instanceof LedgerUnavailable) return;
      }
      throw new Error("the disk did not fill up");
    },
    end: async () => rmSync(ballast),
  });
  expect(statfsSync(disk).blocks * statfsSync(disk).bsize).toBe(200 * MIB);
}, 180_000);
