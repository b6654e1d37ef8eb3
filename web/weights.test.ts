/** What an app weighs on its first load, measured in what was built: compressed as the server sends it. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Chunk = {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
};
type Files = Readonly<Record<string, Chunk>>;

const dist = join(import.meta.dirname, "../dist/web");

/** Bytes of a file as a browser gets it that takes gzip only: brotli is lighter. */
function sentBytes(app: string, file: string): number {
  const path = join(dist, app, file);
  return /\.(js|css|html|svg)$/.test(file) ? statSync(`${path}.gz`).size : statSync(path).size;
}

/** What is loaded with these modules, each file once. */
function filesWith(files: Files, modules: readonly string[]): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const chunk = files[name];
    if (chunk === undefined) throw new Error(`could not find ${name} among what was built`);
    if (seen.has(name)) return;
    seen.add(name);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) found.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const name of modules) visit(name);
  return found;
}

const FIRST = {
  staff: ["index.html", "../../text/fr.json"],
  desk: ["index.html", "../../text/fr.json", "home/HomePage.tsx"],
} as const;

test.for([
  ["staff", 200_000],
  ["desk", 350_000],
] as const)("the first load of %s weighs no more than %i bytes", ([app, most]) => {
  const files = JSON.parse(readFileSync(join(dist, app, "files.json"), "utf8")) as Files;
  const loaded = ["index.html", ...filesWith(files, FIRST[app])];
  const bytes = loaded.map((file) => sentBytes(app, file)).reduce((sum, one) => sum + one, 0);
  expect(loaded.filter((file) => file.endsWith(".css")).length).toBeGreaterThan(0);
  expect(bytes, loaded.join(", ")).toBeLessThanOrEqual(most);
  console.log(`${app}: ${bytes} bytes in ${loaded.length} files`);
});
