import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openLog } from "../base/log.ts";
import type { RouteInput } from "../base/route.ts";
import { route } from "../base/route.ts";
import { buildServer } from "./server.ts";

const parts = {
  log: openLog("silent"),
  publicUrl: "https://p.example",
  trustedProxies: [],
  metrics: { requestSeconds: { observe: () => undefined } },
} as unknown as Parameters<typeof buildServer>[0];
const form = {
  audience: "public",
  summary: "",
  answers: {},
  isForm: true,
  body: z.strictObject({ what: z.string() }),
} as const;
const seen: Pick<RouteInput, "body" | "files">[] = [];
const act = async ({ body, files }: Pick<RouteInput, "body" | "files">) => {
  seen.push({ body, files });
  return { status: 200, page: "<p>ok</p>" };
};
const server = buildServer(parts, [
  route({ ...form, id: "x.tell", method: "POST", path: "/tell", uploads: { maxFiles: 2, maxBytes: 1_000 }, act }),
  route({ ...form, id: "x.say", method: "POST", path: "/say", act }),
]);
let url = "";
beforeAll(async () => {
  url = await server.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

async function send(path: string, files: readonly number[], fields: Record<string, string> = { what: "a call" }) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const size of files) data.append("picture", new Blob([Buffer.alloc(size, 7)]), "Canari Lafontaine.jpg");
  seen.length = 0;
  const { status } = await fetch(url + path, { method: "POST", body: data });
  return status;
}

test("fields and files of a form in parts arrive, without the names people gave the files", async () => {
  expect(await send("/tell", [10, 1_000])).toBe(200);
  expect(seen[0]?.body).toEqual({ what: "a call" });
  expect(seen[0]?.files).toMatchObject([{ field: "picture", isCut: false }, { isCut: false }]);
  expect(JSON.stringify(seen)).not.toContain("Lafontaine");
});

test("a form without files arrives, in parts or not, and an empty file field is none", async () => {
  expect(await send("/tell", [])).toBe(200);
  expect(await send("/tell", [0])).toBe(200);
  expect(seen[0]?.files).toEqual([]);
  const plain = await fetch(`${url}/tell`, { method: "POST", body: new URLSearchParams({ what: "a text" }) });
  expect(plain.status).toBe(200);
  expect(seen[1]).toEqual({ body: { what: "a text" }, files: [] });
});

test("a file that is too large is cut and says so, and so do those beyond what is allowed; fields count all the same", async () => {
  expect(await send("/tell", [1_001])).toBe(200);
  expect(seen[0]?.files).toMatchObject([{ isCut: true }]);
  expect(await send("/tell", [1, 1, 1, 1])).toBe(200);
  expect(seen[0]?.files).toMatchObject([{ isCut: false }, { isCut: false }, { isCut: true }]);
  expect(seen[0]?.files).toHaveLength(3);
  expect(seen[0]?.body).toEqual({ what: "a call" });
  expect(
    await send(
      "/tell",
      Array.from({ length: 120 }, () => 1),
    ),
  ).toBe(413);
});

test("fields are checked as in any other form", async () => {
  expect(await send("/tell", [10], { what: "x", more: "y" })).toBe(400);
  expect(await send("/tell", [10], {})).toBe(400);
});

test("a route that takes no files takes no form in parts", async () => {
  expect(await send("/say", [])).toBe(415);
  expect(await send("/say", [10])).toBe(415);
});

test("a body that is not what it says it is is refused", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  for (const body of ["", "--x", "--x\r\n\r\n--x--", "no boundary at all"]) {
    const { status } = await fetch(`${url}/tell`, { method: "POST", headers, body });
    expect([400, 413], JSON.stringify(body)).toContain(status);
  }
  expect(await send("/tell", [10])).toBe(200);
});
