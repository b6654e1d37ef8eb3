import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routesDoc } from "../../src/doors/routes-doc.ts";
import { createWitness } from "../../src/witness/index.ts";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";

let folder: string;
let program: RunningProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "paravent-routes-"));
  const witness = createWitness(join(folder, "witness"), { name: "witness.example/w1", hasMlDsa: false });
  if (!witness.ok) throw new Error(witness.code);
  const policy = join(folder, "policy");
  // Both are away: their ages are told all the same.
  writeFileSync(policy, `witness w1 ${witness.value[0]} http://127.0.0.1:9\nquorum w1\n`);
  program = await startProgram({ env: { PARAVENT_WITNESS_POLICY: policy, PARAVENT_TSA_URL: "http://127.0.0.1:9" } });
});
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true });
});

test("docs/ROUTES.md lists the routes that the program has", async () => {
  const { body } = await program.call("GET", "/openapi.json");
  await expect(routesDoc(body)).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/ROUTES.md"));
});

test("docs/RUNBOOK.md names every metric of ours, and no other", async () => {
  const runbook = readFileSync(join(import.meta.dirname, "../../docs/RUNBOOK.md"), "utf8");
  const { body } = await program.call("GET", "/metrics");
  const names = (text: string, pattern: RegExp) =>
    [...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name))].toSorted();
  const exposed = names(body, /^# TYPE (paravent_\w+)/gm);
  expect(exposed.length).toBeGreaterThan(5);
  expect(names(runbook, /`(paravent_\w+)/g).filter((name) => name !== "paravent_app")).toEqual(exposed);
});

test("a route that is not described is not there", async () => {
  const { body } = await program.call("GET", "/openapi.json");
  const text = routesDoc({
    ...body,
    paths: { "/v1/x": { get: { operationId: "x.y", summary: "Z", "x-audience": "public" } } },
  });
  expect(text).toContain("## x\n");
  expect(text).toContain("| `GET /v1/x` | *public* | Z | `x.y` |");
  expect(text).not.toContain("missions");
});
