import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const PROGRAM = `
if (process.argv[2] === "wait") {
  process.on("SIGTERM", () => { console.log("told to stop"); process.exit(0); });
  setInterval(() => undefined, 1000);
  console.log("waiting");
} else {
  console.log(JSON.stringify(process.argv.slice(2)));
  process.exitCode = 7;
}
`;
let project = "";

/** A project whose only packages are folders of its own: installing them needs no network. */
function addPackage(name: string): void {
  mkdirSync(join(project, name), { recursive: true });
  writeFileSync(join(project, name, "package.json"), JSON.stringify({ name, version: "1.0.0" }));
  npm("install", "--package-lock-only", "--no-audit", "--no-fund", `./${name}`);
}

function npm(...args: string[]): void {
  execFileSync("npm", args, { cwd: project, stdio: "pipe" });
}

beforeEach(() => {
  project = join(mkdtempSync(join(tmpdir(), "paravent-bootstrap-")), "a project");
  mkdirSync(join(project, "src/cli"), { recursive: true });
  cpSync(join(import.meta.dirname, "../../src/cli/bootstrap.mjs"), join(project, "src/cli/bootstrap.mjs"));
  writeFileSync(join(project, "src/cli/paravent.ts"), PROGRAM);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "a-project", version: "1.0.0", type: "module" }));
  addPackage("first");
});

afterEach(() => rmSync(join(project, ".."), { recursive: true }));

type Ended = { readonly code: number | null; readonly output: string };

function bootstrap(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  // Node 24, as the packages that bring it are not in this project.
  const child = spawn(process.execPath, ["src/cli/bootstrap.mjs", "paravent", ...args], { cwd: project });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}

function says(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => chunk.includes(word) && resolve());
  });
}

test("the first run installs, the next do not, and both end as the program ends", async () => {
  const first = await bootstrap("one", "two words").ended;
  expect(first.output).toContain("installing packages");
  expect(first.output).toContain('["one","two words"]');
  expect(first.code).toBe(7);
  const second = await bootstrap().ended;
  expect(second.output).toBe("[]\n");
  expect(second.code).toBe(7);
});

test("of two first runs at once one installs and the other waits", async () => {
  const both = await Promise.all([bootstrap().ended, bootstrap().ended]);
  expect(both.map(({ code }) => code)).toEqual([7, 7]);
  expect(both.filter(({ output }) => output.includes("installing packages"))).toHaveLength(1);
});

test("a changed lockfile is installed; one that npm installed already is not", async () => {
  await bootstrap().ended;
  addPackage("second");
  expect((await bootstrap().ended).output).toContain("installing packages");
  expect(existsSync(join(project, "node_modules/second"))).toBe(true);
  addPackage("third");
  npm("install", "--no-audit", "--no-fund");
  expect((await bootstrap().ended).output).toBe("[]\n");
});

test("an install that fails is said and nothing runs", async () => {
  writeFileSync(join(project, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: {} }));
  const { code, output } = await bootstrap().ended;
  expect(code).toBe(1);
  expect(output).toMatch(/^paravent: npm ci failed \(exit code 1\)\.$/m);
  expect(output).not.toContain("[]");
});

test("a signal reaches the program, which ends in its own way", async () => {
  const { child, ended } = bootstrap("wait");
  await says(child, "waiting");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0, output: expect.stringContaining("told to stop") });
});

test("a program whose caller is killed is told to stop", async () => {
  const { child, ended } = bootstrap("wait");
  await says(child, "waiting");
  child.kill("SIGKILL");
  expect((await ended).output).toContain("told to stop");
});
