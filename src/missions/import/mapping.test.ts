import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importMapping, mappedColumns, NATIVE_MAPPING, sameWord } from "./mapping.ts";

const SMALLEST = {
  version: 1,
  source: "test",
  fields: {
    reference: { column: "Ref" },
    "customer.reference": { column: "Cust" },
    "customer.displayName": { template: "{First} {Last}" },
  },
  visit: { opens: { date: { column: "Day" }, time: { column: "Hour" } }, defaultDurationMinutes: 60 },
  staff: { from: { column: "Who" }, by: "code" },
  defaultPurpose: "ride",
};

test("the smallest mapping needs no more than this", () => {
  expect(importMapping.safeParse(SMALLEST)).toMatchObject({
    success: true,
    data: { separator: "auto", encoding: "auto", unknownColumns: "ignore", dateOrder: "ymd", staffAliases: {} },
  });
});

const WRONG: [name: string, change: object][] = [
  ["an unknown member", { delimiter: ";" }],
  ["another version", { version: 2 }],
  ["an unknown zone", { zone: "Europe/Pariss" }],
  ["an offset for a zone", { zone: "+02:00" }],
  ["an unknown country", { phoneCountry: "XX" }],
  ["a separator of ours only in part", { separator: "|" }],
  ["an unknown field", { fields: { ...SMALLEST.fields, "customer.fax": { column: "Fax" } } }],
  ["no reference", { fields: { ...SMALLEST.fields, reference: undefined } }],
  ["two sources for a field", { fields: { ...SMALLEST.fields, reference: { column: "Ref", constant: "x" } } }],
  ["a template without a column", { fields: { ...SMALLEST.fields, reference: { template: "abc" } } }],
  ["a digest of nothing", { fields: { ...SMALLEST.fields, reference: { digest: [] } } }],
  ["no purpose at all", { defaultPurpose: undefined }],
  ["a default duration over 30 days", { visit: { ...SMALLEST.visit, defaultDurationMinutes: 43_201 } }],
  ["a default hour that is none", { visit: { opens: { date: { column: "Day" }, defaultTime: "25:00" } } }],
  ["an unknown action", { status: { from: { column: "S" }, map: { done: "delete" } } }],
  ["one status word twice", { status: { from: { column: "S" }, map: { Done: "close", "done ": "open" } } }],
  ["one alias twice", { staffAliases: { "Léa Fontaine": "T-1", "léa  fontaine": "T-2" } }],
];

test.each(WRONG)("a mapping with %s is refused", (_name, change) => {
  expect(importMapping.safeParse({ ...SMALLEST, ...change }).success).toBe(false);
});

test("a mapping survives being stored as JSON", () => {
  for (const mapping of [NATIVE_MAPPING, importMapping.parse(SMALLEST)]) {
    expect(importMapping.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping);
  }
});

test("every column that is read is known", () => {
  expect(mappedColumns(importMapping.parse(SMALLEST)).map(({ field, column }) => `${field} ${column}`)).toEqual([
    "reference Ref",
    "customer.reference Cust",
    "customer.displayName First",
    "customer.displayName Last",
    "opensAt Day",
    "opensAt Hour",
    "staff Who",
  ]);
});

test("words are the same whatever their case, spaces and Unicode spelling", () => {
  expect(sameWord("  LÉA \u00a0 Fontaine ")).toBe(sameWord("Le\u0301a fontaine"));
  expect(sameWord("Lea Fontaine")).not.toBe(sameWord("Léa Fontaine"));
});

const samples = new URL("../../../samples/", import.meta.url);
const presets = readdirSync(samples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test("there are six presets", () => {
  expect(presets).toHaveLength(6);
});

test.each(presets)("the preset $name is a mapping, and its aliases are people of example.org", ({ name }) => {
  const text = readFileSync(new URL(`${name}/mapping.json`, samples), "utf8");
  const mapping = importMapping.parse(JSON.parse(text));
  const addresses = Object.keys(mapping.staffAliases).filter((alias) => alias.includes("@"));
  expect(addresses.filter((address) => !address.endsWith("@example.org"))).toEqual([]);
});
