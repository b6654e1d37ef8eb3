/**
 * `npm run screening:score -- <file.jsonl> …`: what screening makes of labelled texts. A line is
 * `{text, label: "block" | "pass", category, direction?, lang?}`. With the model and without it. Ends with 2 when a file cannot be read.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { errorFields } from "../base/log.ts";
import type { Verdict } from "../screening/index.ts";
import { Screener } from "../screening/index.ts";

const labelled = z.object({
  text: z.string(),
  label: z.enum(["block", "pass"]),
  category: z.string(),
  direction: z.enum(["staff_to_customer", "customer_to_staff"]).default("staff_to_customer"),
  lang: z.string().default("–"),
});
type Labelled = z.output<typeof labelled>;
type Scored = Labelled & { readonly verdict: Verdict; readonly classes: ReadonlySet<string> };

/** Of a standard normal distribution: 95 % lies within. */
const Z = 1.96;

/** The interval in which a rate lies, 95 % sure. Source: Wilson, JASA 22 (1927), 209–212. */
function wilson(hits: number, of: number): string {
  if (of === 0) return "–";
  const rate = hits / of;
  const centre = rate + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((rate * (1 - rate)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  const percent = (x: number) => (Math.min(1, Math.max(0, x)) * 100).toFixed(1);
  return `${percent(rate)} % [${percent((centre - half) / scale)}, ${percent((centre + half) / scale)}]`;
}

function main(files: readonly string[]): number {
  if (files.length === 0) {
    console.error("usage: npm run screening:score -- <file.jsonl> …");
    return 2;
  }
  const cards = [
    ["rules and model", new Screener()],
    ["rules alone", new Screener({ hasModel: false })],
  ] as const;
  for (const file of files) {
    const rows = readRows(file);
    if (rows === undefined) return 2;
    for (const [name, screener] of cards) {
      printCard(
        `${file}, ${rows.length} texts, ${name}`,
        rows.map((row) => score(screener, row)),
      );
    }
  }
  return 0;
}

function score(screener: Screener, row: Labelled): Scored {
  const { verdict, findings } = screener.screen(row.text, { direction: row.direction });
  return { ...row, verdict, classes: new Set(findings.map((one) => one.class)) };
}

function readRows(file: string): readonly Labelled[] | undefined {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line.trim() !== "").map((line) => labelled.parse(JSON.parse(line)));
  } catch (error) {
    console.error(`paravent: could not read ${file}:`, errorFields(error));
    return undefined;
  }
}

function printCard(title: string, rows: readonly Scored[]): void {
  console.log(`\n## ${title}\n`);
  console.log("| what | texts | caught (block or hold) | blocked | named its class | precision of the class |");
  console.log("|---|---|---|---|---|---|");
  const harmful = rows.filter(({ label }) => label === "block");
  for (const [category, own] of [...Map.groupBy(harmful, (row) => row.category)].toSorted(byName)) {
    const caught = own.filter(({ verdict }) => verdict !== "pass").length;
    const blocked = own.filter(({ verdict }) => verdict === "block").length;
    const named = own.filter(({ classes }) => classes.has(category)).length;
    const said = rows.filter(({ classes }) => classes.has(category));
    const right = said.filter(({ label }) => label === "block").length;
    const cells = [wilson(caught, own.length), wilson(blocked, own.length), wilson(named, own.length)];
    console.log(`| ${[category, own.length, ...cells, wilson(right, said.length)].join(" | ")} |`);
  }
  console.log("\n| harmful texts | texts | caught (block or hold) | blocked |\n|---|---|---|---|");
  printGroups(harmful, (own) => [own.filter(({ verdict }) => verdict !== "pass"), blockedOf(own)]);
  console.log("\n| ordinary texts | texts | blocked | held |\n|---|---|---|---|");
  const ordinary = rows.filter(({ label }) => label === "pass");
  printGroups(ordinary, (own) => [blockedOf(own), own.filter(({ verdict }) => verdict === "hold")]);
}

const blockedOf = (rows: readonly Scored[]) => rows.filter(({ verdict }) => verdict === "block");

/** A line for all of them, for each language and for each direction: how many, and the shares that `hits` picks. */
function printGroups(rows: readonly Scored[], hits: (rows: readonly Scored[]) => readonly (readonly Scored[])[]): void {
  const groups = [
    ["all", rows] as const,
    ...[...Map.groupBy(rows, ({ lang }) => `language ${lang}`)].toSorted(byName),
    ...[...Map.groupBy(rows, ({ direction }) => direction)].toSorted(byName),
  ];
  for (const [name, own] of groups) {
    const shares = hits(own).map((hit) => wilson(hit.length, own.length));
    console.log(`| ${[name, own.length, ...shares].join(" | ")} |`);
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

process.exitCode = main(process.argv.slice(2));
