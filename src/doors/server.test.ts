import { expect, test } from "vitest";
import type { Audience, Route } from "../base/route.ts";
import { openLog } from "../base/log.ts";
import { isCrossSite } from "./cross-site.ts";
import { buildServer } from "./server.ts";

const parts = {
  log: openLog("silent"),
  publicUrl: "https://p.example",
  trustedProxies: [],
} as unknown as Parameters<typeof buildServer>[0];
const route = (more: Partial<Route>): Route => ({
  id: "x.read",
  method: "GET",
  path: "/v1/x",
  audience: "public",
  summary: "",
  answers: {},
  act: async () => ({ status: 200 }),
  ...more,
});

test.for([{ audience: undefined }, { audience: {} }, { audience: { desk: [] } }])(
  "a server with the route %j does not start",
  (more) => {
    // A route that is made at run time may be anything.
    const odd = { ...route({ id: "y.read", path: "/v1/y" }), ...more } as Route;
    expect(() => buildServer(parts, [route({}), odd])).toThrow("does not say for whom");
  },
);

test("a server with two routes of one name does not start, and one whose routes say for whom does", () => {
  expect(() => buildServer(parts, [route({}), route({ id: "y.read" })])).toThrow("twice");
  expect(() => buildServer(parts, [route({}), route({ id: "x.read", path: "/v1/y" })])).toThrow("twice");
  const audiences: readonly Audience[] = [{ staff: true }, { machine: "x:read" }, { desk: ["admin"] }];
  const good = audiences.map((audience, i) => route({ id: `x.${i}`, path: `/v1/x/${i}`, audience }));
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
