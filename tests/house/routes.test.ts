import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routesDoc } from "../../src/doors/routes-doc.ts";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";

let program: RunningProgram;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program.stop());

test("docs/ROUTES.md lists the routes that the program has", async () => {
  const { body } = await program.call("GET", "/openapi.json");
  await expect(routesDoc(body)).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/ROUTES.md"));
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
