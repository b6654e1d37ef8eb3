/**
 * What every npm script runs: installs packages and builds pages when they are stale, then hands over to the Node 24
 * that npm brought.
 *
 * Plain JavaScript on `node:` modules only, because it runs on the host's Node (20 or later) before anything is there.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const modules = path.join(root, "node_modules");
const bin = path.join(modules, ".bin");
/** npm writes it last of all. */
const finished = path.join(modules, ".package-lock.json");
const pages = path.join(root, "dist/web");
const testCounts = path.join(root, "dist/test-counts.json");
const vitest = path.join(modules, "vitest/vitest.mjs");

/** `dev`: needs the development packages. `pages`: needs the built web pages. */
const commands = {
  start: { dev: false, pages: true, run: ["src/main.ts"] },
  test: { dev: true, pages: true, run: [vitest, "run"] },
  "test:long": { dev: true, pages: true, run: [vitest, "run"], env: { LONG: "1" } },
  bench: { dev: true, pages: true, run: ["bench/run.ts"] },
  check: { dev: true, pages: false, run: ["src/cli/check.ts"] },
  "screening:train": { dev: false, pages: false, run: ["src/cli/train-screening.ts"] },
  "screening:score": { dev: false, pages: false, run: ["src/cli/score-screening.ts"] },
  paravent: { dev: false, pages: false, run: ["src/cli/paravent.ts"] },
};

async function main([name, ...args]) {
  const command = commands[name];
  if (command === undefined) fail(`usage: npm run <${Object.keys(commands).join("|")}>`);
  if (!isInstalled(command.dev)) withLock((lock) => isInstalled(command.dev) || install(command.dev, lock));
  const node = findNode();
  if (command.pages && !arePagesBuilt()) withLock((lock) => arePagesBuilt() || buildPages(node, lock));
  const isTest = command.run[0] === vitest;
  if (isTest) rmSync(testCounts, { force: true });
  const [script, ...fixed] = command.run;
  const ended = await handOver(node, [path.resolve(root, script), ...fixed, ...args], command.env);
  if (isTest) printTestCounts();
  if (ended.signal !== null) process.kill(process.pid, ended.signal);
  else process.exitCode = ended.code;
}

/**
 * Whether node_modules holds what package-lock.json asks for: npm finished, and every package is there in its version,
 * however it came there. Optional packages may be missing (another platform's).
 */
function isInstalled(withDev) {
  if (!existsSync(finished)) return false;
  const { packages } = readJson(path.join(root, "package-lock.json"));
  const wanted = Object.entries(packages).filter(([name]) => name.includes("node_modules/"));
  return wanted.every(([name, entry]) => {
    const about = path.join(root, name, "package.json");
    if (!existsSync(about)) return entry.optional || entry.devOptional || (entry.dev && !withDev);
    return entry.link || readJson(about).version === entry.version;
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function install(withDev, lock) {
  console.log("paravent: installing packages with npm ci (about ten seconds)");
  // Removed first: an install cut short must not be taken for a finished one.
  rmSync(finished, { force: true });
  const npm = process.env.npm_execpath;
  const [file, ...first] = npm?.endsWith("npm-cli.js") ? [process.execPath, npm] : ["npm"];
  const dev = withDev || process.env.NODE_ENV !== "production" ? ["--include=dev"] : [];
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--include=optional", ...dev];
  run("npm ci", file, [...first, "ci", ...flags], lock);
}

/** The Node 24 that npm brought; where its package does not exist for this system, the host's, if it is new enough. */
function findNode() {
  const brought = path.join(bin, "node");
  if (existsSync(brought)) return brought;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const system = `${process.platform}-${process.arch}`;
  fail(`no Node 24 package for ${system} and this is Node ${process.versions.node}: install Node 24 or later.`);
}

/** The build is stale when one byte of what it is made from has changed. */
function arePagesBuilt() {
  const record = path.join(pages, ".inputs");
  return existsSync(record) && readFileSync(record, "utf8") === pageInputs();
}

function buildPages(node, lock) {
  console.log("paravent: building the pages");
  const inputs = pageInputs();
  // Removed first: a build cut short must not be taken for a finished one.
  rmSync(pages, { recursive: true, force: true });
  run("the build of the pages", node, ["web/build.ts"], lock);
  writeFileSync(path.join(pages, ".inputs"), inputs);
}

function pageInputs() {
  const hash = createHash("sha256");
  const files = [
    ...filesBelow("web"),
    ...filesBelow("text"),
    ...filesBelow("verifier/lib"),
    ...filesBelow("verifier/page"),
    ...filesBelow("src/base"),
    ...filesBelow("src").filter((file) => path.basename(file) === "wire.ts"),
    "package-lock.json",
  ];
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

function filesBelow(folder) {
  const from = path.join(root, folder);
  if (!existsSync(from)) return [];
  return readdirSync(from, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/**
 * Two starts at once: the second waits for the first one's install or build. The kernel frees the lock when its holders
 * are gone, however they went; the child that does the work holds it too.
 */
function withLock(work) {
  mkdirSync(path.join(root, "dist"), { recursive: true });
  const lock = openSync(path.join(root, "dist/.bootstrap-lock"), "w");
  const flock = (...flags) => spawnSync("flock", [...flags, "3"], { stdio: ["ignore", "inherit", "inherit", lock] });
  const tried = flock("--nonblock");
  if (tried.status === 1) {
    console.log("paravent: waiting for another start to finish installing or building");
    flock();
  }
  work(lock);
  closeSync(lock);
}

function run(what, file, args, lock) {
  const done = spawnSync(file, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit", lock ?? "ignore"],
    env: environment(),
  });
  if (done.error !== undefined) fail(`${what} could not be run: ${done.error.message}`);
  if (done.status !== 0) fail(`${what} failed (${done.signal ?? `exit code ${done.status}`}).`);
}

/**
 * Runs the program as a child and ends as it ends. When npm or this process is killed without warning the program is
 * told to stop too, so that no forgotten server keeps the port and the data folder.
 */
function handOver(node, args, extra) {
  return new Promise((resolve) => {
    const hasSetpriv = process.platform === "linux" && spawnSync("setpriv", ["--version"]).status === 0;
    const [file, ...first] = hasSetpriv ? ["setpriv", "--pdeathsig", "TERM", node] : [node];
    const child = spawn(file, [...first, ...args], {
      cwd: root,
      stdio: "inherit",
      env: { ...environment(), ...extra },
    });
    child.on("error", (error) => fail(`${file} could not be run: ${error.message}`));
    const caller = callingProcess();
    const watch = setInterval(() => callingProcess() !== caller && child.kill("SIGTERM"), 250);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, forward);
      resolve({ code, signal });
    });
  });
}

/** Process id of the npm that runs this script, through the shell npm puts in between; 0 when npm is not involved. */
function callingProcess() {
  if (process.platform !== "linux" || process.env.npm_lifecycle_event === undefined) return 0;
  // "<pid> (<command>) <state> <parent> …"
  const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  const isShell = /\((sh|ash|dash|bash|zsh|busybox)\)/.test(stat);
  return isShell ? Number(stat.slice(stat.lastIndexOf(")")).split(" ")[2]) : process.ppid;
}

/** Scripts that ask for `node` get the same Node as the program. */
function environment() {
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
}

/** Last line of every test run. A run that ended before it could count is a failure. */
function printTestCounts() {
  const counted = existsSync(testCounts);
  const { passed, failed, skipped } = counted ? readJson(testCounts) : { passed: 0, failed: 1, skipped: 0 };
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function fail(message) {
  console.error(`paravent: ${message}`);
  process.exit(1);
}

await main(process.argv.slice(2));
