import { expect, test } from "vitest";
import type { Route } from "../base/route.ts";
import { openLog } from "../base/log.ts";
import { isCrossSite } from "./cross-site.ts";
import { buildServer } from "./server.ts";

const parts = {
  log: openLog("silent"),
  publicUrl: "https://p.example",
  trustedProxies: [],
} as unknown as Parameters<typeof buildServer>[0];
const route = (more: object): Route =>
  ({
    id: "x.read",
    method: "GET",
    path: "/v1/x",
    audience: "public",
    summary: "",
    answers: {},
    act: async () => ({ status: 200 }),
    ...more,
  }) as Route;

test.for([
  [{ audience: undefined }, "does not say for whom"],
  [{ audience: {} }, "does not say for whom"],
  [{ audience: { desk: [] } }, "does not say for whom"],
])("a server with the route %j does not start", ([more, why]) => {
  expect(() => buildServer(parts, [route({}), route({ id: "y.read", path: "/v1/y", ...(more as object) })])).toThrow(
    why as string,
  );
});

test("a server with two routes of one name does not start, and one whose routes say for whom does", () => {
  expect(() => buildServer(parts, [route({}), route({ id: "y.read" })])).toThrow("twice");
  expect(() => buildServer(parts, [route({}), route({ id: "x.read", path: "/v1/y" })])).toThrow("twice");
  const good = [{ staff: true }, { machine: "x:read" }, { desk: ["admin"] }].map((audience, i) =>
    route({ id: `x.${i}`, path: `/v1/x/${i}`, audience }),
  );
  expect(() => buildServer(parts, good)).not.toThrow();
});

test.for([
  [{ origin: "https://p.example" }, false],
  [{ "sec-fetch-site": "same-origin" }, false],
  [{ origin: "http://localhost", "sec-fetch-site": "same-origin" }, false],
  [{}, true],
  [{ origin: "null" }, true],
  [{ origin: "http://p.example" }, true],
  [{ origin: "https://p.example.evil.example" }, true],
  [{ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, true],
  [{ "sec-fetch-site": "same-site" }, true],
  [{ "sec-fetch-site": "none" }, true],
] as const)("%j is from another site: %j", ([headers, isFromElsewhere]) => {
  expect(isCrossSite(headers, "https://p.example/")).toBe(isFromElsewhere);
});
