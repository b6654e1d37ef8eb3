import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import { openProgram } from "./stranger.ts";

type Node = { readonly [name: string]: Json };

const stranger = await openProgram();
const {
  status,
  headers,
  body: document,
} = await stranger.call("GET", "/openapi.json", undefined, { authorization: "" });
const operations = Object.entries<Node>(document.paths).flatMap(([path, item]) =>
  Object.entries<Node>(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    operation,
  })),
);

test("the document is OpenAPI 3.1, and open to all", () => {
  expect(status).toBe(200);
  expect(headers.get("content-type")).toContain("application/json");
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(document.servers).toEqual([{ url: stranger.program.url }]);
});

test("every way in that is promised is in it", () => {
  const names = operations.map(({ name }) => name.replaceAll(/\{\w+\}/g, "{}"));
  const promised = [
    "PUT /v1/staff/{}",
    "POST /v1/numbers",
    "GET /v1/numbers",
    "PATCH /v1/numbers/{}",
    "POST /v1/missions",
    "POST /v1/missions/import",
    "GET /v1/missions/{}",
    "GET /v1/missions",
    "PATCH /v1/missions/{}",
    "POST /v1/missions/{}/disclosures",
    "POST /v1/missions/{}/on-my-way",
    "POST /v1/missions/{}/close",
    "POST /v1/missions/{}/reopen",
    "POST /v1/missions/{}/cancel",
    "GET /v1/attempts",
    "GET /v1/attempts/{}/leaf",
    "GET /healthz/live",
    "GET /healthz/ready",
    "POST /simulator/messages",
    "POST /simulator/calls",
    "GET /simulator/handsets/{}/messages",
    "POST /simulator/clock",
  ];
  expect(names).toEqual(expect.arrayContaining(promised));
});

test("every operation has a name of its own, a summary, an audience and an answer for trouble", () => {
  const ids = operations.map(({ operation }) => operation["operationId"]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, operation } of operations) {
    expect(operation["summary"], name).toEqual(expect.any(String));
    expect(Array.isArray(operation["security"]), name).toBe(true);
    const isSignIn = /\/v1\/(?:sign-in(?:\/|$)|staff-sign-in(?:\/code)?$)/.test(name);
    // Who assists somebody in a case holds the token of a link, in the body.
    const isByToken = /\/v1\/companion\/(?:case|answers)$/.test(name);
    const isOpen = (!name.includes("/v1/") && !name.includes("/tile/entries/")) || isSignIn || isByToken;
    expect(operation["security"].length === 0, name).toBe(isOpen);
    expect(operation["responses"]["default"].content, name).toHaveProperty(["application/problem+json"]);
    expect(
      Object.keys(operation["responses"]).some((code) => /^(?:2\d\d|30[23])$/.test(code)),
      name,
    ).toBe(true);
  }
  expect(document.components.securitySchemes.machineKey).toMatchObject({ type: "http", scheme: "bearer" });
});

test("path parameters are those of the path", () => {
  for (const { name, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const described = operation["parameters"].filter((parameter: Json) => parameter["in"] === "path");
    expect(
      described.map((parameter: Json) => parameter["name"]),
      name,
    ).toEqual(inPath);
    for (const parameter of operation["parameters"]) {
      expect(parameter.schema, name).toEqual(expect.any(Object));
      if (parameter.in === "path") expect(parameter.required, name).toBe(true);
    }
  }
});

test("every reference leads somewhere, and nothing refers to what OpenAPI has no place for", () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference as string);
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) {
    const target = reference
      .split("/")
      .slice(1)
      .reduce<Json>((node, part) => node?.[part], document);
    expect(target, reference).toEqual(expect.any(Object));
    expect(target["$ref"], reference).toBeUndefined();
  }
  expect(text).not.toContain("$defs");
});

test("the schemas are those that check: what they require is refused when missing", async () => {
  const schema = document.components.schemas.MissionRequest;
  expect(schema.additionalProperties).toBe(false);
  const required: string[] = schema.required;
  expect(new Set(required)).toEqual(new Set(["closesAt", "customer", "opensAt", "purpose", "reference", "staff"]));
  const { body } = await stranger.call("POST", "/v1/missions", {});
  expect(new Set(body.errors.map(({ field }: { field: string }) => field))).toEqual(new Set(required));
});

test("the answers are as described", async () => {
  await stranger.staff("T-1", "+33639983801");
  const mission: Json = await stranger.mission({ phone: "+33639984801" });
  const described = document.components.schemas.Mission;
  expect(Object.keys(mission).sort()).toEqual(Object.keys(described.properties).sort());
  expect(described.required.every((name: string) => name in mission)).toBe(true);
});
