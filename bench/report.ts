import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";

/** One figure of the house: what was measured beside what was promised, with the load of the machine at that moment. */
export type Figure = {
  readonly what: string;
  readonly value: string;
  readonly target: string;
  readonly isReached: boolean;
  readonly load: string;
};

export type BenchOptions = {
  /** A tenth of the work: to see that everything runs, not to be quoted. */
  readonly isQuick: boolean;
};

export type Part = (options: BenchOptions) => Promise<readonly Figure[]>;

export type Target =
  | { readonly atLeast: number; readonly unit?: string }
  | { readonly atMost: number; readonly unit?: string };

/** Judges a value against its target. `unit` follows the number: ` ×`, ` ms`. */
export function figure(what: string, value: number, target: Target): Figure {
  const unit = target.unit ?? "";
  const [sign, limit] = "atLeast" in target ? ["≥", target.atLeast] : ["≤", target.atMost];
  const isReached = "atLeast" in target ? value >= limit : value <= limit;
  return { what, value: short(value) + unit, target: `${sign} ${short(limit)}${unit}`, isReached, load: loadAverage() };
}

/** A condition that holds or does not. */
export function fact(what: string, isTrue: boolean): Figure {
  return { what, value: isTrue ? "yes" : "no", target: "yes", isReached: isTrue, load: loadAverage() };
}

const VERDICT_HEADER = ["what", "measured", "target", "reached", "load"] as const;

export function printFigures(figures: readonly Figure[]): void {
  printTable(
    VERDICT_HEADER,
    figures.map(({ what, value, target, isReached, load }) => [what, value, target, isReached ? "yes" : "NO", load]),
  );
}

/** A Markdown table whose columns also line up in a terminal. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? "").padEnd(width)).join(" | ")} |`;
  console.log([line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n"));
  console.log();
}

/** Three significant digits or so: more would claim a precision that two shared cores do not have. */
export function short(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** `sorted` ascending, `0 ≤ q ≤ 1`; the nearest rank. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1));
  return sorted[at] ?? Number.NaN;
}

/** How busy the machine is, others included: a figure measured above 2 on two cores is a floor. */
export function loadAverage(): string {
  return readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 1).join();
}

export function heading(title: string): void {
  console.log(`\n## ${title}\n`);
}

/** What every figure of this run depends on. */
export function machineLine(serverVersion: string): string {
  const model = /^model name\s*: (.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? process.arch;
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return (
    `${availableParallelism()} cores (${model}), ${memory}, Node ${process.versions.node}, ` +
    `PostgreSQL ${serverVersion}, ${short(flushesPerSecond())} disk flushes/s, load ${loadAverage()}`
  );
}

const FLUSH_MS = 500;

/** How often this disk can make 8 kB durable: the limit of whoever commits alone. */
function flushesPerSecond(): number {
  const folder = mkdtempSync("/tmp/paravent-bench-");
  const file = openSync(join(folder, "flush"), "w");
  const page = Buffer.alloc(8_192, 1);
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < FLUSH_MS) {
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - began) / 1_000;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return count / seconds;
}
