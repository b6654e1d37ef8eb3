import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openLog } from "../src/base/log.ts";
import { seal } from "../src/base/sealed.ts";
import type { MissionDeps, MissionRequest } from "../src/missions/index.ts";
import { createMissions, loadPurposes, readMissions } from "../src/missions/index.ts";
import { addNumbers } from "../src/numbers/index.ts";
import { putStaff } from "../src/people/index.ts";
import type { Engine } from "../src/store/engine/engine.ts";
import { openEngine } from "../src/store/engine/engine.ts";
import { migrate, Store } from "../src/store/index.ts";
import { createKeyFile, openKeyFile, openVault } from "../src/vault/index.ts";

/** A database of its own with a company in it, as the program would have made it. */
export type BenchHouse = {
  readonly folder: string;
  readonly engine: Engine;
  readonly store: Store;
  readonly deps: MissionDeps;
  close(): Promise<void>;
};

const STAFF = 400;
const NUMBERS = 320;
const BATCH = 500;

export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = mkdtempSync("/tmp/paravent-bench-");
  const engine = await openEngine({ dataDir: folder });
  await migrate(engine.connection());
  const store = new Store(engine.connection());
  const keyFile = join(folder, "demo-key.json");
  createKeyFile(keyFile, { isDemo: true, now: await store.now() });
  const file = openKeyFile(keyFile);
  if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
  const opened = await openVault({ store, provider: file.provider, isProduction: false, log: openLog("silent") });
  if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
  const deps = { vault: opened.vault, purposes: await loadPurposes(store) };
  await store.transaction(async (tx) => {
    const numbers = Array.from({ length: NUMBERS }, (_, n) => `+3393700${String(n).padStart(4, "0")}`);
    await addNumbers(tx, { numbers, carrier: "simulator" });
    for (let n = 0; n < STAFF; n += 1) {
      await putStaff(tx, deps.vault, {
        reference: `T-${n}`,
        displayName: seal(`Staff ${n}`),
        phone: seal(staffPhone(n)),
        regime: "generic",
        language: "fr",
      });
    }
  });
  return {
    folder,
    engine,
    store,
    deps,
    async close() {
      await store.close();
      await engine.stop();
      // As root, the data folder is a link to where the dropped user may go.
      if (engine.folder !== undefined) rmSync(engine.folder, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** 10,000 fictitious phones: those of staff at the top, those of customers below and, beyond, in the UK range. */
function staffPhone(n: number): string {
  return `+33639989${String(n).padStart(3, "0")}`;
}

function customerPhone(n: number): string {
  return n < 9_000 ? `+3363998${String(n).padStart(4, "0")}` : `+447700900${String(n % 1000).padStart(3, "0")}`;
}

/** One end of an open mission, as a sender knows it. */
export type SenderEnd = { readonly from: string; readonly to: string };

/** Opens missions between staff and customers, and gives both ends of each. */
export async function openMissions({ store, deps }: BenchHouse, count: number): Promise<readonly SenderEnd[]> {
  const ends: SenderEnd[] = [];
  const now = await store.now();
  for (let start = 0; start < count; start += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - start) }, (_, i) => missionRequest(start + i, now));
    await store.transaction((tx) => createMissions(tx, deps, requests));
    const references = requests.map(({ reference }) => reference);
    const missions = new Map(
      (await readMissions(store, deps, now, { references })).map((mission) => [mission.reference, mission]),
    );
    for (const request of requests) {
      const line = missions.get(request.reference)?.lines[0];
      if (line?.staffDials == null || line.customerDials === null || line.staffNeedsCode || line.customerNeedsCode) {
        throw new Error("could not give a mission numbers of its own");
      }
      ends.push({ from: staffPhone(Number(line.staff.slice(2))), to: line.staffDials });
      ends.push({ from: request.customer.phone as string, to: line.customerDials });
    }
  }
  return ends;
}

function missionRequest(n: number, now: Date): MissionRequest {
  return {
    reference: `BENCH-${n}`,
    purpose: "message-proxy",
    opensAt: new Date(now.getTime() - 60_000).toISOString(),
    closesAt: new Date(now.getTime() + 12 * 3_600_000).toISOString(),
    customer: { reference: `C-${n}`, displayName: `Customer ${n}`, phone: customerPhone(n), language: "fr" },
    staff: [`T-${n % STAFF}`],
  };
}

/** Single-row durable commits a second by PostgreSQL's own tool, 32 clients on the same socket. */
export function pgbenchCommits({ engine }: Pick<BenchHouse, "engine">, seconds: number): number {
  const { host, port, user, database } = engine.connection();
  const script = 'insert into public.bench_row (payload) values (\'{"event":"attempt","outcome":"queued"}\');\n';
  const found = ["/usr/lib/postgresql/15/bin/pgbench", "/usr/bin/pgbench"].find(
    (path) => spawnSync(path, ["--version"]).status === 0,
  );
  if (found === undefined) throw new Error("could not find pgbench: apt-get install postgresql-15");
  const run = spawnSync(
    found,
    [
      "-n",
      "-M",
      "prepared",
      "-c",
      "32",
      "-j",
      "2",
      "-T",
      String(seconds),
      "-f",
      "-",
      "-h",
      String(host),
      "-p",
      String(port ?? 5432),
      "-U",
      String(user),
      String(database),
    ],
    { input: script, encoding: "utf8" },
  );
  const rate = /tps = ([\d.]+)/.exec(run.stdout);
  if (rate === null) throw new Error(`could not read what pgbench says: ${run.stderr}`);
  return Number(rate[1]);
}
