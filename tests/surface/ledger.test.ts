/** The ledger as a stranger meets it: C2SP tlog-tiles over HTTP, proofs, and the verifier that trusts nobody. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "../../src/cli/paravent.ts";
import type { Attempt } from "./stranger.ts";
import { openProgram, until } from "./stranger.ts";

const VERIFIER = join(import.meta.dirname, "../../verifier/bin/paravent-verify.mjs");
const scratch = mkdtempSync(join(tmpdir(), "paravent-ledger-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const stranger = await openProgram();
const { program } = stranger;
const [HIS, HERS] = ["+33639982811", "+33639983811"];
await stranger.staff("T-1", HIS);
const mission = await stranger.mission({ phone: HERS, address: "1 rue des Lilas, Lyon" });
const [line] = mission.lines;
await stranger.write(HIS, line.staffDials, "Bonjour");
await stranger.dial(HERS, line.customerDials);

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(program.url + path, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const auditor = { authorization: `Bearer ${program.apiKey}` };

/** Every attempt, once all of them have their places. */
const sequenced = () =>
  until(
    () => stranger.attempts(),
    (attempts: readonly Attempt[]) => attempts.every(({ leaf }) => leaf.index !== null),
  );
async function currentLog() {
  const { body } = await program.call("GET", "/log/", undefined, { authorization: "" });
  return body.items.find(({ current }: { current: boolean }) => current);
}

function verify(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...args, "--lang", "en"], {
    encoding: "utf8",
  });
  return { status, text: stdout + stderr };
}

test("the logs are listed to everybody, under the address of this server", async () => {
  await sequenced();
  const { body } = await program.call("GET", "/log/", undefined, { authorization: "" });
  const year = new Date().getUTCFullYear();
  const origin = `${program.url.slice("http://".length)}/log/routine-${year}`;
  expect(body.items).toEqual([
    {
      name: `routine-${year}`,
      origin,
      vkey: expect.stringContaining(`${origin}+`),
      size: expect.any(Number),
      current: true,
      minimum: 0,
    },
  ]);
  const vkey = await get(`/log/routine-${year}/vkey`);
  expect(String(vkey.bytes)).toBe(`${body.items[0].vkey}\n`);
});

test("checkpoint, tiles and bundles have the types and life times that C2SP asks for", async () => {
  await sequenced();
  const { name, size, origin } = await currentLog();
  const checkpoint = await get(`/log/${name}/checkpoint`);
  expect(checkpoint.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(checkpoint.headers.get("cache-control")).toBe("public, max-age=1");
  expect(String(checkpoint.bytes).split("\n").slice(0, 2)).toEqual([origin, String(size)]);
  const tile = await get(`/log/${name}/tile/0/000.p/${size}`);
  expect(tile.headers.get("content-type")).toBe("application/octet-stream");
  expect(tile.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(tile.bytes).toHaveLength(32 * size);
  const bundle = await get(`/log/${name}/tile/entries/000.p/${size}`, auditor);
  expect(bundle.headers.get("content-type")).toBe("application/octet-stream");
  expect(bundle.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
  let at = 0;
  for (let i = 0; i < size; i += 1) {
    const entry = bundle.bytes.subarray(at + 2, at + 2 + bundle.bytes.readUInt16BE(at));
    const leaf = createHash("sha256").update(Buffer.of(0)).update(entry).digest();
    expect(tile.bytes.subarray(32 * i, 32 * i + 32)).toEqual(leaf);
    at += 2 + entry.length;
  }
  expect(at).toBe(bundle.bytes.length);
});

test("entries are for auditors only", async () => {
  const { name } = await currentLog();
  expect((await get(`/log/${name}/tile/entries/000.p/1`)).status).toBe(401);
  expect((await get(`/log/${name}/tile/entries/000.p/1`, { authorization: `Bearer ${"x".repeat(40)}` })).status).toBe(
    401,
  );
  expect((await get(`/log/${name}/tile/entries/000.p/1`, auditor)).status).toBe(200);
});

test.each([
  "tile/0/000",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/000.p/+1",
  "tile/0/0",
  "tile/0/0x0",
  "tile/0/%2e%2e/checkpoint",
  "tile/00/000.p/1",
  "tile/64/000.p/1",
  "tile/1/000.p/1",
  "tile/-1/000.p/1",
  "tile/0/x999/x999/x999/x999/x999/x999/999.p/1",
  "tile/entries/000.p/255",
  "tile/entries/",
  "tile/",
  "witnessed",
  "checkpoint/",
])("what is not there is not found: %s", async (path) => {
  const { name } = await currentLog();
  expect((await get(`/log/${name}/${path}`, auditor)).status).toBe(404);
});

test.each(["routine-1999", "..", "%00", "a".repeat(200), "' or 1=1"])("nor a log of another name: %s", async (name) => {
  expect((await get(`/log/${encodeURIComponent(name)}/checkpoint`)).status).toBeGreaterThanOrEqual(400);
  expect((await get(`/log/${encodeURIComponent(name)}/checkpoint`)).status).toBeLessThan(500);
});

test("each attempt has its place within a moment, and a proof that the verifier accepts with its entry", async () => {
  const { vkey, name } = await currentLog();
  for (const { id, leaf } of await sequenced()) {
    expect(leaf.log).toBe(name);
    const entry = await get(`/v1/attempts/${id}/leaf`, auditor);
    const proof = await get(`/v1/attempts/${id}/proof`, auditor);
    expect(proof.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const [entryFile, proofFile] = [join(scratch, `${id}.leaf`), join(scratch, `${id}.tlog-proof`)];
    writeFileSync(entryFile, entry.bytes);
    writeFileSync(proofFile, proof.bytes);
    expect(verify("proof", proofFile, entryFile, "--key", vkey).status).toBe(0);
    writeFileSync(entryFile, String(entry.bytes).replace("delivered", "failed").replace("T", "U"));
    expect(verify("proof", proofFile, entryFile, "--key", vkey).status).toBe(1);
  }
});

test("a proof of nothing is not found, and one that is not there yet says when to ask again", async () => {
  expect((await get("/v1/attempts/att_00000000000000000000000000/proof", auditor)).status).toBe(404);
  expect((await get("/v1/attempts/nonsense/proof", auditor)).status).toBe(404);
  const { attempt } = await stranger.text(HIS, line.staffDials, "Encore moi");
  const first = await get(`/v1/attempts/${attempt}/proof`, auditor);
  if (first.status === 404) expect(first.headers.get("retry-after")).toBe("1");
  const proof = await until(
    () => get(`/v1/attempts/${attempt}/proof`, auditor),
    ({ status }) => status === 200,
  );
  expect(String(proof.bytes)).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
});

test("a disclosure answers with its leaf, shown or refused", async () => {
  const ask = (what: string) => program.call("POST", `/v1/missions/${mission.id}/disclosures`, { staff: "T-1", what });
  const leaf = { log: expect.stringMatching(/^routine-\d{4}$/), index: null, hash: expect.stringMatching(/^.{43}=$/) };
  expect(await ask("address")).toMatchObject({ status: 200, body: { address: "1 rue des Lilas, Lyon", leaf } });
  const refused = await ask("accessNotes");
  expect(refused).toMatchObject({ status: 403, body: { leaf } });
  const attempts = await sequenced();
  expect(attempts.find(({ id }) => id === refused.body.attempt)?.leaf.hash).toBe(refused.body.leaf.hash);
});

test("the verifier rebuilds the whole log over HTTP, and the same from an exported folder", async () => {
  await sequenced();
  const { name, vkey } = await currentLog();
  const url = `${program.url}/log/${name}`;
  const online = verify("audit", url, "--key", vkey, "--auditor-key", program.apiKey);
  expect(online).toMatchObject({ status: 0 });
  expect(verify("audit", url, "--key", vkey, "--hashes-only").status).toBe(0);
  const folder = join(scratch, "export");
  const exported = await runCommand(["ledger", "export", folder], program.storeEnv);
  expect(exported).toMatchObject({ exitCode: 0 });
  expect(readdirSync(join(folder, name)).toSorted()).toEqual(["checkpoint", "log.json", "tile", "vkey"]);
  expect(verify("audit", join(folder, name), "--key", vkey).status).toBe(0);
  writeFileSync(join(scratch, "older"), (await get(`/log/${name}/checkpoint`)).bytes);
  await stranger.write(HIS, line.staffDials, "À tout à l'heure");
  await sequenced();
  expect((await runCommand(["ledger", "export", folder], program.storeEnv)).exitCode).toBe(0);
  expect(verify("audit", join(folder, name), "--key", vkey, "--since", join(scratch, "older")).status).toBe(0);
  rmSync(join(folder, name, "tile", "entries"), { recursive: true });
  expect(verify("audit", join(folder, name), "--key", vkey).status).not.toBe(0);
});

test("what an auditor reads has neither phones nor names nor texts in it", async () => {
  await sequenced();
  const { name, size } = await currentLog();
  const bundle = await get(`/log/${name}/tile/entries/000.p/${size}`, auditor);
  expect(String(bundle.bytes)).not.toMatch(/3998[23]|Bonjour|Lilas|Belkacem|Fontaine/);
});
