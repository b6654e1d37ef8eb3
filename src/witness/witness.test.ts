import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeEach, expect, test } from "vitest";
import { addCheckpointBody, openNote } from "../ledger/index.ts";
import { checkpointText } from "../ledger/format/checkpoint.ts";
import { parseCosignerVkey } from "../ledger/format/cosignature.ts";
import {
  consistencySubtrees,
  EMPTY_ROOT,
  foldSubtrees,
  leafHashOf,
  rootOfPerfect,
  subtreesOfTree,
} from "../ledger/format/merkle.ts";
import type { Subtree } from "../ledger/format/merkle.ts";
import { ed25519Signer } from "../ledger/format/note.ts";
import { createWitness, serveWitness, trustLog, WitnessFolder } from "./index.ts";
import { originHash } from "./witness-folder.ts";

const scratch = mkdtempSync(join(tmpdir(), "paravent-witness-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const NOW = new Date("2026-11-27T08:00:00Z");
const ORIGIN = "log.example/log/routine-2026";
const signer = ed25519Signer(ORIGIN, Buffer.alloc(32, 1));
const stranger = ed25519Signer(ORIGIN, Buffer.alloc(32, 2));
const LEAVES = Array.from({ length: 600 }, (_, i) => leafHashOf(Buffer.from(`entry ${i}`)));
const hashOf = (leaves: readonly Buffer[], { level, index }: Subtree) =>
  rootOfPerfect(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const rootOf = (size: number, leaves = LEAVES) => foldSubtrees(subtreesOfTree(size).map((one) => hashOf(leaves, one)));
const proofOf = (from: number, to: number) =>
  consistencySubtrees(from, to).map((path) => foldSubtrees(path.map((one) => hashOf(LEAVES, one))));
const noteOf = (size: number, root = rootOf(size), by = signer, origin = ORIGIN) => {
  const text = checkpointText({ origin, size, root: root.toString("base64") });
  return `${text}\n${by.sign(text)}`;
};
const body = (from: number, to: number, note = noteOf(to)) =>
  addCheckpointBody({ oldSize: from, proof: proofOf(from, to), note });

let folder: string;
let made: readonly string[];
beforeEach(() => {
  folder = mkdtempSync(join(scratch, "folder-"));
  rmSync(folder, { recursive: true });
  const created = createWitness(folder, { name: "witness.example/w1", hasMlDsa: true });
  if (!created.ok) throw new Error(created.code);
  made = created.value;
  if (!trustLog(folder, signer.vkey).ok) throw new Error("could not trust the log");
});

async function openServer() {
  const opened = await WitnessFolder.open(folder);
  if (!opened.ok) throw new Error(`could not open: ${opened.code}`);
  const server = serveWitness(opened.value, () => NOW);
  return {
    async post(text: string, type = "text/plain") {
      const answer = await server.inject({
        method: "POST",
        url: "/add-checkpoint",
        payload: text,
        headers: { "content-type": type },
      });
      return { status: answer.statusCode, text: answer.body, type: answer.headers["content-type"] };
    },
    async get(url: string) {
      const answer = await server.inject({ method: "GET", url });
      return { status: answer.statusCode, text: answer.body };
    },
    async close() {
      await server.close();
      opened.value.close();
    },
  };
}

test("what only grew is cosigned with both keys, and served with the log's own signature", async () => {
  const server = await openServer();
  const answer = await server.post(body(0, 5));
  expect(answer.status).toBe(200);
  const keys = made.map((vkey) => parseCosignerVkey(vkey) as NonNullable<ReturnType<typeof parseCosignerVkey>>);
  const opened = openNote(noteOf(5) + answer.text, keys);
  expect(opened.ok && opened.verified.map(({ verifier }) => verifier.type)).toEqual([4, 6]);
  expect((await server.post(body(5, 600))).status).toBe(200);
  const latest = await server.get(`/${originHash(ORIGIN)}/checkpoint`);
  expect(latest.status).toBe(200);
  expect(latest.text.startsWith(noteOf(600))).toBe(true);
  expect((await server.get("/vkey")).text).toBe(`${made.join("\n")}\n`);
  expect((await server.get(`/${originHash("other.example")}/checkpoint`)).status).toBe(404);
  expect((await server.get("/../witness.json/checkpoint")).status).toBe(404);
  // The same again is cosigned again: with the time of now.
  expect((await server.post(addCheckpointBody({ oldSize: 600, proof: [], note: noteOf(600) }))).status).toBe(200);
  await server.close();
});

test.each([
  ["no text", 400, ""],
  ["a size with a leading zero", 400, body(0, 5).replace("old 0", "old 00")],
  ["a size with a sign", 400, body(0, 5).replace("old 0", "old +0")],
  ["a size that is huge", 400, body(0, 5).replace("old 0", "old 99999999999999999999")],
  ["a proof line that is no hash", 400, body(0, 5).replace("old 0\n", "old 0\nAAAA\n")],
  ["64 proof lines", 400, body(0, 5).replace("old 0\n", `old 0\n${`${"A".repeat(43)}=\n`.repeat(64)}`)],
  ["no note", 400, "old 0\n\n"],
  ["a checkpoint whose size has a leading zero", 400, body(0, 5).replace("\n5\n", "\n05\n")],
  [
    "another origin",
    404,
    body(0, 5, noteOf(5, rootOf(5), ed25519Signer("other.example", Buffer.alloc(32, 3)), "other.example")),
  ],
  ["a signature of another key of this name", 403, body(0, 5, noteOf(5, rootOf(5), stranger))],
  [
    "a signature over something else",
    403,
    body(0, 5).replace(rootOf(5).toString("base64"), rootOf(6).toString("base64")),
  ],
  ["an old size above the new one", 400, addCheckpointBody({ oldSize: 6, proof: [], note: noteOf(5) })],
  ["an old size that is not ours", 409, body(3, 5)],
  ["an empty tree with a root", 422, body(0, 0, noteOf(0, rootOf(1)))],
  ["a proof where none is due", 422, addCheckpointBody({ oldSize: 0, proof: [rootOf(1)], note: noteOf(5) })],
])("what it answers to %s", async (_, status, text) => {
  const server = await openServer();
  const answer = await server.post(text);
  expect(answer.status).toBe(status);
  if (status === 409) expect(answer).toMatchObject({ text: "0\n", type: expect.stringContaining("text/x.tlog.size") });
  expect((await server.get(`/${originHash(ORIGIN)}/checkpoint`)).status).toBe(404);
  await server.close();
});

test("another tree of the same size, one that begins otherwise, and a smaller one are not cosigned", async () => {
  const server = await openServer();
  const forked = LEAVES.with(2, leafHashOf(Buffer.from("another entry")));
  expect((await server.post(body(0, 300))).status).toBe(200);
  const same = addCheckpointBody({ oldSize: 300, proof: [], note: noteOf(300, rootOf(300, forked)) });
  expect((await server.post(same)).status).toBe(422);
  const longer = addCheckpointBody({ oldSize: 300, proof: proofOf(300, 400), note: noteOf(400, rootOf(400, forked)) });
  expect((await server.post(longer)).status).toBe(422);
  expect(await server.post(body(0, 200))).toMatchObject({ status: 409, text: "300\n" });
  expect((await server.post(addCheckpointBody({ oldSize: 300, proof: [], note: noteOf(200) }))).status).toBe(400);
  expect((await server.post(body(300, 400))).status).toBe(200);
  await server.close();
});

test("an empty tree may be cosigned, and what follows it needs no proof", async () => {
  const server = await openServer();
  expect((await server.post(body(0, 0, noteOf(0, EMPTY_ROOT)))).status).toBe(200);
  expect((await server.post(body(0, 7))).status).toBe(200);
  await server.close();
});

test("two requests at once never take the state back", async () => {
  const server = await openServer();
  const answers = await Promise.all([100, 101, 102, 103, 104].map((size) => server.post(body(0, size))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(4);
  await server.close();
});

test("a log that is trusted while it runs is known at its next request", async () => {
  rmSync(folder, { recursive: true });
  createWitness(folder, { name: "w", hasMlDsa: false });
  const server = await openServer();
  expect((await server.post(body(0, 5))).status).toBe(404);
  trustLog(folder, signer.vkey);
  expect((await server.post(body(0, 5))).status).toBe(200);
  await server.close();
});

test("what was answered is on disk, after a restart too, and a state that does not read is not taken for none", async () => {
  const server = await openServer();
  await server.post(body(0, 300));
  await server.close();
  const again = await openServer();
  expect(await again.post(body(0, 10))).toMatchObject({ status: 409, text: "300\n" });
  await again.close();
  const [file = ""] = readdirSync(join(folder, "state"));
  writeFileSync(join(folder, "state", file), "nothing");
  const broken = await openServer();
  expect((await broken.post(body(0, 10))).status).toBe(500);
  await broken.close();
});

test("two processes do not run one witness, and a killed one leaves it free", async () => {
  const server = await openServer();
  expect(await WitnessFolder.open(folder)).toEqual({ ok: false, code: "in_use" });
  await server.close();
  const { child, url } = await runProcess();
  expect(await WitnessFolder.open(folder)).toEqual({ ok: false, code: "in_use" });
  const answered = await fetch(`${url}/add-checkpoint`, { method: "POST", body: body(0, 300) });
  expect(answered.status).toBe(200);
  child.kill("SIGKILL");
  await once(child, "exit");
  const again = await openServer();
  expect((await again.get(`/${originHash(ORIGIN)}/checkpoint`)).text.startsWith(noteOf(300))).toBe(true);
  await again.close();
});

async function runProcess() {
  const main = join(import.meta.dirname, "../cli/paravent.ts");
  const args = [main, "witness", "run", folder, "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, url: line.split(" ").at(-1) as string };
}

test("killed at any moment it has kept whatever it answered", async () => {
  let known = 0;
  for (let round = 0; round < 5; round += 1) {
    const { child, url } = await runProcess();
    const ended = once(child, "exit");
    setTimeout(() => child.kill("SIGKILL"), 20 + round * 15);
    try {
      for (;;) {
        const answer = await fetch(`${url}/add-checkpoint`, { method: "POST", body: body(known, known + 1) });
        if (answer.status === 409) known = Number(await answer.text());
        else {
          expect(answer.status).toBe(200);
          known += 1;
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await ended;
    const server = await openServer();
    const answer = await server.post(body(known, known + 1));
    // One more than was answered: the answer was lost on the way.
    expect(answer.status === 200 || answer.text === `${known + 1}\n`).toBe(true);
    known = answer.status === 200 ? known + 1 : Number(answer.text);
    await server.close();
  }
  expect(known).toBeGreaterThan(5);
});

test("keys are for their owner's eyes, and a folder is taken once", async () => {
  expect(createWitness(folder, { name: "w", hasMlDsa: false })).toEqual({ ok: false, code: "folder_taken" });
  expect(createWitness(join(scratch, "new"), { name: "a b", hasMlDsa: false })).toEqual({
    ok: false,
    code: "name_malformed",
  });
  expect(existsSync(join(scratch, "new"))).toBe(false);
  expect(trustLog(folder, "nonsense")).toEqual({ ok: false, code: "key_malformed" });
  expect(trustLog(folder, made[0] as string)).toEqual({ ok: false, code: "key_malformed" });
  expect(trustLog(scratch, signer.vkey)).toEqual({ ok: false, code: "no_witness" });
  expect(await WitnessFolder.open(scratch)).toEqual({ ok: false, code: "no_witness" });
  chmodSync(join(folder, "ed25519.pem"), 0o644);
  expect(await WitnessFolder.open(folder)).toEqual({ ok: false, code: "key_open_to_others" });
  expect(readFileSync(join(folder, "witness.json"), "utf8")).not.toContain("PRIVATE");
});
