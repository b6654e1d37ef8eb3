/** A machine key opens what its scopes say and nothing else. Keys are made by the documented command, beside the program. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const COMMAND = join(import.meta.dirname, "../../src/cli/paravent.ts");
const stranger = await openProgram();
const { url, storeEnv } = stranger.program;
await stranger.staff("T-1", "+33639984001");
const mission = await stranger.mission({ phone: "+33639984902" });

function command(...words: readonly string[]): string {
  const env = { PATH: process.env["PATH"] ?? "", ...storeEnv };
  return execFileSync(process.execPath, [COMMAND, "machine-key", ...words], { env, encoding: "utf8" });
}

function makeKey(...scopes: readonly string[]): { readonly id: string; readonly secret: string } {
  const said = command("create", "a test", ...scopes);
  const read = (name: string) => new RegExp(`^${name}\\s+(\\S+)`, "m").exec(said)?.[1] ?? "";
  return { id: read("id"), secret: read("secret") };
}

const REQUESTS = [
  ["missions:read", "GET", "/v1/missions", undefined],
  ["missions:read", "GET", `/v1/missions/${mission.id}`, undefined],
  ["missions:write", "POST", "/v1/missions", {}],
  ["missions:write", "PATCH", `/v1/missions/${mission.id}`, {}],
  ["missions:write", "POST", `/v1/missions/${mission.id}/reopen`, {}],
  ["missions:write", "POST", `/v1/missions/${mission.id}/on-my-way`, {}],
  ["disclosures:write", "POST", `/v1/missions/${mission.id}/disclosures`, {}],
  ["staff:write", "PUT", "/v1/staff/T-2", {}],
  ["numbers:read", "GET", "/v1/numbers", undefined],
  ["numbers:write", "POST", "/v1/numbers", {}],
  ["attempts:read", "GET", "/v1/attempts", undefined],
  ["screenings:read", "POST", "/v1/screenings", {}],
  ["readings:read", "GET", "/v1/readings", undefined],
  ["readings:write", "POST", "/v1/attempts/att_00000000000000000000000000/reading/open", {}],
  ["activations:read", "GET", "/v1/activations", undefined],
  ["activations:write", "POST", "/v1/activations", {}],
  ["attempts:read", "GET", "/v1/attempts/att_00000000000000000000000000/leaf", undefined],
] as const;

async function ask(secret: string, method: string, path: string, body: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

test("each request needs its scope, and no other opens it", async () => {
  const scopes = [...new Set(REQUESTS.map(([scope]) => scope))];
  const keys = new Map(scopes.slice(0, 3).map((scope) => [scope, makeKey(scope).secret]));
  for (const [held, secret] of keys) {
    for (const [needed, method, path, body] of REQUESTS) {
      const answer = await ask(secret, method, path, body);
      if (needed === held) expect(answer.status, `${method} ${path}`).not.toBe(403);
      else
        expect(answer, `${method} ${path}`).toMatchObject({
          status: 403,
          body: { code: "scope_missing", status: 403 },
        });
    }
  }
});

test("a revoked key opens nothing any more", async () => {
  const [kept, revoked] = [makeKey("missions:read"), makeKey("missions:read")];
  command("revoke", revoked.id);
  expect(await ask(revoked.secret, "GET", "/v1/missions", undefined)).toMatchObject({
    status: 401,
    body: { code: "unauthorized" },
  });
  expect((await ask(kept.secret, "GET", "/v1/missions", undefined)).status).toBe(200);
});
