import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../src/cli/paravent.ts";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "paravent-cli-"));
const dataFolder = mkdtempSync(join(tmpdir(), "paravent-cli-data-"));
const keyFile = join(dataFolder, "demo-key.json");

let program: RunningProgram;
beforeAll(async () => {
  program = await startProgram({ dataFolder });
});
afterAll(async () => {
  await program.stop();
  rmSync(scratch, { recursive: true });
  rmSync(dataFolder, { recursive: true });
});

/** A command line as typed, on the data of the running program unless `env` says otherwise. */
async function run(line: string, env: NodeJS.ProcessEnv = {}) {
  const { exitCode, lines } = await runCommand(line.split(" "), { PARAVENT_DATA: dataFolder, ...env });
  return { exitCode, text: lines.join("\n") };
}

const VISIT = {
  purpose: "home-intervention",
  opensAt: "2036-03-01T08:00:00Z",
  closesAt: "2036-03-01T10:00:00Z",
  customer: { reference: "C-9", displayName: "Inès Valmont", phone: "+33639980142" },
  staff: ["T-7"],
};

test("help lists every command and ends with 0", async () => {
  const { exitCode, text } = await run("help");
  expect(exitCode).toBe(0);
  for (const name of [
    "keys create",
    "keys rotate",
    "keys retire",
    "machine-key create",
    "migrate",
    "import",
    "ledger export",
    "witness run",
    "fsck",
    "doctor",
  ]) {
    expect(text).toContain(`\n  ${name}`);
  }
});

test.for([
  "",
  "keys",
  "keys destroy",
  "migrations",
  "keys create",
  "keys create a b",
  "keys retire",
  "keys retire first",
  "keys retire 0",
  "machine-key create robot",
  "machine-key revoke key_short",
  "import",
  "import a.csv b.csv",
  "import a.csv --dry",
  "import a.csv --mapping ../secrets",
  "doctor now",
  "fsck now",
  "ledger",
  "ledger list all",
  "ledger key",
  "ledger key routine-26",
  "ledger key ../routine-2026",
  "ledger customer C-9",
  "ledger export",
  "ledger export a b",
  "ledger export a --entries",
  "ledger succeed",
  "ledger retention",
  "ledger retention twelve",
  "ledger retention -1",
  "ledger hold",
  "ledger hold att_short",
  "ledger hold --to hld_short att_00000000000000000000000000",
  "ledger kept hld_00000000000000000000000000",
  "ledger release att_00000000000000000000000000",
  "witness create",
  "witness create folder",
  "witness trust folder",
  "witness run",
  "witness run folder --port 65536",
])("%j is not understood and ends with 2", async (line) => {
  const { exitCode, text } = await run(line);
  expect(exitCode).toBe(2);
  expect(text).toContain("usage: npm run paravent -- ");
});

test("the program itself ends with the command's code and complains on standard error", () => {
  // Not the data of whoever runs the tests.
  const env = { PARAVENT_DATA: join(scratch, "none") };
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "src/cli/paravent.ts"), ...args], { encoding: "utf8", env });
  expect(start("help")).toMatchObject({ status: 0, stderr: "" });
  expect(start("nonsense")).toMatchObject({ status: 2, stdout: "" });
  expect(start("migrate").status).toBe(1);
});

test("a misspelt setting is said and nothing runs", async () => {
  const { exitCode, text } = await run("migrate", { PARAVENT_DATE: "x" });
  expect(exitCode).toBe(1);
  expect(text).toContain("PARAVENT_DATE is not a setting");
});

test("a key file is made for its owner alone, once, and in production before there is one", async () => {
  const file = join(scratch, "keys.json");
  const made = await run(`keys create ${file}`, { NODE_ENV: "production" });
  expect(made).toMatchObject({ exitCode: 0, text: expect.stringContaining(`PARAVENT_KEY_FILE=${file}`) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const content = readFileSync(file, "utf8");
  expect(JSON.parse(content)).toMatchObject({ isDemo: false, current: 1 });
  expect(made.text).not.toContain(JSON.parse(content).keys[0].kek);
  expect(await run(`keys create ${file}`)).toMatchObject({
    exitCode: 1,
    text: expect.stringContaining("is there already"),
  });
  expect(readFileSync(file, "utf8")).toBe(content);
});

test("a command on data that are not there makes none", async () => {
  const nowhere = join(scratch, "nowhere");
  for (const line of ["keys list", "machine-key list", "migrate", `import ${root}/samples/native.csv`]) {
    const { exitCode, text } = await run(line, { PARAVENT_DATA: nowhere, PARAVENT_KEY_FILE: keyFile });
    expect(exitCode, line).toBe(1);
    expect(text, line).toContain(`there are no data in ${nowhere}`);
  }
  expect(existsSync(nowhere)).toBe(false);
});

test("a server that cannot be reached is said without its password", async () => {
  const { exitCode, text } = await run("migrate", {
    DATABASE_URL: "postgres://paravent:swordfish@127.0.0.1:1/paravent",
  });
  expect(exitCode).toBe(1);
  expect(text).toContain("PostgreSQL cannot be reached");
  expect(text).not.toContain("swordfish");
});

test("a machine key made beside the running program opens what its scopes say, until it is revoked", async () => {
  const made = await run("machine-key create planning missions:read");
  const secret = /secret {2}(pvk_\S{43})/.exec(made.text)?.[1] as string;
  const id = /id {6}(key_\w{26})/.exec(made.text)?.[1] as string;
  const headers = { authorization: `Bearer ${secret}` };
  expect((await program.call("GET", "/v1/missions", undefined, headers)).status).toBe(200);
  expect((await program.call("GET", "/v1/attempts", undefined, headers)).status).toBe(403);

  const unused = await run("machine-key create spare missions:read attempts:read");
  const other = /secret {2}(pvk_\S{43})/.exec(unused.text)?.[1] as string;
  const otherId = /id {6}(key_\w{26})/.exec(unused.text)?.[1] as string;
  expect((await run(`machine-key revoke ${otherId}`)).exitCode).toBe(0);
  expect((await run(`machine-key revoke ${otherId}`)).exitCode).toBe(1);
  const refused = await program.call("GET", "/v1/missions", undefined, { authorization: `Bearer ${other}` });
  expect(refused.status).toBe(401);

  const { text } = await run("machine-key list");
  expect(text).toMatch(new RegExp(`^${id} .* in force {2}"planning" {2}missions:read$`, "m"));
  expect(text).toMatch(new RegExp(`^${otherId} .* revoked \\S+ {2}"spare"`, "m"));
  expect(text).not.toContain(secret);
});

test("a scope that does not exist makes no key", async () => {
  const before = await run("machine-key list");
  const { exitCode, text } = await run("machine-key create robot missions:read everything");
  expect(exitCode).toBe(1);
  expect(text).toContain("no scope: everything");
  expect(await run("machine-key list")).toEqual(before);
});

test("an import says what went in and what was wrong with each other row", async () => {
  const file = join(scratch, "visits.csv");
  const header = "reference,purpose,opensAt,closesAt,customer.reference,customer.displayName,customer.phone,staff";
  const row = (reference: string, staff: string) =>
    `${reference},home-intervention,2036-02-01T08:00:00Z,2036-02-01T10:00:00Z,C-77,Noé Carlier,+33639980177,${staff}`;
  writeFileSync(file, [header, row("CLI-1", "T-7"), row("CLI-2", "T-404"), row("CLI-3", "T-8")].join("\n"));
  const found = async () => (await program.call("GET", "/v1/missions?reference=CLI-1")).body.items.length;

  const dry = await run(`import ${file} --dry-run`);
  expect(dry.exitCode).toBe(1);
  expect(dry.text).toContain("2 rows would go in");
  expect(dry.text).toContain("line 3, staff: ");
  expect(await found()).toBe(0);

  const { exitCode, text } = await run(`import ${file}`);
  expect(exitCode).toBe(1);
  expect(text).toContain("2 rows in");
  expect(text).toContain("line 3, staff: ");
  expect(text).not.toContain("+33639980177");
  expect(await found()).toBe(1);
  expect((await run(`import ${file}`)).text).toContain("2 rows in (2 unchanged");
});

test("an import of no file and under no mapping is refused", async () => {
  expect((await run(`import ${scratch}/none.csv`)).text).toContain("there is no file");
  const { exitCode, text } = await run(`import ${root}/samples/native.csv --mapping none`);
  expect(exitCode).toBe(1);
  expect(text).toContain("the mapping none does not exist");
});

test("keys rotate while the program runs, and what was written before and after opens", async () => {
  const before = await program.call("POST", "/v1/missions", { ...VISIT, reference: "ROT-1" });
  expect(before.status).toBe(201);
  const rotated = await run("keys rotate");
  expect(rotated).toMatchObject({
    exitCode: 0,
    text: expect.stringContaining("Version 2 of the tenant key is in use"),
  });
  expect((await run("keys list")).text).toMatch(/^version 1: wraps 0 keys, [^]*^version 2: wraps [1-9]/m);
  const after = await program.call("POST", "/v1/missions", {
    ...VISIT,
    reference: "ROT-2",
    customer: { ...VISIT.customer, reference: "C-10", phone: "+33639980143" },
  });
  expect(after.status).toBe(201);

  const early = await run("keys retire 1");
  expect(early).toMatchObject({ exitCode: 1, text: expect.stringContaining("less than 72 hours") });
  expect((await run("keys retire 9")).exitCode).toBe(1);
  await program.call("POST", "/simulator/clock", { advanceSeconds: 73 * 3600 });
  const retired = await run("keys retire 1");
  expect(retired).toMatchObject({ exitCode: 0, text: expect.stringContaining("Destroy every copy") });
  expect(JSON.parse(readFileSync(keyFile, "utf8")).keys[0]).not.toHaveProperty("kek");
  expect((await program.call("GET", `/v1/missions/${before.body.id}`)).body.reference).toBe("ROT-1");
});

test("a version added to the key file counts from the next rotation on", async () => {
  expect((await run("keys add")).text).toContain("holds version 3 too");
  expect((await run("keys list")).text).not.toContain("version 3");
  expect((await run("keys rotate")).text).toContain("Version 3 of the tenant key is in use");
});

test("a key file that others can read, another one and a demo's in production are refused", async () => {
  chmodSync(keyFile, 0o644);
  expect(await run("keys list")).toMatchObject({ exitCode: 1, text: expect.stringContaining("read by others") });
  chmodSync(keyFile, 0o600);
  const other = join(scratch, "other.json");
  await run(`keys create ${other}`);
  expect((await run("keys rotate", { PARAVENT_KEY_FILE: other })).text).toContain(
    "not the one the data were written with",
  );
  expect((await run("keys list", { NODE_ENV: "production" })).text).toContain("is a demo's");
  expect((await run("keys list", { PARAVENT_KEY_FILE: join(scratch, "none.json") })).text).toContain("is not there");
});

test("the doctor names the Node with its hash, the store and who keeps it", async () => {
  const { exitCode, text } = await run("doctor");
  expect(exitCode).toBe(0);
  expect(text).toMatch(new RegExp(`^ok {5}node ${process.version}, .*, sha256 [0-9a-f]{64}$`, "m"));
  expect(text).toMatch(/^ok {5}store: PostgreSQL 1\d\.\d+, embedded, kept by the running program;/m);
  expect(text).toContain("a demo's, versions");
});

test("the doctor says everything that is wrong, and ends with 1", async () => {
  const { exitCode, text } = await run("doctor", { NODE_ENV: "production" });
  expect(exitCode).toBe(1);
  expect(text).toMatch(/^WRONG {2}settings: PARAVENT_KEY_FILE must name a key file/m);
  expect(text).toMatch(/^WRONG {2}settings: PUBLIC_URL/m);
});

test("commands do without the program: they start the store and leave nothing running", async () => {
  await program.stop();
  expect((await run("migrate")).text).toBe("The database is at the schema of this release.");
  expect((await run("machine-key list")).text).toContain("planning");
  expect((await run("doctor")).text).toMatch(/^ok {5}store: PostgreSQL 1\d\.\d+, embedded;/m);
  expect(existsSync(join(dataFolder, "postgres/postmaster.pid"))).toBe(false);
});
