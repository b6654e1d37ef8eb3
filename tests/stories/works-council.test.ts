/**
 * A works council does not believe the company's own record, and need not: it runs a witness, an authority stamps the
 * log, and an expert who was given a folder and a proof finds out by himself. Every command is the one of the manual.
 */
import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../src/cli/paravent.ts";
import { freePort, startProgram } from "../program.ts";
import { openProgram, until } from "../surface/stranger.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "paravent-council-"));
const at = (name: string) => join(scratch, name);
const policy = at("policy");
const witnessPort = await freePort();
const year = new Date().getUTCFullYear();
const log = `routine-${year}`;

let environment: Readonly<Record<string, string>> = {};
async function run(...words: readonly string[]) {
  const { exitCode, lines } = await runCommand(words, environment);
  return { exitCode, text: lines.join("\n") };
}

function verify(...args: readonly string[]) {
  const verifier = join(root, "verifier/bin/paravent-verify.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, ...args, "--lang", "en"], {
    encoding: "utf8",
  });
  return { status, text: stdout + stderr };
}

const created = await run("witness", "create", at("witness"), "--name", "works-council.example", "--ml-dsa");
const lines = created.text.split("\n").filter((one) => /^(witness|group) /.test(one));
writeFileSync(
  policy,
  `${lines.join("\n").replaceAll("http://<host>:<port>", `http://127.0.0.1:${witnessPort}`)}\nquorum witness\n`,
);
const stranger = await openProgram({ env: { PARAVENT_WITNESS_POLICY: policy } });
environment = { ...stranger.program.storeEnv, PUBLIC_URL: stranger.program.url };

let witness: ChildProcess;
function startWitness(): void {
  const command = [join(root, "src/cli/paravent.ts"), "witness", "run", at("witness"), "--port", String(witnessPort)];
  witness = spawn(process.execPath, command, { stdio: "ignore" });
}
beforeAll(async () => {
  await stranger.staff("T-1", "+33639982811");
  const mission = await stranger.mission({ reference: "C-1", phone: "+33639983811", address: "1 rue des Lilas, Lyon" });
  await stranger.write("+33639982811", mission.lines[0].staffDials, "Bonjour");
  await stranger.advance(24 * 60);
});
afterAll(async () => {
  if (witness.exitCode === null && witness.signalCode === null) {
    witness.kill("SIGTERM");
    await once(witness, "exit");
  }
  rmSync(scratch, { recursive: true });
});

const call = (path: string) => stranger.program.call("GET", path, undefined, { authorization: "" });
const age = async () => {
  const { body } = await call("/metrics");
  return Number(new RegExp(`^paravent_ledger_witnessed_age_seconds\\{log="${log}"\\} (\\S+)$`, "m").exec(body)?.[1]);
};

test("while the witness is away contact goes on, and the age of the last witnessed checkpoint grows", async () => {
  const before = await until(age, (seconds) => seconds >= 0);
  await until(age, (seconds) => seconds > before);
  expect(await call(`/log/${log}/witnessed`)).toMatchObject({ status: 404 });
  const mission = await stranger.mission({ phone: "+33639983812" });
  expect(await stranger.write("+33639982811", mission.lines[0].staffDials, "J’arrive")).toMatchObject({
    outcome: "delivered",
  });
});

test("a witness that does not know the log says no; told of its key, it cosigns, with both its keys", async () => {
  startWitness();
  const key = await run("ledger", "key", log);
  expect((await call("/log/")).body.items[0].vkey).toBe(key.text);
  expect(await run("witness", "trust", at("witness"), key.text)).toMatchObject({ exitCode: 0 });
  const { body: note } = await until(
    () => call(`/log/${log}/witnessed`),
    ({ status }) => status === 200,
    40_000,
  );
  expect(note.match(/^— works-council\.example /gm)).toHaveLength(2);
  writeFileSync(at("witnessed"), note);
  writeFileSync(at("policy-of-expert"), `log ${key.text}\n${readFileSync(policy, "utf8")}`);
  expect(verify("checkpoint", at("witnessed"), "--policy", at("policy-of-expert"))).toMatchObject({ status: 0 });
  // One who was never told of the witness does not count it; one whose policy asks for another is not content.
  const other = await run("witness", "create", at("other"), "--name", "other.example");
  const [line = ""] = other.text.split("\n").filter((one) => one.startsWith("witness "));
  writeFileSync(at("policy-of-other"), `log ${key.text}\n${line.replace(/ \S+$/, "")}\nquorum witness-1\n`);
  expect(verify("checkpoint", at("witnessed"), "--policy", at("policy-of-other"))).toMatchObject({ status: 1 });
  await until(age, (seconds) => seconds < 30);
});

test("the expert rebuilds the exported log, and one changed byte in it is found", async () => {
  const key = await run("ledger", "key", log);
  expect(await run("ledger", "export", at("export"))).toMatchObject({ exitCode: 0 });
  const folder = join(at("export"), log);
  expect(verify("audit", folder, "--key", key.text)).toMatchObject({ status: 0 });
  expect(
    verify("consistency", at("witnessed"), join(folder, "checkpoint"), "--log", folder, "--key", key.text),
  ).toMatchObject({ status: 0 });
  const { size } = JSON.parse(readFileSync(join(folder, "log.json"), "utf8")) as { readonly size: number };
  const bundle = join(folder, `tile/entries/000.p/${size}`);
  const bytes = readFileSync(bundle);
  bytes[100] = (bytes[100] as number) ^ 1;
  writeFileSync(bundle, bytes);
  expect(verify("audit", folder, "--key", key.text)).toMatchObject({ status: 1 });
});

test("the witness was killed and comes back: it goes on where it was", async () => {
  witness.kill("SIGKILL");
  await once(witness, "exit");
  const { body: before } = await call(`/log/${log}/witnessed`);
  await stranger.mission({ phone: "+33639983813" });
  startWitness();
  const sizeOf = (note: string) => Number(note.split("\n")[1]);
  const { body: after } = await until(
    () => call(`/log/${log}/witnessed`),
    ({ body }) => sizeOf(body) > sizeOf(before),
    60_000,
  );
  writeFileSync(at("later"), after);
  expect(verify("checkpoint", at("later"), "--policy", at("policy-of-expert"))).toMatchObject({ status: 0 });
});

test("a customer is given everything that was recorded about her, and can tell when something was left out", async () => {
  const file = at("customer.json");
  expect(await run("ledger", "customer", "C-nobody", file)).toMatchObject({ exitCode: 1 });
  type Completeness = { readonly entries: readonly { readonly leaf: string }[] };
  const read = async () => {
    await run("ledger", "customer", "C-1", file);
    return JSON.parse(existsSync(file) ? readFileSync(file, "utf8") : '{"entries":[]}') as Completeness;
  };
  // Her day is closed the day after: within a minute, or at a start.
  const { program } = stranger;
  await program.kill();
  const again = await startProgram({ dataFolder: program.dataFolder, isEmbedded: false, env: program.storeEnv });
  const whole = await until(read, ({ entries }) => entries.length > 0, 30_000);
  await again.stop();
  const key = await run("ledger", "key", log);
  expect(verify("completeness", file, "--key", key.text)).toMatchObject({ status: 0 });
  const events = whole.entries.map(({ leaf }) => JSON.parse(Buffer.from(leaf, "base64").toString()).event);
  expect(events).toEqual(expect.arrayContaining(["missions.create-mission", "relay.receive-text"]));
  writeFileSync(at("partial.json"), JSON.stringify({ ...whole, entries: whole.entries.slice(0, -1) }));
  expect(verify("completeness", at("partial.json"), "--key", key.text)).toMatchObject({ status: 1 });
});
