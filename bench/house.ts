import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openLog } from "../src/base/log.ts";
import { seal } from "../src/base/sealed.ts";
import { calendarAt } from "../src/charter/index.ts";
import type { MissionDeps, MissionRequest } from "../src/missions/index.ts";
import { createMissions, loadPurposes, readMissions } from "../src/missions/index.ts";
import { addNumbers } from "../src/numbers/index.ts";
import { putStaff } from "../src/people/index.ts";
import { GuardedScreener } from "../src/screening/index.ts";
import type { Engine } from "../src/store/index.ts";
import { migrate, openEngine, Store } from "../src/store/index.ts";
import { createKeyFile, openKeyFile, openVault } from "../src/vault/index.ts";
import { customerPhone, NUMBERS, STAFF_PHONES } from "./company.ts";

/** A database of its own with a company in it, as the program would have made it. */
export type BenchHouse = {
  readonly folder: string;
  readonly engine: Engine;
  readonly store: Store;
  readonly deps: MissionDeps;
  close(): Promise<void>;
};

/** One end of an open mission, as a sender knows it. */
export type SenderEnd = { readonly from: string; readonly to: string };

/** Room for pgbench and for the naive way beside the program's own connections. */
const MAX_CONNECTIONS = 120;
const BATCH = 500;

export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = mkdtempSync("/tmp/paravent-bench-");
  const engine = await openEngine({ dataDir: folder, maxConnections: MAX_CONNECTIONS });
  await migrate(engine.connection());
  const store = new Store(engine.connection());
  const keyFile = join(folder, "demo-key.json");
  createKeyFile(keyFile, { isDemo: true, now: await store.now() });
  const file = openKeyFile(keyFile);
  if (!file.ok) throw new Error(`could not open the key file: ${file.code}`);
  const opened = await openVault({ store, provider: file.provider, isProduction: false, log: openLog("silent") });
  if (!opened.ok) throw new Error(`could not open the vault: ${opened.code}`);
  const screener = new GuardedScreener({ isOn: () => true, onFailure: (error) => console.error(error) });
  const deps = {
    vault: opened.vault,
    purposes: await loadPurposes(store),
    screener,
    calendar: calendarAt("metropole"),
  };
  const house = { folder, engine, store, deps };
  await openCompany(house);
  return {
    ...house,
    async close() {
      await store.close();
      await engine.stop();
      // As root, the data folder is a link to where the dropped user may go.
      if (engine.folder !== undefined) rmSync(engine.folder, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openCompany({ store, deps }: Pick<BenchHouse, "store" | "deps">): Promise<void> {
  await store.transaction(async (tx) => {
    await addNumbers(tx, { numbers: NUMBERS, carrier: "simulator" });
    for (const [n, phone] of STAFF_PHONES.entries()) {
      await putStaff(tx, deps.vault, {
        reference: `T-${n}`,
        displayName: seal(`Staff ${n}`),
        phone: seal(phone),
        regime: "generic",
        language: "fr",
      });
    }
  });
}

/** Opens missions between staff and customers, 10,000 at most, and gives both ends of each. */
export async function openMissions({ store, deps }: BenchHouse, count: number): Promise<readonly SenderEnd[]> {
  const ends: SenderEnd[] = [];
  const now = await store.now();
  for (let start = 0; start < count; start += BATCH) {
    const requests = Array.from({ length: Math.min(BATCH, count - start) }, (_, i) => missionRequest(start + i, now));
    await store.transaction((tx) => createMissions(tx, deps, requests));
    const references = requests.map(({ reference }) => reference);
    const made = await readMissions(store, deps, now, { references });
    const missions = new Map(made.map((mission) => [mission.reference, mission]));
    for (const { reference, customer } of requests) {
      const line = missions.get(reference)?.lines[0];
      if (line?.staffDials == null || line.customerDials === null || line.staffNeedsCode || line.customerNeedsCode) {
        throw new Error("could not give a mission numbers of its own");
      }
      ends.push({ from: STAFF_PHONES[Number(line.staff.slice(2))] as string, to: line.staffDials });
      ends.push({ from: customer.phone as string, to: line.customerDials });
    }
  }
  return ends;
}

/** Its purpose allows 500 texts each way: what is measured is contact, not refusals. */
function missionRequest(n: number, now: Date): MissionRequest {
  return {
    reference: `BENCH-${n}`,
    purpose: "message-proxy",
    opensAt: new Date(now.getTime() - 60_000).toISOString(),
    closesAt: new Date(now.getTime() + 12 * 3_600_000).toISOString(),
    customer: { reference: `C-${n}`, displayName: `Customer ${n}`, phone: customerPhone(n), language: "fr" },
    staff: [`T-${n % STAFF_PHONES.length}`],
  };
}
