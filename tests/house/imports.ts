import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** A file and the files of this repository it imports, all as paths from the root. */
export type SourceFile = { readonly path: string; readonly imports: readonly string[] };

/** What a room may import: the rooms whose `index.ts`, and the single files or kinds of file besides. */
export type Allowance = { readonly rooms: ReadonlySet<string>; readonly files: readonly RegExp[] };

const IMPORTS = [
  /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
  /^\s*import\s*["']([^"']+)["']/gm,
  /\bimport\s*\(\s*["']([^"']+)["']/g,
];

export function importsIn(source: string): string[] {
  const names = IMPORTS.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ""));
  return [...new Set(names)];
}

/** Every TypeScript file below these folders, tests and their fixtures left out: those may import anything. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && !/\.(test|fixture|d)\.\w+$/.test(path))
    .map((path) => {
      const own = importsIn(readFileSync(join(root, path), "utf8")).filter((name) => name.startsWith("."));
      return { path, imports: own.map((name) => relative(root, join(root, dirname(path), name))) };
    });
}

/**
 * Reads the table whose header starts with `| room | may import`. A row may add to the row above it (`+ people`), name
 * rooms, or use one of the sentences below; anything else throws, so that the table stays what the test enforces.
 */
export function parseTable(markdown: string): Map<string, Allowance> {
  const lines = markdown.split("\n");
  const header = lines.findIndex((line) => /^\| room +\| may import/.test(line));
  if (header === -1) throw new Error("could not find the table `| room | may import |`");
  const table = new Map<string, Allowance>();
  let above: Allowance = { rooms: new Set(), files: [] };
  for (const line of lines.slice(header + 2)) {
    const [, names, rule] = /^\| ([^|]+) \| ([^|]+) \|$/.exec(line.trim().replaceAll(/ +\|/g, " |")) ?? [];
    if (names === undefined || rule === undefined) break;
    const allowance = parseRule(rule.trim(), above, table);
    for (const name of names.split(",")) table.set(name.trim(), allowance);
    above = allowance;
  }
  return table;
}

function parseRule(rule: string, above: Allowance, table: ReadonlyMap<string, Allowance>): Allowance {
  if (rule === "–") return { rooms: new Set(), files: [] };
  if (rule.startsWith("any room above")) return { rooms: new Set(table.keys()), files: [] };
  if (rule.startsWith(DOORS_OF_ROOMS)) return doorsOfRooms(rule.slice(DOORS_OF_ROOMS.length));
  if (rule.startsWith(WIRE_FILES)) return wireFiles(rule.slice(WIRE_FILES.length));
  const rooms = new Set(rule.startsWith("+") ? above.rooms : []);
  const files = [...(rule.startsWith("+") ? above.files : [])];
  for (const item of rule.replace(/^\+ /, "").split(", ")) {
    const [, room, single] = /^(\w+)'s `([\w.-]+)`$/.exec(item) ?? [];
    if (room !== undefined) files.push(new RegExp(`^src/${room}/${single?.replaceAll(".", "\\.")}$`));
    else if (/^\w+$/.test(item)) rooms.add(item);
    else throw new Error(`could not read ${item} in the import table`);
  }
  return { rooms, files };
}

const DOORS_OF_ROOMS = "every room's `index.ts` and `http.ts`";

/** What may follow the sentence: `, and` a single file by its path, which starts with no room of `src/`. */
function doorsOfRooms(more: string): Allowance {
  const [, single] = /^, and `(web\/\w+\/index\.ts)`$/.exec(more) ?? [];
  if (more !== "" && single === undefined) throw new Error(`could not read ${more} in the import table`);
  const files = [/^src\/\w+\/(index|http)\.ts$/];
  if (single !== undefined) files.push(new RegExp(`^${single.replaceAll(".", "\\.")}$`));
  return { rooms: new Set(), files };
}

const WIRE_FILES = "`src/**/wire.ts`, `text/`";
const AND_THE_VERIFIER = ", and the verifier's `lib/` with its `page/browser-runtime.mjs`";

/** What checks a proof is written once: a page of ours runs the code of the stand-alone verifier, never a copy of it. */
function wireFiles(more: string): Allowance {
  const own = /^(src\/(?:[\w-]+\/)+wire\.ts|text\/.+)$/;
  if (more === "") return onlyFiles(own);
  if (more !== AND_THE_VERIFIER) throw new Error(`could not read ${more} in the import table`);
  return { rooms: new Set(), files: [own, /^verifier\/(lib\/[\w-]+|page\/browser-runtime)\.mjs$/] };
}

function onlyFiles(pattern: RegExp): Allowance {
  return { rooms: new Set(), files: [pattern] };
}

/** `src/<room>/…`, `src/main.ts` and `web/…` belong to a room; what else there is does not. */
function roomOf(path: string): string | undefined {
  return /^src\/(\w+)[/.]/.exec(path)?.[1] ?? /^(web|verifier)\//.exec(path)?.[1];
}

/** One sentence for each import the table does not allow, and for each room it does not know. */
export function differences(table: ReadonlyMap<string, Allowance>, sources: readonly SourceFile[]): string[] {
  const found = new Set<string>();
  for (const { path, imports } of sources) {
    const room = roomOf(path);
    if (room === undefined) continue;
    const allowance = room === "base" ? onlyFiles(/^text\/.+$/) : table.get(room);
    if (allowance === undefined) found.add(`the table has no row for ${room}`);
    for (const target of imports) {
      if (allowance !== undefined && !isAllowed(room, target, allowance)) found.add(`${path} imports ${target}`);
    }
  }
  return [...found];
}

function isAllowed(room: string, target: string, allowance: Allowance): boolean {
  const other = roomOf(target);
  if (other === room) return true;
  if (other === "base" && room !== "verifier" && room !== "web") return true;
  if (allowance.files.some((pattern) => pattern.test(target))) return true;
  return other !== undefined && allowance.rooms.has(other) && target === `src/${other}/index.ts`;
}

/** Each cycle once, as the files on it in order. Files that only types tie together are a cycle to a reader too. */
export function cycles(sources: readonly SourceFile[]): string[] {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
