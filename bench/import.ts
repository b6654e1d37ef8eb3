import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { RunningProgram } from "../tests/program.ts";
import { startProgram } from "../tests/program.ts";
import { joinEngine } from "../src/store/index.ts";
import { customerPhone, NUMBERS, STAFF_PHONES } from "./company.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { fact, figure, heading, machineLine, printTable, short } from "./report.ts";

const ROWS = 100_000;
const SAMPLE_MS = 25;
/** Long enough for what the start left behind to be collected. */
const IDLE_MS = 3_000;

/** `POST /v1/missions/import` of the running program: how fast, in how much memory, and whether a second time changes nothing. */
export async function benchImport({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("Mission import over HTTP");
  const rows = isQuick ? ROWS / 10 : ROWS;
  const program = await startProgram({ env: { PARAVENT_DEMO: "0" } });
  try {
    await openCompany(program);
    await sleep(IDLE_MS);
    const idle = memoryOf(program.pid);
    const csv = Buffer.from(exportOf(rows), "utf8");
    const first = await importAll(program, csv);
    const again = await importAll(program, csv);
    const stored = await countStored(program);
    printTable(
      ["run", "rows", "bytes", "seconds", "rows/s", "idle MiB", "peak MiB", "accepted", "unchanged", "rejected"],
      [first, again].map((run, i) => [
        i === 0 ? "first" : "again",
        String(rows),
        String(csv.length),
        run.seconds.toFixed(1),
        short(rows / run.seconds),
        short(idle),
        short(run.peak),
        String(run.answer.accepted),
        String(run.answer.unchanged),
        String(run.answer.rejected.length + run.answer.rejectedNotListed),
      ]),
    );
    console.log(await machineOf(program), "\n");
    const isComplete = first.answer.accepted === rows && first.answer.unchanged === 0;
    const holdsAll =
      stored.missions === rows && stored.lines === rows && stored.entries === rows && stored.shared === 0;
    return [
      figure("import over HTTP", rows / first.seconds, { atLeast: 3_000, unit: " missions/s" }),
      figure("import, memory above idle", Math.max(first.peak, again.peak) - idle, { atMost: 300, unit: " MiB" }),
      fact("import: every row in, each with a line and an entry of its own", isComplete && holdsAll),
      fact("import: the same file again changes nothing", again.answer.unchanged === rows),
    ];
  } finally {
    await program.stop();
  }
}

type ImportRun = {
  readonly seconds: number;
  readonly peak: number;
  readonly answer: {
    readonly accepted: number;
    readonly unchanged: number;
    readonly rejected: readonly unknown[];
    readonly rejectedNotListed: number;
  };
};

async function importAll(program: RunningProgram, csv: Buffer): Promise<ImportRun> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(program.pid));
  }, SAMPLE_MS);
  const began = performance.now();
  const response = await fetch(`${program.url}/v1/missions/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${program.apiKey}`, "content-type": "text/csv" },
    body: Readable.toWeb(Readable.from(piecesOf(csv))) as ReadableStream<Uint8Array>,
    duplex: "half",
  });
  const body = await response.text();
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(watch);
  if (response.status !== 200) throw new Error(`the import was answered with ${response.status}: ${body}`);
  return { seconds, peak, answer: JSON.parse(body) };
}

function* piecesOf(csv: Buffer): Generator<Buffer> {
  for (let at = 0; at < csv.length; at += 65_536) yield csv.subarray(at, at + 65_536);
}

async function openCompany(program: RunningProgram): Promise<void> {
  const added = await program.call("POST", "/v1/numbers", { numbers: NUMBERS, carrier: "simulator" });
  if (added.status !== 200) throw new Error(`could not add numbers: ${JSON.stringify(added.body)}`);
  for (const [n, phone] of STAFF_PHONES.entries()) {
    const staff = { displayName: `Staff ${n}`, regime: "generic", phone };
    const put = await program.call("PUT", `/v1/staff/T-${n}`, staff);
    if (put.status !== 200) throw new Error(`could not add staff: ${JSON.stringify(put.body)}`);
  }
}

/**
 * An export as a planning tool writes it: each customer has one visit, each phone is that of ten customers (there are
 * 10,000 fictitious ones only), and no two of them are visited by the same staff member.
 */
function exportOf(rows: number): string {
  const lines = [
    "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;customer.email;" +
      "customer.address;customer.accessNotes;customer.language;staff",
  ];
  const day = new Date(Math.ceil(performance.timeOrigin / 86_400_000) * 86_400_000).toISOString().slice(0, 10);
  for (let n = 0; n < rows; n += 1) {
    const hour = 6 + (n % 12);
    const at = (h: number) => `${day}T${String(h).padStart(2, "0")}:00:00+02:00`;
    const staff = (n + Math.floor(n / 10_000)) % STAFF_PHONES.length;
    lines.push(
      `M-${n};home-intervention;${at(hour)};${at(hour + 2)};C-${n};Customer ${n};${customerPhone(n)};` +
        `customer${n}@example.org;${n % 200} rue des Lilas, 75020 Paris;"Code ${n % 10_000}, 3e étage";fr;T-${staff}`,
    );
  }
  return `${lines.join("\r\n")}\r\n`;
}

async function countStored(program: RunningProgram) {
  return asOwner(program, async (owner) => {
    const { rows } = await owner.query<{ missions: string; lines: string; entries: string; shared: string }>(
      `select (select count(*) from missions.mission) as missions, (select count(*) from missions.line) as lines,
        (select count(*) from ledger.entry where subject is not null) as entries,
        (select count(*) from missions.line where staff_needs_code or customer_needs_code) as shared`,
    );
    const [row] = rows;
    return {
      missions: Number(row?.missions),
      lines: Number(row?.lines),
      entries: Number(row?.entries),
      shared: Number(row?.shared),
    };
  });
}

async function machineOf(program: RunningProgram): Promise<string> {
  const engine = await joinEngine(program.dataFolder);
  return machineLine(engine?.serverVersion ?? "?");
}

async function asOwner<T>({ dataFolder }: RunningProgram, act: (owner: pg.Client) => Promise<T>): Promise<T> {
  const engine = await joinEngine(dataFolder);
  if (engine === undefined) throw new Error("could not join the program's database");
  const owner = new pg.Client(engine.connection());
  await owner.connect();
  try {
    return await act(owner);
  } finally {
    await owner.end();
  }
}

/** Memory a process holds, MiB. */
export function memoryOf(pid: number): number {
  const held = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (held === undefined) throw new Error(`could not read the memory of process ${pid}`);
  return Number(held) / 1_024;
}
