import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { customerPhone, STAFF_PHONES } from "./company.ts";
import type { Program } from "./program.ts";
import { asOwner, makeDataFolder, memoryOf, openCompany, removeDataFolder, startProgram } from "./program.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { fact, figure, heading, machineLine, printTable, short } from "./report.ts";

const ROWS = 100_000;
const SAMPLE_MS = 25;
const IDLE_MS = 3_000;
const PIECE_BYTES = 65_536;

/** `POST /v1/missions/import` of the running program: how fast, in how much memory, and what a second time changes. */
export async function benchImport({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("Mission import over HTTP");
  const rows = isQuick ? ROWS / 10 : ROWS;
  const folder = makeDataFolder();
  try {
    const program = await startProgram(folder);
    await openCompany(program);
    await sleep(IDLE_MS);
    const idle = memoryOf(program.pid);
    const csv = Buffer.from(exportOf(rows, new Date(performance.timeOrigin)), "utf8");
    const first = await importAll(program, csv);
    const again = await importAll(program, csv);
    const stored = await countStored(program);
    const machine = machineLine(program.serverVersion);
    await program.stop();
    print(rows, idle, [first, again]);
    console.log(machine, "\n");
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
    await removeDataFolder(folder);
  }
}

type ImportRun = {
  readonly seconds: number;
  /** The most memory the program held meanwhile, MiB. */
  readonly peak: number;
  readonly answer: {
    readonly accepted: number;
    readonly unchanged: number;
    readonly rejected: readonly unknown[];
    readonly rejectedNotListed: number;
  };
};

async function importAll(program: Program, csv: Buffer): Promise<ImportRun> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryOf(program.pid));
  }, SAMPLE_MS);
  const began = performance.now();
  const answer = await program.call("POST", "/v1/missions/import", Readable.from(piecesOf(csv)));
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(watch);
  return { seconds, peak, answer };
}

function* piecesOf(csv: Buffer): Generator<Buffer> {
  for (let at = 0; at < csv.length; at += PIECE_BYTES) yield csv.subarray(at, at + PIECE_BYTES);
}

function print(rows: number, idle: number, runs: readonly ImportRun[]): void {
  printTable(
    ["run", "rows", "seconds", "rows/s", "idle MiB", "peak MiB", "accepted", "unchanged", "rejected"],
    runs.map(({ seconds, peak, answer }, i) => [
      i === 0 ? "first" : "again",
      String(rows),
      seconds.toFixed(1),
      short(rows / seconds),
      short(idle),
      short(peak),
      String(answer.accepted),
      String(answer.unchanged),
      String(answer.rejected.length + answer.rejectedNotListed),
    ]),
  );
}

/**
 * An export as a planning tool writes it, for the day after `now`: each customer has one visit, each phone is that of
 * ten customers (there are 10,000 fictitious ones only), and no two of them are visited by the same staff member.
 */
function exportOf(rows: number, now: Date): string {
  const lines = [
    "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;customer.email;" +
      "customer.address;customer.accessNotes;customer.language;staff",
  ];
  const day = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  const at = (hour: number) => `${day}T${String(hour).padStart(2, "0")}:00:00+02:00`;
  for (let n = 0; n < rows; n += 1) {
    const hour = 6 + (n % 12);
    const staff = (n + Math.floor(n / 10_000)) % STAFF_PHONES.length;
    lines.push(
      `M-${n};home-intervention;${at(hour)};${at(hour + 2)};C-${n};Customer ${n};${customerPhone(n)};` +
        `customer${n}@example.org;${n % 200} rue des Lilas, 75020 Paris;"Code ${n % 10_000}, 3e étage";fr;T-${staff}`,
    );
  }
  return `${lines.join("\r\n")}\r\n`;
}

async function countStored(program: Program) {
  const counted = await asOwner(program, (owner) =>
    owner.query<Record<"missions" | "lines" | "entries" | "shared", string>>(
      `select (select count(*) from missions.mission) as missions, (select count(*) from missions.line) as lines,
        (select count(*) from ledger.entry where subject is not null) as entries,
        (select count(*) from missions.line where staff_needs_code or customer_needs_code) as shared`,
    ),
  );
  const [row] = counted.rows;
  const { missions, lines, entries, shared } = row ?? {};
  return { missions: Number(missions), lines: Number(lines), entries: Number(entries), shared: Number(shared) };
}
