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

/** What a page names, and what is loaded with it, each file once. */
function filesWith(files: Files, app: string, modules: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (chunk: Chunk): void => {
    if (found.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) found.add(file);
    for (const name of chunk.imports ?? []) visit(chunkOf(files, name));
  };
  const page = readFileSync(join(dist, app, "index.html"), "utf8");
  for (const [, file = ""] of page.matchAll(/"\/\w+\/(assets\/[^"]+)"/g)) {
    const chunk = Object.values(files).find((one) => one.file === file);
    if (chunk === undefined) found.add(file);
    else visit(chunk);
  }
  for (const name of modules) visit(chunkOf(files, name));
  return found;
}

function chunkOf(files: Files, name: string): Chunk {
  const chunk = files[name];
  if (chunk === undefined) throw new Error(`could not find ${name} among what was built`);
  return chunk;
}

/** Besides what the page names: the sentences, and the first thing that somebody who is signed in sees. */
const FIRST = {
  staff: ["../../text/fr.json", "Frame.tsx"],
  desk: ["../../text/fr.json", "home/HomePage.tsx"],
} as const;

test.for([
  ["staff", 200_000],
  ["desk", 350_000],
] as const)("the first load of %s weighs no more than %i bytes", ([app, most]) => {
  const files = JSON.parse(readFileSync(join(dist, app, "files.json"), "utf8")) as Files;
  const loaded = ["index.html", ...filesWith(files, app, FIRST[app])];
  const bytes = loaded.map((file) => sentBytes(app, file)).reduce((sum, one) => sum + one, 0);
  expect(loaded.filter((file) => file.endsWith(".css")).length).toBeGreaterThan(0);
  expect(bytes, loaded.join(", ")).toBeLessThanOrEqual(most);
  console.log(`${app}: ${bytes} bytes in ${loaded.length} files`);
});
