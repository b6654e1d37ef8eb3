/** The apps as they are served: small, fresh, and closed to whatever is not theirs. */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";

let program: RunningProgram;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program.stop());

type Got = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bytes: Buffer;
};

/** As it comes over the line: `fetch` would unpack it. */
function get(path: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(program.url);
    // The path as it is: `..` would be taken out of an address.
    const asked = request({ hostname, port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const got = {
          status: answer.statusCode ?? 0,
          headers: answer.headers as Got["headers"],
          bytes: Buffer.concat(chunks),
        };
        resolve(got);
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}
const text = ({ bytes }: Got): string => bytes.toString("utf8");
const scriptOf = (html: string): string => [...html.matchAll(/src="(\/[^"]+\.js)"/g)].at(-1)?.[1] ?? "";

describe.for(["staff", "desk"] as const)("the app at /%s", (app) => {
  test("is its page at every address below it, never kept, with a policy that lets nothing in from elsewhere", async () => {
    const home = await get(`/${app}`);
    for (const path of ["", "/", "/cases/x", "/companion", "/a/b?c=d.e"]) {
      const page = await get(`/${app}${path}`, { accept: "text/html" });
      expect([page.status, page.headers["content-type"], page.headers["cache-control"]], path).toEqual([
        200,
        "text/html; charset=utf-8",
        "no-store",
      ]);
      expect(page.bytes.equals(home.bytes), path).toBe(true);
      const policy = page.headers["content-security-policy"] ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types");
      expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    }
  });

  test("sends its files compressed, to be kept for ever under a name that holds their hash", async () => {
    const script = scriptOf(text(await get(`/${app}`)));
    const plain = await get(script);
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const [br, gzip] = [
      await get(script, { "accept-encoding": "br, gzip" }),
      await get(script, { "accept-encoding": "gzip" }),
    ];
    expect([br.headers["content-encoding"], gzip.headers["content-encoding"]]).toEqual(["br", "gzip"]);
    expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).toBe(true);
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    expect(br.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(br.headers["vary"]).toContain("accept-encoding");
    expect(br.headers["x-content-type-options"]).toBe("nosniff");
  });

  test("asks for the reader's sentences early, and has nothing of what is not there or not its own", async () => {
    for (const language of ["fr", "en"]) {
      const { headers } = await get(`/${app}`, { "accept-language": language });
      const [, path = ""] = /^<(.+)>; rel=modulepreload$/.exec(headers["link"] ?? "") ?? [];
      expect(path).toMatch(new RegExp(`/assets/${language}-`));
      expect((await get(path)).status).toBe(200);
    }
    for (const path of [
      "/assets/none.js",
      "/assets/../../phones/index.html",
      "/%2e%2e/phones/index.html",
      "/index.html.map",
    ]) {
      expect([400, 403, 404], path).toContain((await get(`/${app}${path}`)).status);
    }
  });
});

test("the service worker may keep the app's whole address and nothing above it, and knows the app's own files only", async () => {
  const worker = await get("/staff/worker.js");
  expect(worker.headers).toMatchObject({ "service-worker-allowed": "/staff", "cache-control": "no-store" });
  const [, files = "[]"] = /const FILES = (\[.*?\]);/s.exec(text(worker)) ?? [];
  const named = JSON.parse(files) as string[];
  expect(named).toContain("/staff");
  expect(named.filter((file) => !file.startsWith("/staff"))).toEqual([]);
  for (const file of named) expect((await get(file)).status, file).toBe(200);
  expect(text(worker)).not.toContain("%");
});

test("the first page is the demo's, and the desk without a demo", async () => {
  expect((await get("/")).headers["location"]).toBe("/phones");
  const plain = await startProgram({ env: { PARAVENT_DEMO: "0" } });
  const answer = await fetch(plain.url, { redirect: "manual" });
  expect(answer.headers.get("location")).toBe("/desk");
  await plain.stop();
});

test("how the desk may sign in is told before anybody has", async () => {
  const { status, body } = await program.call("GET", "/v1/sign-in", undefined, { authorization: "" });
  expect([status, body]).toEqual([200, { ways: ["password"] }]);
});
